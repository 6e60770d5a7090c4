// J1: an officer scores every criterion by keyboard alone; the unit's leader sends the sheet. Evidence that
// the regulation asks for is attached between the two.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { real, ROLES, scoringPlace } from '../addresses.mjs';
import { launch, open } from '../lib/browser.mjs';
import { keyboard } from '../lib/keys.mjs';
import { POSTGRES } from '../lib/server.mjs';
import { keysAfter, texts } from '../lib/sheet.mjs';

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

const FIELD = "document.activeElement.matches('[data-row] [data-field]:not([data-field=note])')";

/** From within the sheet to the page that looks it over before it is sent. */
async function toSending(page, keys) {
  await keys.press('Escape');
  await tabTo(page, keys, "document.activeElement.matches('[data-after-save]')");
  await keys.press('Enter');
  await page.waitForURL((url) => !/self-score\/[^/]+$|\/sheet$/.test(url.pathname), { timeout: 20000 });
}

/** Attaches a file to every line that the page before sending says lacks one. */
async function attach(page) {
  const lines = await page.locator('.summary a').evaluateAll((links) => links.map(({ href }) => href));
  for (const [i, line] of lines.entries()) {
    await page.goto(line);
    const file = { name: `minh-chung-${i}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4\n% ${i}\n%%EOF\n`) };
    await page.locator('evidence-drop input[type=file]').setInputFiles(file);
    await page.locator('[data-files] li a').first().waitFor();
  }
  return lines.length;
}

async function scoreAndSend(t, engine) {
  const place = await scoringPlace({ engine });
  const page = await open(browser);
  await place.openSheet(page);
  const keys = keyboard(page);
  await tabTo(page, keys, FIELD);
  const after = await keysAfter(page);
  for (const [i, text] of (await texts(page)).entries()) {
    await keys.type(text);
    await keys.press(after[i]);
  }
  await toSending(page, keys);
  if (real) {
    t.diagnostic(`${await attach(page)} files attached`);
    await place.openSheet(page, ROLES.second);
    await tabTo(page, keys, FIELD);
    await toSending(page, keys);
  }
  await tabTo(page, keys, "document.activeElement.matches('button') && /Gửi thẩm định/.test(document.activeElement.textContent)");
  await keys.press('Enter');
  await page.waitForFunction(() => /Đã gửi/.test(document.body.textContent));
  t.diagnostic(`J1 with ${keys.count} keystrokes`);
  assert.deepEqual(page.faults, []);
  await page.context().close();
  await place.stop();
}

test('J1: score all criteria and send, no mouse', (t) => scoreAndSend(t, 'sqlite'));

test('J1 on PostgreSQL', { skip: !(real && POSTGRES) && 'needs GIAOUOC_TEST_POSTGRES and the real server' }, (t) => scoreAndSend(t, 'postgres'));
