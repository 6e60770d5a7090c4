// One Chromium for all checks: Debian's own, never a downloaded one.

import { chromium } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: FLAGS });

/** A page of its own, watched: `faults` collects policy reports, script errors and failed assets. */
export async function open(browser, { theme = 'light', width = 1280, height = 800, script = true, ...rest } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, javaScriptEnabled: script, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', permissions: ['clipboard-read', 'clipboard-write'], ...rest });
  const page = await context.newPage();
  page.setDefaultTimeout(Number(process.env.PATIENCE ?? 5000));
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|Trusted Type/i.test(message.text())) page.faults.push(`policy: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && /\.(js|css|svg|png)$/.test(new URL(response.url()).pathname)) page.faults.push(`${response.status()} ${response.url()}`);
  });
  return page;
}

/** Slows the line: 400 kbps both ways with 400 ms of round trip unless told. */
export async function slow(page, { kbps = 400, latency = 400 } = {}) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  const bytes = (kbps * 1000) / 8;
  await devtools.send('Network.emulateNetworkConditions', { offline: false, latency, downloadThroughput: bytes, uploadThroughput: bytes });
  return devtools;
}
