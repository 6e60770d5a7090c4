// Starts the real server's demo in a folder of its own and stops that process only.

import { execFileSync, spawn } from 'node:child_process';
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

/** The PostgreSQL on which journeys are repeated; empty where the test command started none. */
export const POSTGRES = process.env.GIAOUOC_TEST_POSTGRES ?? '';

/** A new database on that server: the words that name it, and how it goes. */
function database() {
  const name = `giaouoc_e2e_${process.pid}_${Date.now()}`;
  const ask = (sql) => execFileSync('psql', ['-q', '-d', POSTGRES, '-c', sql], { stdio: 'ignore' });
  ask(`CREATE DATABASE ${name}`);
  return { words: ['--store', POSTGRES.replace(/[^/]*$/, name)], drop: () => ask(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/** `giaouoc demo --at DAY`; `stop` ends it and removes what it kept. */
export const startServer = (day, options) => start(['demo', '--at', day], options);

/** `giaouoc serve` on nothing yet; `link` is its one-time link. */
export async function startEmpty(options) {
  const server = await start(['serve'], options);
  for (const end = Date.now() + 10000; !server.link() && Date.now() < end; ) await new Promise((wait) => setTimeout(wait, 50));
  return { ...server, link: server.link() };
}

/** A command of the server on a free port of loopback. */
async function start(command, { binary = process.env.GIAOUOC_BIN, engine = 'sqlite' } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'giaouoc-e2e-'));
  const store = engine === 'postgres' ? database() : { words: [], drop: () => {} };
  const port = await freePort();
  const child = spawn(binary, [...command, '--listen', `127.0.0.1:${port}`, '--data', folder, ...store.words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => said.push(String(data))).unref();
  // A check that fails before it stops its server must neither wait for it nor leave it behind.
  child.unref();
  process.once('exit', () => child.kill('SIGKILL'));
  const base = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.ref();
    const gone = child.exitCode === null ? new Promise((done) => child.once('exit', done)) : null;
    child.kill('SIGTERM');
    await gone;
    await rm(folder, { recursive: true, force: true });
    store.drop();
  };
  await ready(base, child, said).catch(async (error) => {
    await stop();
    throw error;
  });
  const link = () => said.join('').match(/http\S+\/invitation\S+/)?.[0];
  return { base, stop, folder, pid: child.pid, link };
}
