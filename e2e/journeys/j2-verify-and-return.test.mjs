// J2: a reader verifies the criteria that are left and returns the reading, by keyboard alone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { real, verifyingPlace } from '../addresses.mjs';
import { launch, open } from '../lib/browser.mjs';
import { keyboard } from '../lib/keys.mjs';

const READER = process.env.DEMO_READER ?? 'thẩm định.*Sóc Trăng';
const REASON = 'Hồ sơ chỉ chứng minh được một phần kết quả đã báo cáo.';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** Tabs until the focus is where `wanted` says; a person would, too. */
async function tabTo(page, keys, wanted, most = 120) {
  for (let i = 0; i < most; i += 1) {
    if (await page.evaluate(wanted)) return;
    await keys.press('Tab');
  }
  assert.fail(`not reached by Tab: ${wanted}`);
}

/** Presses keys that lead to another page and waits for it. */
async function leads(page, press) {
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), press()]);
}

/** Where the navigation leads, from the first page that knows a year. */
async function toVerification(page) {
  const link = page.locator('nav a[href$="/verification"]').first();
  if (!(await link.count())) await page.goto(await page.locator('main a[href*="/years/"]').first().evaluate((a) => a.href));
  return link.evaluate((a) => a.href);
}

const on = (words) => `document.activeElement.matches('main a, main button') && /${words}/.test(document.activeElement.textContent)`;
const progress = (page) => page.locator('main progress').first().evaluate((bar) => [bar.value, bar.max]);

test('J2: verify what is left and return it, no mouse', { skip: !real && 'needs the readings of the real server' }, async (t) => {
  const place = await verifyingPlace();
  const page = await open(browser);
  await place.enter(page, READER);
  const keys = keyboard(page);
  await page.goto(process.env.VERIFICATION ? place.base + process.env.VERIFICATION : await toVerification(page));
  await tabTo(page, keys, "document.activeElement.matches('main tbody a[href*=\"/verification/reading_\"]')");
  await leads(page, () => keys.press('Enter'));
  const [done, all] = await progress(page);
  assert.equal(all - done, 18);

  await tabTo(page, keys, on('Thẩm định tiếp'));
  const told = page.waitForResponse((answer) => answer.request().postData()?.includes('opened=1'));
  await leads(page, () => keys.press('Enter'));
  assert.equal((await told).status(), 204, 'the page tells that the line was opened');
  const started = keys.count;
  for (let left = all - done; left > 0; left -= 1) {
    const field = page.locator('[data-for="other"] input[inputmode="decimal"]').first();
    if (left === 9 && (await field.count())) {
      await keys.press('Alt+2');
      await keys.press('Control+a');
      await keys.type('0');
      await tabTo(page, keys, "document.activeElement.name === 'reason'");
      await keys.type(REASON);
    } else {
      await keys.press('Alt+1');
    }
    await leads(page, () => keys.press('Control+Enter'));
  }
  t.diagnostic(`J2: ${all - done} criteria with ${keys.count - started} keystrokes`);

  assert.deepEqual(await progress(page), [all, all]);
  await tabTo(page, keys, on('Gửi kết quả'));
  await leads(page, () => keys.press('Enter'));
  assert.match(await page.textContent('main'), /một thông báo/);
  await tabTo(page, keys, "document.activeElement.matches('main button') && /Gửi kết quả/.test(document.activeElement.textContent)");
  await leads(page, () => keys.press('Enter'));
  assert.match(await page.textContent('main'), /Đã gửi kết quả/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
  await place.stop();
});
