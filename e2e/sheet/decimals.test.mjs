// Numbers and clipboard text, tried without a browser.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { sheetWords, uploadWords } from '../fixture/words.mjs';

const folder = new URL('../../crates/web/assets/js/', import.meta.url);
const text = (name) => readFile(new URL(name, folder), 'utf8');
/** All files of the sheet, or the one of another script. */
const source = async (name) => {
  if (name !== 'sheet.js') return text(name);
  const names = await readdir(new URL('sheet/', folder));
  return (await Promise.all(names.map((one) => text(`sheet/${one}`)))).join('');
};
const { cut } = await import(new URL('sheet/clipboard.js', folder));
const { decided, read } = await import(new URL('sheet/decimals.js', folder));

const check = (raw, field, max, sign, wanted) => assert.deepEqual(read(raw, field, max, sign), wanted, `${raw} in ${field}`);

test('a number is read as text, comma or dot, and never grouped afterwards', () => {
  check('9,5', 'points', '10.00', undefined, { text: '9,5' });
  check('9.5', 'points', '10.00', undefined, { text: '9,5' });
  check(' 007,50 ', 'points', '10.00', undefined, { text: '7,50' });
  check(',5', 'points', '10.00', undefined, { text: '0,5' });
  check('95,3%', 'percent', undefined, undefined, { text: '95,3' });
  check('1.234.567,89', 'actual', undefined, undefined, { text: '1234567,89' });
  check('1,234,567.89', 'actual', undefined, undefined, { text: '1234567,89' });
  check('1.234.567', 'actual', undefined, undefined, { text: '1234567' });
  check('0.500', 'actual', undefined, undefined, { text: '0,500' });
  check('９，５', 'actual', undefined, undefined, { text: '9,5' });
  check('123456789012345,123456', 'actual', undefined, undefined, { text: '123456789012345,123456' });
  check('', 'points', '10.00', undefined, { text: '' });
});

test('a number with two meanings is asked about only where both fit', () => {
  check('1.000', 'actual', undefined, undefined, { text: '1.000', ask: '1.000' });
  check('1.000', 'actual', undefined, ',', { text: '1000' });
  check('1.000', 'actual', undefined, '.', { text: '1,000' });
  check('1,000', 'actual', undefined, ',', { text: '1,000' });
  check('1.000', 'count', undefined, undefined, { text: '1000' });
  check('1.000', 'points', '10.00', undefined, { text: '1.000', ask: '1.000' });
  check('1.000', 'points', '10.00', '.', { text: '1,00' });
  check('1.000', 'points', '10.00', ',', { text: '1000', bad: 'over_max' });
  check('1.000', 'points', '1000.00', undefined, { text: '1.000', ask: '1.000' });
});

test('what is not a number or above the maximum is named and keeps its text', () => {
  check('abc', 'points', '10.00', undefined, { text: 'abc', bad: 'not_number' });
  check('-5', 'points', '10.00', undefined, { text: '-5', bad: 'not_number' });
  check('1e3', 'actual', undefined, undefined, { text: '1e3', bad: 'not_number' });
  check('1.23.4', 'actual', undefined, undefined, { text: '1.23.4', bad: 'not_number' });
  check('10,01', 'points', '10.00', undefined, { text: '10,01', bad: 'over_max' });
  check('10,00', 'points', '10.00', undefined, { text: '10,00' });
});

test('đạt or not takes one key in any typing method', () => {
  for (const yes of ['đ', 'Đ', 'd', 'x', '1', 'Đạt', 'có']) check(yes, 'achieved', undefined, undefined, { text: '1' });
  for (const no of ['k', '0', 'Không đạt', 'không']) check(no, 'achieved', undefined, undefined, { text: '0' });
  check('7', 'achieved', undefined, undefined, { text: '7', bad: 'not_answer' });
});

test('one comma decimal decides for the block', () => {
  assert.equal(decided(['1.000', '12,5', '9.5']), ',');
  assert.equal(decided(['1.000', '9.5']), '.');
  assert.equal(decided(['1.000', '7']), undefined);
});

test('Excel’s quoted cells keep their tabs, line ends and quotes', () => {
  assert.deepEqual(cut('1\t2\r\n3\t4\r\n'), [['1', '2'], ['3', '4'], ['']]);
  assert.deepEqual(cut('"a\nb"\t"say ""x"""\n5'), [['a\nb', 'say "x"'], ['5']]);
  assert.deepEqual(cut('\t\n\t'), [['', ''], ['', '']]);
  assert.deepEqual(cut('7'), [['7']]);
});

test('every word the modules ask for is in the list of words, and no other', async () => {
  for (const [name, words] of [['sheet.js', sheetWords], ['upload.js', uploadWords]]) {
    const text = await source(name);
    const unknown = Object.keys(words).filter((key) => !new RegExp(`\\b${key.replace(/^(field|cell|nothing_to|paste)_.*/, '$1_')}`).test(text));
    assert.deepEqual(unknown, []);
    const asked = [...text.matchAll(/this\.word\('(\w+)'/g)].map(([, key]) => key).filter((key) => !(key in words));
    assert.deepEqual(asked, []);
  }
});

/** As the server sends it: without comment lines and indentation. */
const lean = (text) => text.replace(/^\s*\/\*[^]*?\*\/$|^\s*\/\/.*$/gm, '').replace(/^\s+/gm, '');

test('the modules stay within their weight and touch no markup sink', async () => {
  const { brotliCompressSync, gzipSync } = await import('node:zlib');
  for (const [name, limit] of [['sheet.js', 14000], ['upload.js', 5000]]) {
    const text = lean(await source(name));
    assert.ok(gzipSync(text, { level: 9 }).length <= limit, `${name}: ${gzipSync(text, { level: 9 }).length}`);
    assert.ok(brotliCompressSync(text).length <= limit);
    assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|parseFloat|toFixed/);
  }
});
