// J6: from any figure to why it is what it is, in at most two steps.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { real, ROLES, settledPlace } from '../addresses.mjs';
import { launch, open } from '../lib/browser.mjs';
import { keyboard } from '../lib/keys.mjs';

const WHY = /vì sao được điểm này/i;

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** Goes to a link by the keyboard: the focus is put where Tab would arrive, then Enter. */
async function follow(page, keys, link) {
  await link.focus();
  await keys.press('Enter');
  await page.waitForLoadState('load');
}

test('J6: a total in the ranking is explained in two steps, by keyboard', { skip: !real && 'needs the ranking of the real server' }, async () => {
  const place = await settledPlace();
  const page = await open(browser);
  await place.enter(page, ROLES.officer);
  const keys = keyboard(page);
  await page.goto(await page.locator('a[href*="/ranking"]').first().evaluate((link) => link.href));
  let steps = 0;
  while (steps < 2 && !WHY.test(await page.textContent('h1'))) {
    await follow(page, keys, page.locator('main td a[href]').filter({ hasText: /\d,\d\d/ }).first());
    steps += 1;
  }
  assert.match(await page.textContent('h1'), WHY);
  assert.deepEqual(page.faults, []);
  await page.context().close();
  await place.stop();
});

test('the ranking prints with its chart on one page', { skip: !real && 'needs the ranking of the real server' }, async () => {
  const place = await settledPlace();
  const page = await open(browser);
  await place.enter(page, ROLES.officer);
  await page.goto(await page.locator('a[href*="/ranking"]').first().evaluate((link) => link.href));
  await page.locator('main svg[role=img]').waitFor();
  const paper = await page.pdf({ preferCSSPageSize: true });
  assert.equal(paper.toString('latin1').match(/\/Type \/Page\b/g).length, 1);
  await page.context().close();
  await place.stop();
});
