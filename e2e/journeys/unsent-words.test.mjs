// What a reader typed and did not send is kept in the tab for that reader alone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { real, ROLES, verifyingPlace } from '../addresses.mjs';
import { launch, open } from '../lib/browser.mjs';
import { keyboard } from '../lib/keys.mjs';

const READER = process.env.DEMO_READER ?? 'thẩm định.*Sóc Trăng';
const WORDS = 'Danh mục kèm theo ghi mấy điển hình?';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const kept = (page) => page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('typed ')).length);

/** A line that the reader has left, opened from their queue. */
async function line(page, place) {
  await place.enter(page, READER);
  if (!(await page.locator('nav a[href$="/verification"]').count())) await page.goto(await page.locator('main a[href*="/years/"]').first().evaluate((a) => a.href));
  await page.goto(await page.locator('nav a[href$="/verification"]').first().evaluate((a) => a.href));
  await page.locator('main tbody a[href*="/verification/reading_"]').first().click();
  await page.getByRole('link', { name: 'Thẩm định tiếp' }).click();
  await page.waitForURL(/\/line\//);
  return page.url();
}

test('a question typed by Alt+3 waits for its reader, and for nobody else in the same tab', { skip: !real && 'needs the readings of the real server' }, async () => {
  const place = await verifyingPlace();
  const page = await open(browser);
  const here = await line(page, place);
  const keys = keyboard(page);
  await keys.press('Alt+3');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'question');
  await keys.type(WORDS);
  await page.goto(here);
  assert.equal(await page.locator('[name=question]').inputValue(), WORDS, 'the same person finds it again');

  await place.enter(page, ROLES.superior);
  await page.goto(here);
  assert.equal(await page.locator('[name=question]').inputValue(), '', 'another person does not');
  assert.equal(await kept(page), 0, 'nor does the tab hold it any more');

  await place.enter(page, READER);
  await page.goto(here);
  await keys.press('Alt+3');
  await keys.type(WORDS);
  assert.equal(await kept(page), 1);
  await page.locator('form[action="/sign-out"] button').click();
  await page.waitForLoadState('load');
  assert.equal(await kept(page), 0, 'signing out takes it along');
  assert.deepEqual(page.faults, []);
  await page.context().close();
  await place.stop();
});
