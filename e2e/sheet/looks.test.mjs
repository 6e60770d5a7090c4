// The sheet's rarer states: readable by everyone, and pictured for people to look at.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startFixture } from '../fixture/server.mjs';
import { inEveryLook } from '../lib/axe.mjs';
import { launch, open } from '../lib/browser.mjs';
import { clipboard, keyboard } from '../lib/keys.mjs';
import { picture } from '../lib/pictures.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function look(name, act) {
  const world = await startFixture({ filled: 20 });
  const page = await open(browser);
  await page.goto(`${world.base}/sheet`);
  await page.focus('[data-path="I/1"][data-field=points]');
  await act(page, keyboard(page), world);
  assert.deepEqual(await inEveryLook(page), {});
  await picture(page, `state-${name}`);
  assert.deepEqual(page.faults, []);
  await page.context().close();
  world.stop();
}

test('a selected block', () => look('selected', (page, keys) => keys.press('Shift+ArrowDown', 4)));

test('a paste waiting to be accepted', () => look('paste', async (page, keys) => {
  await clipboard(page, '5\r\n12\r\nxyz\r\n7');
  await keys.press('Control+v');
  await page.waitForSelector('[data-notice=paste]');
}));

test('a conflict beside a failed and a saved field', () => look('conflict', async (page, keys, world) => {
  world.sheet.put({ path: 'I/2', field: 'points', text: '9,25' }, 'Lê Thị Hồng Cúc');
  for (const text of ['12', '7', 'abc', '5']) {
    await keys.type(text);
    await keys.press('Enter');
  }
  await page.waitForSelector('[data-notice=conflict]');
  await page.waitForFunction(() => document.querySelector('[data-row="I/4"] [data-mark=saved]'));
}));

test('offline with cells waiting', () => look('offline', async (page, keys) => {
  await page.context().setOffline(true);
  await keys.type('3');
  await keys.press('Enter');
  await page.waitForSelector('[data-retry]');
}));
