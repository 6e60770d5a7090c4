// J1: an officer scores every criterion and sends the sheet, by keyboard alone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { scoringPlace } from '../addresses.mjs';
import { launch, open } from '../lib/browser.mjs';
import { keyboard } from '../lib/keys.mjs';
import { texts } from '../lib/sheet.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** Tabs until the focus is where `wanted` says; a person would, too. */
async function tabTo(page, keys, wanted, most = 80) {
  for (let i = 0; i < most; i += 1) {
    if (await page.evaluate(wanted)) return;
    await keys.press('Tab');
  }
  assert.fail(`not reached by Tab: ${wanted}`);
}

test('J1: score all criteria and send, no mouse', async (t) => {
  const place = await scoringPlace();
  const page = await open(browser);
  await place.openSheet(page);
  const keys = keyboard(page);
  await tabTo(page, keys, "document.activeElement.matches('[data-row] [data-field]:not([data-field=note])')");
  for (const text of await texts(page)) {
    await keys.type(text);
    await keys.press('Enter');
  }
  await keys.press('Escape');
  await tabTo(page, keys, "document.activeElement.matches('[data-after-save]')");
  await keys.press('Enter');
  await page.waitForURL((url) => !/self-score\/[^/]+$|\/sheet$/.test(url.pathname), { timeout: 20000 });
  await tabTo(page, keys, "document.activeElement.matches('button') && /Gửi thẩm định/.test(document.activeElement.textContent)");
  await keys.press('Enter');
  await page.waitForFunction(() => /Đã gửi/.test(document.body.textContent));
  t.diagnostic(`J1 with ${keys.count} keystrokes`);
  assert.deepEqual(page.faults, []);
  await page.context().close();
  await place.stop();
});
