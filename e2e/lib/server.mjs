// Starts the real server's demo in a folder of its own and stops that process only.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const freePort = () => new Promise((done) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});

async function ready(base, child, said) {
  for (const end = Date.now() + 60000; Date.now() < end; ) {
    if (child.exitCode !== null) break;
    const answer = await fetch(base, { redirect: 'manual' }).catch(() => null);
    if (answer && answer.status < 500) return;
    await new Promise((wait) => setTimeout(wait, 100));
  }
  throw new Error(`the server did not get ready:\n${said.join('')}`);
}

/** `giaouoc demo --at DAY` on a free port of loopback; `stop` ends it and removes its folder. */
export async function startServer(day, { binary = process.env.GIAOUOC_BIN } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'giaouoc-e2e-'));
  const port = await freePort();
  const child = spawn(binary, ['demo', '--at', day, '--listen', `127.0.0.1:${port}`, '--data', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => said.push(String(data)));
  // A check that fails before its stop does not keep the run, or the server, alive.
  for (const one of [child, child.stdout, child.stderr]) one.unref();
  process.once('exit', () => child.kill('SIGTERM'));
  const base = `http://127.0.0.1:${port}`;
  const stop = async () => {
    const gone = child.exitCode === null ? new Promise((done) => child.once('exit', done)) : null;
    child.kill('SIGTERM');
    await gone;
    await rm(folder, { recursive: true, force: true });
  };
  await ready(base, child, said).catch(async (error) => {
    await stop();
    throw error;
  });
  return { base, stop, folder, pid: child.pid };
}
