// What a reader typed and did not send is kept in the tab for that reader alone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { real, ROLES, verifyingPlace } from '../addresses.mjs';
import { launch, open } from '../lib/browser.mjs';
import { keyboard } from '../lib/keys.mjs';

const READER = process.env.DEMO_READER ?? 'thẩm định.*Sóc Trăng';
const WORDS = 'Danh mục kèm theo ghi mấy điển hình?';
const REASON = 'Hai văn bản nêu cùng một điển hình.';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const kept = (page) => page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('typed ')).length);

/** What the form proposes: the chosen opinion, the picked reason, its words, and whether it says that they were typed before. */
const proposal = (page) => page.locator('form[data-verdict]').evaluate((form) => [
  form.querySelector('[name=verdict]:checked')?.value, form.elements.cause.value, form.elements.reason.value, !form.querySelector('[data-typed-before]').hidden,
]);

/** Sends the form by its keys, and waits for the answer's page. */
const sent = (page, keys) => Promise.all([page.waitForNavigation({ waitUntil: 'load' }), keys.press('Control+Enter')]);

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

test('a picked reason and the words beside it outlive a reload, and end with being sent', { skip: !real && 'needs the readings of the real server' }, async () => {
  const place = await verifyingPlace();
  const page = await open(browser);
  const here = await line(page, place);
  const keys = keyboard(page);
  await keys.press('Alt+2');
  await page.locator('[name=cause]').selectOption('counted_twice');
  await page.locator('[name=reason]').fill(REASON);
  await page.reload();
  assert.deepEqual(await proposal(page), ['other', 'counted_twice', REASON, true], 'the same person finds it again, and is told so');
  await page.locator('[data-after]').click();
  await page.waitForURL((url) => url.href !== here);
  assert.deepEqual(await proposal(page), [undefined, '', '', false], 'it belongs to its own line');

  await page.goto(here);
  await page.locator('[name=points]').fill('9');
  await page.locator('[name=reason]').fill('ngắn');
  await sent(page, keys);
  assert.equal(await page.locator('.summary').count(), 1);
  await page.goto(here);
  assert.deepEqual(await proposal(page), ['other', 'counted_twice', 'ngắn', true], 'what was refused was not sent');
  assert.equal(await page.locator('[name=points]').inputValue(), '9');

  await page.locator('[name=reason]').fill(REASON);
  await sent(page, keys);
  await page.goto(here);
  assert.deepEqual(await proposal(page), ['other', 'counted_twice', REASON, false], 'now it is the server that knows it');
  assert.equal(await kept(page), 0);
  assert.deepEqual(page.faults, []);
  await page.context().close();
  await place.stop();
});

test('a picked reason is not shown to another account, be it in the same tab or in one opened from it', { skip: !real && 'needs the readings of the real server' }, async () => {
  const place = await verifyingPlace();
  const page = await open(browser);
  const here = await line(page, place);
  await keyboard(page).press('Alt+2');
  await page.locator('[name=cause]').selectOption('counted_twice');
  await page.locator('[name=reason]').fill(REASON);
  const other = await page.context().newPage();
  await place.enter(other, ROLES.superior);
  await other.close();

  const [opened] = await Promise.all([page.waitForEvent('popup'), page.evaluate((address) => { window.open(address); }, here)]);
  await opened.waitForLoadState('load');
  assert.deepEqual(await proposal(opened), [undefined, '', '', false], 'a tab that took along what this one keeps');
  assert.equal(await kept(opened), 0);
  await page.reload();
  assert.deepEqual(await proposal(page), [undefined, '', '', false], 'this tab itself');
  assert.equal(await kept(page), 0);
  assert.deepEqual(page.faults, []);
  await page.context().close();
  await place.stop();
});
