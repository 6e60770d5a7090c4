// Evidence files: dropped, pasted, picked; a failed upload is tried again under its key.

import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { startFixture } from '../fixture/server.mjs';
import { launch, open } from '../lib/browser.mjs';

let browser, world, page;
before(async () => { browser = await launch(); });
after(() => browser.close());
beforeEach(async () => {
  world = await startFixture();
  page = await open(browser);
  await page.goto(`${world.base}/detail?path=I%2F1`);
});
afterEach(async () => {
  assert.deepEqual(page.faults, []);
  await page.context().close();
  world.stop();
});

const pdf = (name, size = 1000) => ({ name, mimeType: 'application/pdf', buffer: Buffer.alloc(size, 'x') });
const pick = (...files) => page.setInputFiles('input[type=file]', files);
const rows = (n) => page.waitForFunction((count) => document.querySelectorAll('[data-files] a').length === count, n);

test('picked files are sent one by one, with their own names and states', async () => {
  await pick(pdf('CV 123.pdf'), pdf('Báo cáo năm.pdf'), pdf('c.pdf'));
  await rows(3);
  assert.deepEqual([...world.files.values()].map(({ name }) => name).sort(), ['Báo cáo năm.pdf', 'CV 123.pdf', 'c.pdf']);
});

test('a failed upload is offered again, and the second try has the same key', async () => {
  world.faults.upload = [true];
  await page.focus('input[name=note]');
  await page.keyboard.type('dang g');
  await pick(pdf('a.pdf'));
  await page.getByRole('button', { name: 'Tải lại a.pdf' }).waitFor();
  assert.equal(await page.inputValue('input[name=note]'), 'dang g');
  await page.getByRole('button', { name: 'Tải lại a.pdf' }).click();
  await rows(1);
  assert.deepEqual([world.uploads, world.files.size], [2, 1]);
});

test('a file too large or of another kind is refused before it is sent', async () => {
  await pick(pdf('big.pdf', 2000001), pdf('run.exe'));
  assert.match(await page.textContent('[data-files]'), /Tệp lớn hơn 2 MB.*Chỉ nhận tệp PDF, Word/s);
  assert.equal(world.uploads, 0);
  assert.equal(await page.getByRole('button', { name: /Tải lại/ }).count(), 0);
});

test('what the server will never take is not offered again', async () => {
  world.faults.upload = [422];
  await pick(pdf('anh.pdf'));
  await page.getByText('Nội dung không phải tệp PDF').waitFor();
  assert.equal(await page.getByRole('button', { name: /Tải lại/ }).count(), 0);
  await page.getByRole('button', { name: 'Bỏ anh.pdf' }).click();
});

test('a pasted screenshot gets a name of its own and leaves the focus alone', async () => {
  await page.focus('input[name=note]');
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([new Uint8Array(9)], 'image.png', { type: 'image/png' }));
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await rows(1);
  assert.match([...world.files.values()][0].name, /^anh-chup-\d{8}-\d{6}\.png$/);
  assert.equal(await page.evaluate(() => document.activeElement.name), 'note');
});

test('dropped files are taken', async () => {
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'tha.pdf', { type: 'application/pdf' }));
    return data;
  });
  await page.dispatchEvent('evidence-drop', 'drop', { dataTransfer: dropped });
  await rows(1);
});

test('without JavaScript the form is an ordinary upload', async () => {
  const plain = await open(browser, { script: false });
  await plain.goto(`${world.base}/detail?path=I%2F1`);
  await plain.setInputFiles('input[type=file]', [pdf('d.pdf')]);
  await plain.getByRole('button', { name: 'Tải lên' }).click();
  await plain.waitForURL(/evidence/);
  assert.equal(world.uploads, 1);
  await plain.context().close();
});
