// What one first visit weighs on the wire, from Chromium's own network log.

const KINDS = { Document: 'html', Stylesheet: 'css', Script: 'js', Font: 'font', Image: 'image' };

/** Bytes as sent (headers included) by kind, and the number of requests, of a cold visit to `address`. */
export async function weigh(page, address) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  const kinds = new Map();
  const weight = { html: 0, css: 0, js: 0, font: 0, image: 0, other: 0, total: 0, requests: 0 };
  devtools.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (!response.url.startsWith('data:')) kinds.set(requestId, KINDS[type] ?? 'other');
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!kinds.has(requestId)) return;
    weight[kinds.get(requestId)] += encodedDataLength;
    weight.total += encodedDataLength;
    weight.requests += 1;
  });
  const started = performance.now();
  const answer = await page.goto(address, { waitUntil: 'load' });
  weight.load = Math.round(performance.now() - started);
  await page.waitForTimeout(300);
  await devtools.detach();
  return { ...weight, status: answer.status() };
}
