// The keys of the sheet are Excel's.

import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { startFixture } from '../fixture/server.mjs';
import { launch, open } from '../lib/browser.mjs';
import { clipboard, copied, focused, keyboard } from '../lib/keys.mjs';

let browser, world, page, keys;
before(async () => { browser = await launch(); });
after(() => browser.close());
beforeEach(async () => {
  world = await startFixture();
  page = await open(browser);
  await page.goto(`${world.base}/sheet`);
  keys = keyboard(page);
  await page.focus('[data-path="I/1"][data-field=points]');
});
afterEach(async () => {
  assert.deepEqual(page.faults, []);
  await page.context().close();
  world.stop();
});

const value = (path, field = 'points') => page.inputValue(`[data-path="${path}"][data-field=${field}]`);
const saved = () => page.waitForFunction(() => document.querySelector('score-sheet').dataset.unsent === '0');
const notice = () => page.textContent('[data-notice]');

test('typing replaces, Enter commits and goes down, Shift+Enter goes up', async () => {
  await keys.type('9,5');
  await keys.press('Enter');
  assert.equal(await focused(page), 'I/2|points');
  await keys.press('Shift+Enter');
  await keys.type('7');
  await keys.press('Enter');
  await saved();
  assert.equal(await value('I/1'), '7');
  assert.equal(world.sheet.cell('I/1', 'points').text, '7');
  assert.equal(await page.textContent('[data-state]'), 'Đã lưu 09:42');
});

test('arrows move from a committed or half-typed cell, and along the row to its link and note', async () => {
  await keys.type('8');
  await keys.press('ArrowDown');
  assert.equal(await focused(page), 'I/2|points');
  await keys.press('ArrowRight');
  assert.match(await focused(page), /Minh chứng/);
  await keys.press('ArrowRight');
  assert.equal(await focused(page), 'I/2|note');
  await keys.press('ArrowUp');
  assert.equal(await focused(page), 'I/1|note');
});

test('down the column passes a row whose entry is in another column, and comes back', async () => {
  await keys.press('ArrowDown', 4);
  assert.equal(await focused(page), 'I/5|achieved');
  await keys.type('đ');
  await keys.press('Enter');
  assert.equal(await focused(page), 'I/6|points');
  assert.equal(await value('I/5', 'achieved'), 'Đạt');
  await saved();
  assert.equal(world.sheet.cell('I/5', 'achieved').text, '1');
});

test('Tab goes right, then Enter returns under the column where Tab began', async () => {
  await keys.type('5');
  await keys.press('Tab');
  assert.equal(await focused(page), 'I/1|note');
  await keys.type('theo báo cáo');
  await keys.press('Enter');
  assert.equal(await focused(page), 'I/2|points');
  await keys.press('Shift+Tab');
  assert.equal(await focused(page), 'I/1|note');
});

test('F2 edits with the caret inside; Escape gives the old text back; a second one leaves', async () => {
  await keys.type('5');
  await keys.press('Enter');
  await keys.press('ArrowUp');
  await keys.press('F2');
  await keys.press('ArrowLeft');
  await keys.type('1');
  assert.equal(await value('I/1'), '15');
  await keys.press('Escape');
  assert.equal(await value('I/1'), '5');
  await keys.press('Escape');
  assert.equal(await focused(page), 'Gửi thẩm định');
});

test('Delete clears a block; undo and redo are the server’s and survive a reload', async () => {
  for (const text of ['1', '2', '3']) {
    await keys.type(text);
    await keys.press('Enter');
  }
  await saved();
  await page.focus('[data-path="I/1"][data-field=points]');
  await keys.press('Shift+ArrowDown', 2);
  assert.equal(await page.locator('[data-selected]').count(), 3);
  await keys.press('Delete');
  await saved();
  assert.deepEqual(['I/1', 'I/2', 'I/3'].map((path) => world.sheet.cell(path, 'points').text), ['', '', '']);
  await page.reload();
  await page.focus('[data-path="I/9"][data-field=count]');
  await keys.press('Control+z');
  await page.waitForFunction(() => document.querySelector('[data-path="I/3"][data-field=points]').value === '3');
  assert.equal(await focused(page), 'I/1|points');
  await keys.press('Control+y');
  await page.waitForFunction(() => document.querySelector('[data-path="I/3"][data-field=points]').value === '');
});

test('Ctrl+Down finds the next empty field, Shift+F2 the note, Ctrl+Enter the evidence', async () => {
  await clipboard(page, '1\r\n2\r\n3');
  await keys.press('Control+v');
  await saved();
  await keys.press('Control+ArrowDown');
  assert.equal(await focused(page), 'I/4|points');
  await keys.press('Shift+F2');
  assert.equal(await focused(page), 'I/4|note');
  await keys.press('Control+Enter');
  await page.waitForURL(/detail\?path=I%2F4/);
});

test('Ctrl+C copies a block as tab-separated text, and it pastes back', async () => {
  await clipboard(page, '1,5\r\n2\r\n3');
  await keys.press('Control+v');
  await keys.press('Shift+ArrowDown', 2);
  await keys.press('Control+c');
  assert.equal(await copied(page), '1,5\r\n2\r\n3');
  await page.focus('[data-path="II/1"][data-field=points]');
  await keys.press('Control+v');
  await saved();
  assert.equal(world.sheet.cell('II/1', 'points').text, '1,5');
});

test('Shift+click selects to where the pointer is', async () => {
  await page.click('[data-path="I/4"][data-field=points]', { modifiers: ['Shift'] });
  assert.equal(await page.locator('[data-selected]').count(), 4);
  assert.equal(await focused(page), 'I/1|points');
});

test('a block with faults is previewed in the page, and nothing moves until it is accepted', async () => {
  await clipboard(page, '5\r\n12\r\nxyz\r\n7');
  await keys.press('Control+v');
  assert.match(await notice(), /^Dán 4 ô: 2 hợp lệ, 1 vượt tối đa, 1 không phải số.*I\.2 → 12: Tối đa 10,00 điểm.*I\.1 → 5.*I\.4 → 7/s);
  assert.equal(await value('I/1'), '');
  await keys.press('Enter');
  await saved();
  assert.deepEqual(['I/1', 'I/2', 'I/3', 'I/4'].map((path) => world.sheet.cell(path, 'points').text), ['5', '', '', '7']);
  assert.equal(await focused(page), 'I/1|points');
});

test('a block longer than the sheet and merged cells are said, never guessed', async () => {
  await page.focus('[data-path="III/17"][data-field=points]');
  await clipboard(page, '1\r\n2\r\n3', '<table><tr><td colspan="2">1</td></tr></table>');
  await keys.press('Control+v');
  assert.match(await notice(), /Dán 3 ô: 2 hợp lệ, 1 ô không có chỗ nhận, 1 ô gộp hoặc ẩn/);
  await keys.press('Escape');
  assert.equal(await focused(page), 'III/17|points');
  assert.equal(await page.locator('[data-notice]').count(), 0);
});

test('1.000 is asked about once, where a field could hold both', async () => {
  await page.focus('[data-path="I/13"][data-field=actual]');
  await keys.type('1.000');
  await keys.press('Enter');
  assert.match(await notice(), /“1.000” là số nào/);
  await keys.press('Enter');
  await saved();
  assert.equal(world.sheet.cell('I/13', 'actual').text, '1000');
  await page.focus('[data-path="II/13"][data-field=actual]');
  await keys.type('2.500');
  await keys.press('Enter');
  await saved();
  assert.equal(world.sheet.cell('II/13', 'actual').text, '2500');
});

test('a wrong text stays in its cell with a sentence under the row', async () => {
  await keys.type('12');
  await keys.press('Enter');
  await saved();
  assert.equal(await value('I/1'), '12');
  assert.equal(await page.textContent('[data-row="I/1"] [data-message]'), 'Tối đa 10,00 điểm, đang nhập 12');
  await keys.type('abc');
  await keys.press('Enter');
  await page.waitForSelector('[data-path="I/2"][aria-invalid]');
  await page.waitForFunction(() => /1 ô chưa lưu được/.test(document.querySelector('[data-state]').textContent));
  await page.reload();
  assert.equal(await value('I/2'), 'abc');
});

test('composition by a Vietnamese input method is left alone', async () => {
  await page.focus('[data-path="I/1"][data-field=note]');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.imeSetComposition', { text: 'tiê', selectionStart: 3, selectionEnd: 3 });
  await devtools.send('Input.imeSetComposition', { text: 'tiến', selectionStart: 4, selectionEnd: 4 });
  await devtools.send('Input.insertText', { text: 'tiến' });
  await keys.press('Enter');
  await saved();
  assert.equal(world.sheet.cell('I/1', 'note').text, 'tiến');
});

test('the field in focus is never under the sticky header, column or footer', async () => {
  for (let i = 0; i < 59; i += 1) {
    const seen = await page.evaluate(() => {
      const { left, top, width, height } = document.activeElement.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) === document.activeElement;
    });
    assert.ok(seen, `covered in row ${i + 1}`);
    await keys.press('ArrowDown');
  }
  for (let i = 0; i < 59; i += 1) {
    await keys.press('ArrowUp');
    assert.ok(await page.evaluate(() => {
      const { left, bottom, width } = document.activeElement.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, bottom - 4) === document.activeElement;
    }));
  }
});

test('looking into another window in the middle of a text changes nothing', async () => {
  await keys.type('1');
  await page.evaluate(() => {
    for (const type of ['focusout', 'focusin']) document.activeElement.dispatchEvent(new FocusEvent(type, { bubbles: true }));
  });
  await keys.type('0');
  await keys.press('Enter');
  await saved();
  assert.equal(world.sheet.cell('I/1', 'points').text, '10');
});

test('leaving the page in the middle of a text takes it along', async () => {
  await keys.type('6,5');
  await page.goto(`${world.base}/send`);
  await page.goto(`${world.base}/sheet`);
  await saved();
  assert.equal(await value('I/1'), '6,5');
  assert.deepEqual([world.sheet.cell('I/1', 'points').text, world.sheet.cell('I/1', 'points').version], ['6,5', 1]);
});

test('an ended session keeps everything and says so', async () => {
  world.faults.next = [{ status: 401 }];
  await keys.type('3');
  await keys.press('Enter');
  await page.waitForSelector('[data-retry]');
  assert.match(await page.textContent('[data-state]'), /Phiên làm việc đã hết: 1 ô được giữ/);
  await page.reload();
  await saved();
  assert.equal(world.sheet.cell('I/1', 'points').text, '3');
});

test('sending waits for the last save, and stops at a field that could not be saved', async () => {
  world.faults.next = [{ delay: 800 }];
  await keys.type('4');
  await keys.press('Enter');
  await page.click('[data-after-save]');
  await page.waitForURL(/send/);
  assert.match(await page.textContent('#summary'), /đã chấm 1\/60/);
  await page.goto(`${world.base}/sheet`);
  await page.focus('[data-path="I/7"][data-field=points]');
  await keys.type('abc');
  await page.click('[data-after-save]');
  await page.waitForFunction(() => document.activeElement.dataset.path === 'I/7');
  assert.match(page.url(), /sheet$/);
});

test('undo before the save has gone out takes back the typed text too', async () => {
  await keys.type('4');
  await keys.press('Enter');
  await keys.press('Control+z');
  await page.waitForFunction(() => document.querySelector('[data-path="I/1"][data-field=points]').value === '');
  await saved();
  assert.equal(world.sheet.cell('I/1', 'points').text, '');
});

test('two columns from Excel land in their own columns; a computed one is not overwritten in silence', async () => {
  await clipboard(page, '1\t\tghi chú một\r\n2\t\tghi chú hai');
  await keys.press('Control+v');
  await saved();
  assert.deepEqual([world.sheet.cell('I/2', 'points').text, world.sheet.cell('I/2', 'note').text], ['2', 'ghi chú hai']);
  await page.focus('[data-path="I/13"][data-field=actual]');
  await clipboard(page, '7\t9,00');
  await keys.press('Control+v');
  assert.match(await notice(), /Dán 2 ô: 1 hợp lệ, 1 ô điểm do hệ thống tính, bỏ qua.*I\.13 → 7/s);
});

/** Pastes at a field, accepts the preview, and gives back its words. */
async function accepted(path, text, field = 'points') {
  await page.focus(`[data-path="${path}"][data-field=${field}]`);
  await clipboard(page, text);
  await keys.press('Control+v');
  const said = await notice();
  await keys.press('Enter');
  await saved();
  return said;
}

const cells = (...names) => names.map((name) => world.sheet.cell(...name.split('|')).text);

test('a column that is blank at the headings of groups lies on the sheet row by row, and blank cells change nothing', async () => {
  await page.focus('[data-path="I/23"][data-field=points]');
  await keys.type('4');
  await keys.press('Enter');
  await saved();
  const said = await accepted('I/22', '1\r\n\r\n3\r\n\r\n5\r\n6');
  assert.match(said, /^Dán 5 ô: 4 hợp lệ, 1 ô trống, để nguyên.*I\.22 → 1.*I\.24 → 3.*II\.1 → 5.*II\.2 → 6/s);
  assert.deepEqual(cells('I/22|points', 'I/23|points', 'I/24|points', 'II/1|points', 'II/2|points'), ['1', '4', '3', '5', '6']);
});

test('a column with a figure where a group has its heading goes from entry to entry', async () => {
  await page.focus('[data-path="I/23"][data-field=points]');
  await clipboard(page, '1\r\n2\r\n3\r\n4');
  await keys.press('Control+v');
  await saved();
  assert.equal(await page.locator('[data-notice]').count(), 0);
  assert.deepEqual(cells('I/23|points', 'I/24|points', 'II/1|points', 'II/2|points'), ['1', '2', '3', '4']);
});

test('results and points side by side find their columns though the first row takes only points', async () => {
  const said = await accepted('I/12', '\t7\r\n80\t8,00\r\n\t9');
  assert.match(said, /^Dán 4 ô: 3 hợp lệ, 1 ô điểm do hệ thống tính, bỏ qua/);
  assert.deepEqual(cells('I/12|points', 'I/13|actual', 'I/14|points', 'I/13|note'), ['7', '80', '9', '']);
});

test('a block with codes is laid by code, its headings are passed over and its names and maxima written nowhere', async () => {
  const lines = [['BẢNG TỰ CHẤM'], ['STT', 'Nội dung', 'Điểm tối đa', 'Chỉ tiêu', 'Thực hiện', 'Số lần trừ', 'Tự chấm', 'Minh chứng', 'Ghi chú'], ['I', 'Nhóm', '240'], ['I.13', 'Tên', '10', '', '80', '', '', 'Báo cáo', 'theo mẫu'], ['I.2', 'Tên', '10', '', '', '', '6,5', '', ''], ['I.99', 'Tên', '10', '', '', '', '3', '', '']];
  const said = await accepted('II/3', lines.map((line) => line.join('\t')).join('\r\n'));
  assert.match(said, /I\.99 → 3: không có chỗ nhận.*I\.13 → 80.*I\.13 \(ghi chú\) → theo mẫu.*I\.2 → 6,5/s);
  assert.deepEqual(cells('I/13|actual', 'I/13|note', 'I/2|points', 'I/2|note', 'II/3|points'), ['80', 'theo mẫu', '6,5', '', '']);
});

test('codes without headings: as in the Excel form, and as on screen', async () => {
  await accepted('I/1', ['I.1\tTên\t10\t\t\t\t5\tBáo cáo\tmột', 'I\tNhóm', 'I.13\tTên\t10\t\t70', 'I.3\tTên\t10\t\t\t\t7'].join('\r\n'));
  assert.deepEqual(cells('I/1|points', 'I/1|note', 'I/13|actual', 'I/3|points'), ['5', 'một', '70', '7']);
  await accepted('I/1', ['II.1\tTên\t10\t\t5\tMở II.1\thai', 'II.13\tTên\t10\t60\t6,00', 'II.3\tTên\t10\t\t7'].join('\r\n'));
  assert.deepEqual(cells('II/1|points', 'II/1|note', 'II/13|actual', 'II/3|points'), ['5', 'hai', '60', '7']);
});

test('one value pasted over a selected block fills it', async () => {
  await keys.press('Shift+ArrowDown', 3);
  await clipboard(page, '5');
  await keys.press('Control+v');
  await saved();
  assert.deepEqual(['I/1', 'I/4', 'I/5'].map((path) => world.sheet.cell(path, 'points').text), ['5', '5', '']);
});

test('figures follow the server’s answer: points, certain and possible, sums', async () => {
  await page.focus('[data-path="I/13"][data-field=actual]');
  await keys.type('10');
  await keys.press('Enter');
  await saved();
  assert.equal(await page.textContent('[data-row="I/13"] [data-out=range]'), 'đến 10,00');
  assert.equal(await page.getAttribute('[data-row="I/13"] [data-out=range]', 'title'), '5,00 chắc chắn; đến 10,00 tùy kết quả toàn cụm');
  assert.equal(await page.textContent('[data-out=total]'), '10,00');
  assert.equal(await page.textContent('[data-out="subtotal:I"]'), '10,00');
  assert.equal(await page.textContent('[data-out=answered]'), '1');
});

test('undo on a refused text gives the last saved one back', async () => {
  await keys.type('5');
  await keys.press('Enter');
  await saved();
  await keys.press('ArrowUp');
  await keys.type('abc');
  await keys.press('Enter');
  await page.waitForFunction(() => /1 ô chưa lưu được, sửa ở tiêu chí \S+$/.test(document.querySelector('[data-state]').textContent));
  assert.equal(await page.locator('[data-retry]').count(), 0, 'sending it again would change nothing');
  await keys.press('ArrowUp');
  await keys.press('Control+z');
  await saved();
  assert.equal(await value('I/1'), '5');
  assert.equal(await page.locator('[aria-invalid]').count(), 0);
});

test('undo offline takes back the newest unsent text', async () => {
  await page.context().setOffline(true);
  await keys.type('5');
  await keys.press('Enter');
  await page.waitForSelector('[data-retry]');
  await keys.type('6');
  await keys.press('Enter');
  await keys.press('Control+z');
  assert.deepEqual([await value('I/1'), await value('I/2')], ['5', '']);
  await page.context().setOffline(false);
  await saved();
  assert.equal(world.sheet.cell('I/1', 'points').text, '5');
});
