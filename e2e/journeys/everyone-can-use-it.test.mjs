// axe-core: no violation on any page in light, dark, at 320 px and printed; no policy report; no sideways page at 320 px.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inEveryLook } from '../lib/axe.mjs';
import { launch, open } from '../lib/browser.mjs';
import { pages } from '../pages.mjs';

let browser, visit;
before(async () => {
  browser = await launch();
  visit = await pages(browser);
});
after(async () => {
  await browser.close();
  await visit.stop();
});

test('every page in every look', async (t) => {
  assert.ok(visit.list.length >= 3);
  for (const { name, address, status, prepare } of visit.list) {
    await t.test(name, async () => {
      const page = await open(browser);
      await prepare(page);
      const answer = await page.goto(address);
      assert.equal(answer.status(), status);
      assert.ok([200, 403].includes(status), `${status} ${address}`);
      assert.deepEqual(await inEveryLook(page), {});
      await page.setViewportSize({ width: 320, height: 640 });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), 'the page scrolls sideways at 320 px');
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
  }
});
