// Decimals as text. Nothing here ever becomes a float. *Số thập phân.*

const WHOLE = new Set(['count', 'bonus', 'deduction']);
export const fold = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase();
const scaled = (plain) => {
  const [whole, part = ''] = plain.split(',');
  return BigInt(whole + part.padEnd(12, '0').slice(0, 12));
};

/** Is `a` more than `b`? Both plain decimals with a comma. */
const above = (a, b) => scaled(a) > scaled(b);

/** Splits a number at its separators: `clear` is its decimal sign, if only one reading is possible. */
function anatomy(text) {
  if (!/^[.,]?\d[\d.,]*$/.test(text)) return null;
  const signs = text.replace(/\d/g, '');
  const last = signs.slice(-1);
  const other = last === ',' ? '.' : ',';
  if (!signs) return {};
  if (signs.includes(other)) {
    return new RegExp(`^\\d{1,3}(\\${other}\\d{3})*\\${last}\\d*$`).test(text) ? { clear: last } : null;
  }
  if (signs.length > 1) return /^\d{1,3}([.,]\d{3})+$/.test(text) ? { clear: other } : null;
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(text) ? { sign: last } : { clear: last };
}

export function plainly(text, sign) {
  const [whole, part] = text.split(sign).map((side) => side.replace(/[.,]/g, ''));
  return (whole.replace(/^0+(?=\d)/, '') || '0') + (part ? `,${part}` : '');
}

/**
 * What `raw` means in a field: `{text}` ready to send, with `bad` naming what is
 * wrong, or `{ask}` when "1.000" may be a thousand or one. `sign` is the decimal
 * sign decided earlier, if any. In the result the comma is the decimal sign.
 */
export function read(raw, field, max, sign) {
  const text = raw.normalize('NFC').trim();
  if (text === '' || field === 'note') return { text };
  if (field === 'achieved') return answer(text);
  const digits = text.normalize('NFKC').replace(/\s|%$/g, '');
  const parts = anatomy(digits);
  if (!parts) return { text, bad: 'not_number' };
  const limit = field === 'points' && max ? max.replace('.', ',') : null;
  const decimal = parts.clear ?? (WHOLE.has(field) ? swap(parts.sign ?? '.') : sign);
  if (parts.sign && !decimal) return { text, ask: digits };
  const plain = plainly(digits, decimal).replace(limit ? /(,\d\d)0+$/ : /$^/, '$1');
  return limit && above(plain, limit) ? { text: plain, bad: 'over_max' } : { text: plain };
}

export const swap = (sign) => (sign === ',' ? '.' : ',');

function answer(text) {
  const word = fold(text);
  if (/^(1|x|d|dat|c|co|y|yes|met)$/.test(word)) return { text: '1' };
  return /^(0|k|ko|khong|khong dat|n|no|not met)$/.test(word) ? { text: '0' } : { text, bad: 'not_answer' };
}

/** The decimal sign a pasted block shows by itself; one comma decimal decides. */
export function decided(texts) {
  const signs = texts.map((text) => anatomy(text.trim())?.clear);
  return signs.includes(',') ? ',' : signs.find(Boolean);
}
