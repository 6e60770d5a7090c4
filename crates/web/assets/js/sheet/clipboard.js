// Clipboard text: lines, cells and headings of a block. *Khối dán từ Excel.*

import { fold } from './decimals.js';

/** Lines and cells of Excel's tab-separated text, quoted cells included. */
export function cut(text) {
  const lines = [[]];
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy;
  for (let found; (found = cell.exec(text)); ) {
    lines[lines.length - 1].push(found[1]?.replace(/""/g, '"') ?? found[2]);
    if (!found[3]) break;
    if (found[3] !== '\t') lines.push([]);
  }
  return lines;
}

export const quoted = (text) => (/[\t\r\n"]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);

/** Columns of the Excel form in their order; the screen has fewer. */
export const KINDS = ['code', 'name', 'max', 'target', 'actual', 'deduction', 'points', 'evidence', 'note'];
export const WRITTEN = new Set(['own', 'actual', 'deduction', 'points', 'note', 'none']);
export const GROUP = { stops: [] };
export const FEW = 12; // pasted cells shown before the rest is folded

export const plainWords = (text) => fold(text).replace(/\(.*?\)/g, '').replace(/[^a-z0-9]+/g, ' ').trim();

/** Which of the first lines holds headings, and the kinds of column they name; -1 where none does. */
export function headed(lines, known) {
  const named = lines.slice(0, 10).map((line) => line.map((text) => known.get(plainWords(text))));
  const head = named.findIndex((line, i) => [2, lines[i].filter((text) => text.trim()).length || 1].includes(line.filter(Boolean).length) || line.filter(Boolean).length > 2);
  return { head, kinds: named[head] };
}

/** Merged and hidden cells Excel tells about only in the HTML form. */
export const oddities = (html) => (html.match(/(col|row)span=["']?([2-9]|\d\d)|display:\s*none|mso-hide/gi) ?? []).length;
