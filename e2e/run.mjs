// Runs every browser check after its own set-up and ends with one line.
// `node run.mjs [part of a file name …]`

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

if (process.env.GIAOUOC_BIN) process.env.GIAOUOC_BIN = resolve(process.env.GIAOUOC_BIN);
process.chdir(new URL('.', import.meta.url).pathname);
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(chromium)) install();
if (!existsSync('node_modules/playwright-core')) execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { stdio: 'inherit' });

function install() {
  try {
    execFileSync('apt-get', ['install', '-y', 'chromium'], { stdio: 'inherit' });
  } catch {
    console.error(`e2e: ${chromium} is missing. Install Debian’s package: apt-get install chromium`);
    process.exit(2);
  }
}

const wanted = process.argv.slice(2);
const files = ['sheet', 'journeys'].flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
  .filter((name) => name.endsWith('.test.mjs') && (!wanted.length || wanted.some((part) => name.includes(part))));

const counts = { passed: 0, failed: 0, skipped: 0 };
const tests = run({ files, concurrency: 1, timeout: 10 * 60 * 1000, forceExit: true });
const count = (name) => ({ details, skip }) => {
  if (details?.type !== 'suite') counts[skip === undefined ? name : 'skipped'] += 1;
};
tests.on('test:pass', count('passed'));
tests.on('test:fail', count('failed'));
process.on('exit', () => {
  console.log(`e2e: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${process.env.GIAOUOC_BIN ? 'real server' : 'fixture'})`);
  process.exitCode = counts.failed || !counts.passed ? 1 : 0;
});
tests.compose(new spec()).pipe(process.stdout);
