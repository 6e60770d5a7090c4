// Copy and paste of blocks. *Sao chép, dán khối.*

import { FEW, GROUP, KINDS, WRITTEN, cut, headed, oddities, plainWords, quoted } from './clipboard.js';
import { decided, read } from './decimals.js';
import { make } from './make.js';

export const Blocks = (Base) => class extends Base {
  copied(event) {
    if (this.mode !== 'move' || !this.stopAt(event.target)?.field) return false;
    const text = (place) => {
      const fields = this.within(place);
      return fields.length ? fields.map((stop) => stop.el.value).join('; ') : (place.querySelector('[data-out]') ?? place).textContent.trim();
    };
    const lines = this.head === this.at ? [[this.at.el.value]] : this.block().map((row) => row.map(text));
    event.clipboardData.setData('text/plain', lines.map((line) => line.map(quoted).join('\t')).join('\r\n'));
    event.preventDefault();
    return true;
  }

  pasted(event) {
    const text = event.clipboardData.getData('text/plain');
    if (this.mode === 'edit' || !text || !this.stopAt(event.target)?.field) return;
    event.preventDefault();
    const lines = cut(text);
    if (lines.length > 1 && lines[lines.length - 1].join('') === '') lines.pop();
    this.place(this.aim(lines), oddities(event.clipboardData.getData('text/html')), this.at);
  }

  /** Where each pasted cell falls: `pairs` on a field, `lost` on none; `left` are blank, `fixed` fall on computed points. */
  aim(lines) {
    const plan = { pairs: [], lost: [], left: 0, fixed: 0 };
    if (lines.length === 1 && lines[0].length === 1) {
      for (const stop of this.chosen()) this.drop(plan, [stop], lines[0][0]);
      return plan;
    }
    const { head, kinds } = headed(lines, this.headings());
    const body = lines.slice(head + 1);
    const width = Math.max(...body.map((line) => line.length));
    const code = width > 1 ? this.coded(body, width) : -1;
    const rows = code < 0 ? this.facing(body) : body.map((line) => this.coding[line[code]?.trim()]);
    const wanted = kinds ?? this.guessed(body, rows, code, width);
    plan.shown = code >= 0 || head >= 0 || body.some((_, i) => rows[i] === GROUP);
    body.forEach((line, i) => line.forEach((text, c) => WRITTEN.has(wanted[c]) && this.land(plan, rows[i], wanted[c], text, line[code])));
    return plan;
  }

  /** Words of headings, here and in the Excel form, with the kind of column they name. */
  headings() {
    const all = this.word('heads').split('|').map((names) => names.split(',').map(plainWords));
    const kinds = new Map(all.flatMap((names, i) => names.map((name) => [name, KINDS[i]])));
    this.screen = [...this.table.tHead.rows[0].cells].map((cell) => kinds.get(plainWords(cell.textContent)));
    return kinds;
  }

  /** The column that holds codes: most of its cells are in the table, and not the same again and again. */
  coded(lines, width) {
    this.coding = {};
    for (const el of this.querySelectorAll('tr.group')) this.coding[el.cells[0].textContent.trim()] = GROUP;
    for (const row of this.rows) if (!row.el.hidden) this.coding[row.el.dataset.row] = this.coding[row.el.dataset.code] = row;
    return Array.from({ length: width }).findIndex((_, c) => {
      const texts = lines.map((line) => line[c]?.trim()).filter(Boolean);
      return new Set(texts.filter((text) => this.coding[text])).size * 5 >= Math.max(texts.length, 3) * 3;
    });
  }

  /**
   * The rows that lines without codes lie on. Where the block is blank at every row that takes no entry (headings of
   * groups), it lies row by row, as in a spreadsheet; otherwise it goes from entry to entry.
   */
  facing(lines) {
    const all = [...this.table.querySelectorAll('tbody tr')].filter((el) => !el.hidden);
    const rows = all.slice(all.indexOf(this.at.row.el)).map((el) => this.rows.find((row) => row.el === el) ?? GROUP);
    const entry = (row) => this.beside(row, this.at);
    const says = ({ el }, text) => el && plainWords(el.textContent).includes(plainWords(text));
    const apart = lines.every((line, i) => !rows[i] || entry(rows[i]) || line.every((text) => !text.trim() || says(rows[i], text)));
    return apart ? rows : rows.filter(entry);
  }

  /** The kinds of the block's columns where no headings tell: those in which more of its cells can stand. */
  guessed(lines, rows, code, width) {
    if (width === 1) return ['own'];
    const { column } = this.at;
    const from = (kinds, start) => Array.from({ length: width }, (_, c) => (c < start ? '' : kinds[c - start] ?? 'none'));
    const tried = code < 0 ? [from(this.screen.slice(column), 0)] : [from(this.screen, code), from(KINDS, code)];
    if (code < 0 && this.screen[column] === 'points') tried.push(from(this.screen.slice(column - 1), 0));
    const stands = (row, kind, text) => {
      const stop = row?.el && text.trim() && kind !== 'note' && this.taking(row, kind)[0];
      return stop && !read(text, stop.field, stop.max).bad;
    };
    const fits = (kinds) => lines.reduce((sum, line, i) => sum + line.filter((text, c) => stands(rows[i], kinds[c], text)).length, 0);
    return tried.reduce((best, kinds) => (fits(kinds) > fits(best) ? kinds : best));
  }

  /** The fields of a row in a column of that kind. */
  taking(row, kind) {
    if (kind === 'own') return [this.beside(row, this.at)].filter(Boolean);
    if (kind === 'deduction') return row.stops.filter(({ field }) => field === kind);
    return this.within(row.el.cells[this.screen.indexOf(kind)]);
  }

  land(plan, row, kind, text, code) {
    if (row === GROUP) return;
    const fields = row ? this.taking(row, kind) : [];
    if (row && !fields.length && kind === 'points' && row.el.querySelector('[data-out=points]')) plan.fixed += text.trim() ? 1 : 0;
    else if (fields.length || text.trim()) this.drop(plan, kind === 'own' && text.includes(';') ? this.within(fields[0]?.place) : fields, text, row ? row.el.dataset.code : code);
  }

  drop(plan, fields, text, code = '–') {
    const parts = fields.length > 1 ? text.split(';') : [text];
    if (text.trim()) parts.forEach((part, k) => (fields[k] ? plan.pairs.push([fields[k], part]) : plan.lost.push([code, part])));
    else plan.left += 1;
  }

  place(plan, odd, from) {
    const sign = decided(plan.pairs.map(([, text]) => text)) ?? this.sign;
    const pairs = plan.pairs.map(([stop, text]) => [stop, read(text, stop.field, stop.max, sign)]);
    const open = pairs.find(([, got]) => got.ask);
    if (open) return this.askSign(open[1].ask, () => this.place(plan, odd, from), () => this.go(from));
    const good = pairs.filter(([, got]) => !got.bad);
    if (good.length === pairs.length && !plan.lost.length && !plan.left && !plan.fixed && !plan.shown && !odd) return this.poured(good, from);
    return this.preview(plan, pairs, good, odd, from);
  }

  poured(pairs, from) {
    this.keep(pairs);
    this.go(from);
  }

  /** Says what will become of each cell, what is wrong first; nothing is written before it is accepted. */
  preview({ lost, left, fixed }, pairs, good, odd, from) {
    const count = (bad) => pairs.filter(([, got]) => got.bad === bad).length;
    const parts = { good: good.length, over_max: count('over_max'), not_number: count('not_number'), not_answer: count('not_answer'), lost: lost.length, left, fixed, odd };
    const said = Object.entries(parts).filter(([name, n]) => n || name === 'good').map(([name, n]) => this.word(`paste_${name}`, { n }));
    const title = this.word('paste_title', { n: pairs.length + lost.length + left + fixed, rest: said.join(', ') });
    const line = (code, text, why = '') => make('li', {}, `${code} → ${text}`, make('em', {}, why && `: ${why}`));
    const lands = ([stop, got]) => line(this.placeOf(stop), this.sayOf(stop, got.text), got.bad && this.word(got.bad, { max: this.number(stop.max), text: got.text }));
    const bad = pairs.filter(([, got]) => got.bad);
    const all = [...bad.map(lands), ...lost.map(([code, text]) => line(code, text, this.word('paste_nowhere'))), ...good.map(lands)];
    const list = (items) => make('ul', { 'data-lands': '' }, ...items);
    const rest = all.splice(FEW);
    const more = rest.length ? [make('details', {}, make('summary', {}, this.word('paste_more', { n: rest.length })), list(rest))] : [];
    const buttons = [[this.word('paste_go', { n: good.length }), () => this.poured(good, from)], [this.word('cancel'), () => this.go(from)]];
    this.notice('paste', title, [list(all), ...more], good.length ? buttons : buttons.slice(1)).focus();
  }

  /** *I.1.1*, or *I.1.1 (ghi chú)* for a field beside the entry. */
  placeOf(stop) {
    const beside = ['note', 'deduction'].includes(stop.field) ? ` (${this.word(`field_${stop.field}`)})` : '';
    return this.codeOf(stop) + beside;
  }

  sayOf(stop, text) {
    return (stop.field === 'achieved' && { 1: this.word('yes'), 0: this.word('no') }[text]) || text;
  }
};
