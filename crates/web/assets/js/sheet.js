// The scoring sheet. *Bảng tự chấm điểm.*
//
// Turns the plain form inside <score-sheet> into a sheet with Excel's keys and
// saves each cell as it is committed. Scores are computed by the server only:
// this file never adds two points. The contract with the page (attributes,
// words, answers) is e2e/README.md. Sections: decimals, clipboard text, outbox,
// the element (fields, moving, keys, commit, undo, clipboard, answers, notices).

const PAUSE = 1000; // at most one request per second
const PATIENCE = 15000; // then the outcome of a request is unknown
const MOST = 200; // cells in one request

// --- Decimals as text. Nothing here ever becomes a float. -------------------

const WHOLE = new Set(['count', 'bonus', 'deduction']);
const fold = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase();
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

function plainly(text, sign) {
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

const swap = (sign) => (sign === ',' ? '.' : ',');

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

// --- Clipboard text ---------------------------------------------------------

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

const quoted = (text) => (/[\t\r\n"]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);

/** Columns of the Excel form in their order; the screen has fewer. */
const KINDS = ['code', 'name', 'max', 'target', 'actual', 'deduction', 'points', 'evidence', 'note'];
const WRITTEN = new Set(['own', 'actual', 'deduction', 'points', 'note', 'none']);
const GROUP = { stops: [] };
const FEW = 12; // pasted cells shown before the rest is folded

const plainWords = (text) => fold(text).replace(/\(.*?\)/g, '').replace(/[^a-z0-9]+/g, ' ').trim();

/** Which of the first lines holds headings, and the kinds of column they name; -1 where none does. */
function headed(lines, known) {
  const named = lines.slice(0, 10).map((line) => line.map((text) => known.get(plainWords(text))));
  const head = named.findIndex((line, i) => [2, lines[i].filter((text) => text.trim()).length || 1].includes(line.filter(Boolean).length) || line.filter(Boolean).length > 2);
  return { head, kinds: named[head] };
}

/** Merged and hidden cells Excel tells about only in the HTML form. */
const oddities = (html) => (html.match(/(col|row)span=["']?([2-9]|\d\d)|display:\s*none|mso-hide/gi) ?? []).length;

// --- Outbox: what is typed and not yet acknowledged -------------------------

/** A version 4 UUID, also where `crypto.randomUUID` is missing (plain HTTP, old Safari). */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((b, i) => ([4, 6, 8, 10].includes(i) ? '-' : '') + b.toString(16).padStart(2, '0')).join('');
}

const nameOf = ({ path, field }) => `${path}|${field}`;

/**
 * Kept in localStorage, one entry per account and sheet, so it survives a
 * reload: `waiting` cells, the `batch` under way (same key until its outcome is
 * known), and cells `held` back by a refusal or a conflict.
 */
class Outbox {
  constructor(name) {
    this.name = name;
    this.box = this.stored() ?? { waiting: {}, batch: null, held: {} };
  }

  stored() {
    try {
      return JSON.parse(localStorage.getItem(this.name));
    } catch {
      return null;
    }
  }

  /** Changes the box as another tab may have left it. */
  change(how) {
    this.box = (this.safe === false ? null : this.stored()) ?? this.box;
    const result = how(this.box);
    try {
      localStorage.setItem(this.name, JSON.stringify(this.box));
      this.safe = true;
    } catch {
      this.safe = false;
    }
    return result;
  }

  put(entries) {
    this.change((box) => {
      for (const entry of entries) {
        delete box.held[nameOf(entry)];
        box.waiting[nameOf(entry)] = entry;
      }
    });
  }

  /** The batch to send: the one under way, or a new one from what waits. */
  take() {
    return this.change((box) => {
      if (box.batch) return box.batch;
      const names = Object.keys(box.waiting).slice(0, MOST);
      if (names.length) box.batch = { key: uuid(), cells: names.map((name) => box.waiting[name]) };
      for (const name of names) delete box.waiting[name];
      return box.batch;
    });
  }

  /** All entries, the newest text of a cell last. */
  entries() {
    const { waiting, batch, held } = this.box;
    return [...Object.values(held), ...(batch?.cells ?? []), ...Object.values(waiting)];
  }

  has(name) {
    return name in this.box.waiting || (this.box.batch?.cells.some((cell) => nameOf(cell) === name) ?? false);
  }

  get unsent() {
    return Object.keys(this.box.waiting).length + (this.box.batch?.cells.length ?? 0);
  }
}

// --- The element ------------------------------------------------------------

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

class ScoreSheet extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = this.querySelector('form');
    this.words = JSON.parse((this.querySelector('template[data-words]') ?? document.querySelector('template[data-words]'))?.dataset.words ?? '{}');
    this.state = this.querySelector('[data-state]');
    this.table = this.querySelector('table');
    this.mode = 'move';
    this.pause = PAUSE;
    this.outbox = new Outbox(`giao-uoc:${this.dataset.account}:${this.dataset.sheet}`);
    this.gather();
    this.describe();
    this.listen();
    this.restore();
    this.dataset.ready = '';
  }

  word(name, values = {}) {
    return (this.words[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  }

  // Fields, rows and the places the arrows stop at.

  gather() {
    this.fields = new Map();
    this.rows = [...this.querySelectorAll('[data-row]')].map((el, index) => ({ el, index, stops: [] }));
    for (const row of this.rows) {
      for (const el of row.el.querySelectorAll('select[data-field]')) this.asText(el);
      for (const el of row.el.querySelectorAll('[data-field], a[href]:not([data-after-save]), button')) row.stops.push(this.stop(el, row));
      const said = row.el.querySelector('[data-message]')?.textContent;
      if (said) row.told = { [row.stops.find((stop) => stop.field)?.field]: said };
    }
    this.stops = this.rows.flatMap((row) => row.stops);
    if (!this.table) return;
    this.at = this.stops.find((stop) => stop.field && !stop.row.el.hidden) ?? this.stops[0];
    this.laidOut();
  }

  stop(el, row) {
    const place = el.closest('td, th') ?? el.parentElement;
    const inside = [...place.querySelectorAll('[data-field], a[href], button')].indexOf(el);
    const column = place.cellIndex ?? 0;
    const stop = { el, row, place, column, order: column + inside / 10 };
    const { path, field, max, version } = el.dataset;
    if (!field) return stop;
    Object.assign(stop, { path, field, max, version: Number(version), saved: el.value, before: el.value });
    this.fields.set(nameOf(stop), stop);
    if (field === 'achieved') this.show(stop, el.value);
    return stop;
  }

  /** A choice in the plain form becomes a text cell that takes đ, k, 1, 0 or x. */
  asText(select) {
    const input = make('input', { type: 'text', autocomplete: 'off', value: select.value });
    for (const { name, value } of select.attributes) input.setAttribute(name, value);
    select.replaceWith(input);
  }

  /** Hidden sentences the cells point at, so a reader hears their state. */
  describe() {
    const note = (mark) => make('span', { id: `cell-${mark}` }, this.word(`cell_${mark}`));
    this.append(make('div', { hidden: '' }, ...['waiting', 'saved', 'failed'].map(note)));
  }

  show(stop, text) {
    if (stop.field === 'achieved') text = { 1: this.word('yes'), 0: this.word('no') }[read(text, 'achieved').text] ?? text;
    stop.el.value = text;
    stop.before = text;
  }

  mark(stop, mark) {
    stop.place.dataset.mark = mark;
    const others = (stop.el.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id && !id.startsWith('cell-'));
    stop.el.setAttribute('aria-describedby', [...others, `cell-${mark}`].join(' '));
  }

  /** The sentence under the row; an empty one goes away. */
  tell(stop, message) {
    let box = stop.row.el.querySelector('[data-message]');
    if (!message && !box) return;
    if (!box) {
      box = make('p', { 'data-message': '', id: `message-${stop.row.index}` });
      (stop.row.el.querySelector('th') ?? stop.place).append(box);
    }
    stop.row.told = { ...stop.row.told, [stop.field]: message };
    box.textContent = Object.values(stop.row.told).filter(Boolean).join(' ');
    box.hidden = !box.textContent;
    stop.el.toggleAttribute('aria-invalid', false);
    if (message) stop.el.setAttribute('aria-invalid', 'true');
    const ids = (stop.el.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id && id !== box.id);
    stop.el.setAttribute('aria-describedby', (message ? [...ids, box.id] : ids).join(' '));
  }

  // Moving about.

  /** One stop of the sheet at a time is in the page's Tab order. */
  rove(stop) {
    for (const other of this.at ? [this.at] : this.stops) other.el.tabIndex = -1;
    if (stop) stop.el.tabIndex = 0;
    this.at = stop;
  }

  go(stop) {
    if (!stop) return;
    this.select(stop, stop);
    stop.el.focus({ preventScroll: true });
    stop.place.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    if (stop.field) stop.el.select();
  }

  /** A narrow page shows the rows as a list of links, until the table is asked for: then every link is in the Tab order. */
  laidOut() {
    this.listed = this.table && getComputedStyle(this.table).display !== 'table';
    for (const { el } of this.stops) el.tabIndex = this.listed ? 0 : -1;
    if (!this.listed) this.rove(this.at);
  }

  /** A row that a filter hides belongs to what is shown once a text of it could not be saved. */
  reveal({ row: { el } }) {
    el.hidden = el.parentElement.hidden = false;
    for (const empty of this.querySelectorAll('[data-empty]')) empty.hidden = true;
  }

  /** The stop of a row that a person moving along `from`'s column means. */
  beside(row, from) {
    const alike = row.stops.filter((stop) => (from.field ? stop.field && (stop.field === 'note') === (from.field === 'note') : !stop.field));
    const inside = (stop) => stop.order - stop.column; // of two fields in one cell, the first
    const far = (stop) => Math.abs(stop.column - from.column) + Math.abs(inside(stop) - inside(from));
    return alike.reduce((best, stop) => (best && far(best) <= far(stop) ? best : stop), undefined);
  }

  /** The next row up or down that has such a stop; rows hidden by a filter are passed. */
  vertical(from, step, column = from) {
    for (let i = from.row.index + step; this.rows[i]; i += step) {
      const found = !this.rows[i].el.hidden && this.beside(this.rows[i], column);
      if (found) return found;
    }
  }

  sideways(from, step) {
    return from.row.stops[from.row.stops.indexOf(from) + step];
  }

  along(from, step, wanted) {
    for (let i = this.stops.indexOf(from) + step; this.stops[i]; i += step) {
      if (!this.stops[i].row.el.hidden && wanted(this.stops[i])) return this.stops[i];
    }
  }

  select(anchor, head) {
    for (const place of this.querySelectorAll('[data-selected]')) {
      delete place.dataset.selected;
      place.removeAttribute('aria-selected');
    }
    this.head = head;
    if (anchor === head) return;
    for (const place of this.block(anchor, head).flat()) {
      place.dataset.selected = '';
      place.setAttribute('aria-selected', 'true');
    }
  }

  /** Table cells between two stops, row by row. */
  block(anchor = this.at, head = this.head) {
    const [first, last] = [anchor.row.index, head.row.index].sort((a, b) => a - b);
    const [left, right] = [anchor.column, head.column].sort((a, b) => a - b);
    const rows = this.rows.slice(first, last + 1).filter((row) => !row.el.hidden);
    return rows.map((row) => [...row.el.cells].slice(left, right + 1));
  }

  within(place) {
    return this.stops.filter((stop) => stop.field && stop.place === place);
  }

  /** Fields of the selected block, or the one in focus. */
  chosen() {
    return this.head === this.at ? [this.at].filter((stop) => stop.field) : this.block().flat().flatMap((place) => this.within(place));
  }

  leave() {
    const exit = this.notices?.querySelector('button') ?? this.querySelector('[data-exit]');
    if (exit) exit.focus();
    else document.activeElement.blur();
  }

  // Keys and pointer.

  listen() {
    const on = (type, how, where = this) => where.addEventListener(type, how.bind(this));
    on('focusin', this.entered);
    on('focusout', this.left);
    on('input', () => { if (this.mode === 'move') this.mode = 'type'; });
    on('mousedown', this.pressed);
    on('dblclick', () => { this.mode = 'edit'; });
    on('copy', this.copied);
    on('cut', (event) => this.copied(event) && this.clear());
    on('paste', this.pasted);
    if (this.table) on('keydown', this.key);
    on('submit', this.submitted);
    if (this.table) for (const type of ['resize', 'hashchange']) on(type, this.laidOut, window);
    on('online', () => this.flush(), window);
    on('pageshow', ({ persisted }) => { if (persisted) this.flush(); }, window);
    on('pagehide', this.parting, window);
    on('beforeunload', (event) => { if (this.outbox.safe === false && this.outbox.unsent) event.preventDefault(); }, window);
    on('click', this.departing, document);
  }

  stopAt(el) {
    return this.stops.find((stop) => stop.el === el);
  }

  entered({ target }) {
    const stop = this.stopAt(target);
    if (!stop || (stop === this.at && this.mode !== 'move')) return; // back from another window
    if (stop !== this.at) this.select(stop, stop);
    if (this.table && !this.listed) this.rove(stop);
    this.at = stop;
    this.head = stop;
    this.mode = 'move';
    if (stop.field) stop.el.select();
  }

  left({ target }) {
    const stop = this.stopAt(target);
    if (!stop?.field || document.activeElement === target) return; // only the window lost the focus
    this.commit(stop);
    this.mode = 'move';
  }

  pressed(event) {
    const place = event.target.closest?.('td, th');
    const stop = this.stopAt(event.target) ?? (place && this.within(place)[0]);
    if (!stop?.field) return;
    this.home = undefined;
    if (event.shiftKey && this.at && stop !== this.at) {
      event.preventDefault();
      this.select(this.at, stop);
    } else if (document.activeElement === stop.el) {
      this.mode = 'edit';
    } else {
      event.preventDefault();
      this.go(stop);
    }
  }

  key(event) {
    if (this.listed || event.isComposing || event.keyCode === 229 || event.altKey) return;
    const stop = this.stopAt(event.target);
    if (!stop) return;
    const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const name = (event.ctrlKey || event.metaKey ? 'Ctrl+' : '') + (event.shiftKey ? 'Shift+' : '') + letter;
    const act = this.keyed(name, stop);
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** What a key does here, or nothing when the browser should have it. */
  keyed(name, stop) {
    if (name.length === 1) return undefined;
    const typing = this.mode !== 'move';
    const move = (target) => target && (() => this.finish(stop, target));
    const blank = (one) => one.field && one.field !== 'note' && one.el.value === '';
    const always = {
      Enter: stop.field && (() => this.finish(stop, this.vertical(stop, 1, this.home ?? stop))),
      'Shift+Enter': stop.field && (() => this.finish(stop, this.vertical(stop, -1, this.home ?? stop))),
      Tab: this.tab(stop, 1),
      'Shift+Tab': this.tab(stop, -1),
      'Ctrl+Enter': () => this.detail(stop),
      'Ctrl+s': () => this.commit(stop) && this.flush(),
      F2: stop.field && (() => this.edit(stop)),
      'Shift+F2': move(stop.row.stops.find((one) => one.field === 'note')),
      Escape: () => this.escape(stop),
    };
    if (name in always) return always[name];
    if (this.mode === 'edit') return undefined;
    const arrows = { ArrowDown: () => this.vertical(stop, 1), ArrowUp: () => this.vertical(stop, -1), ArrowRight: () => this.sideways(stop, 1), ArrowLeft: () => this.sideways(stop, -1) };
    if (arrows[name]) return () => this.finish(stop, arrows[name]() ?? stop);
    if (name === 'Ctrl+ArrowDown') return () => this.finish(stop, this.along(stop, 1, blank) ?? stop);
    if (name === 'Ctrl+ArrowUp') return () => this.finish(stop, this.along(stop, -1, blank) ?? stop);
    if (typing) return undefined;
    const calm = {
      Delete: () => this.clear(),
      'Ctrl+z': () => this.rewind('undo'),
      'Ctrl+y': () => this.rewind('redo'),
      'Ctrl+Shift+z': () => this.rewind('redo'),
      Home: move(stop.row.stops[0]),
      End: move(stop.row.stops[stop.row.stops.length - 1]),
      'Ctrl+Home': move(this.stops.find((one) => one.field)),
      'Ctrl+End': move([...this.stops].reverse().find((one) => one.field)),
      PageDown: () => this.finish(stop, this.far(stop, 1)),
      PageUp: () => this.finish(stop, this.far(stop, -1)),
    };
    return calm[name] ?? this.widen(name, stop);
  }

  far(stop, step) {
    let found = stop;
    for (let i = 0, next; i < 10 && (next = this.vertical(found, step)); i += 1) found = next;
    return found;
  }

  widen(name, stop) {
    const head = this.head ?? stop;
    const steps = { 'Shift+ArrowDown': () => this.vertical(head, 1, stop), 'Shift+ArrowUp': () => this.vertical(head, -1, stop), 'Shift+ArrowRight': () => this.sideways(head, 1), 'Shift+ArrowLeft': () => this.sideways(head, -1) };
    return steps[name] && (() => {
      const next = steps[name]() ?? head;
      this.select(stop, next);
      next.place.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
  }

  /** Tab goes to the next field; past the last one the browser leaves the sheet. */
  tab(stop, step) {
    const next = this.along(stop, step, (one) => one.field);
    return next && (() => this.finish(stop, next, this.home ?? stop));
  }

  /** Commits, then moves. `home` is the column Enter returns to after Tab. */
  finish(stop, target, home) {
    if (stop.field && !this.commit(stop)) return;
    this.home = home;
    this.mode = 'move';
    this.go(target ?? stop);
  }

  edit(stop) {
    this.mode = 'edit';
    stop.el.setSelectionRange(stop.el.value.length, stop.el.value.length);
  }

  escape(stop) {
    if (this.mode !== 'move') {
      stop.el.value = stop.before;
      this.go(stop);
      this.mode = 'move';
    } else if (this.head !== this.at) this.select(this.at, this.at);
    else this.leave();
  }

  detail(stop) {
    if (stop.field && !this.commit(stop)) return;
    stop.row.el.querySelector('a[data-detail]')?.click();
  }

  // Committing cells.

  /** Takes the text of a field into the outbox; false while a question is open. */
  commit(stop) {
    if (stop.el.value === stop.before) return true;
    const got = read(stop.el.value, stop.field, stop.max, this.sign);
    if (got.ask) {
      if (this.asking !== stop) this.askAbout(stop, got.ask);
      return false;
    }
    this.keep([[stop, got]]);
    return true;
  }

  askAbout(stop, text) {
    this.asking = stop;
    const done = (target) => { this.asking = null; this.go(target); };
    this.askSign(text, () => { this.commit(stop); done(this.vertical(stop, 1) ?? stop); }, () => done(stop));
  }

  keep(all) {
    const pairs = all.filter(([{ el }]) => !el.readOnly && !el.disabled);
    const since = new Date().toTimeString().slice(0, 5);
    this.outbox.put(pairs.map(([stop, { text }]) => ({ path: stop.path, field: stop.field, text, version: stop.version, since })));
    for (const [stop, { text, bad }] of pairs) {
      this.show(stop, text);
      this.mark(stop, 'waiting');
      this.tell(stop, bad && this.word(bad, { max: this.number(stop.max), text }));
    }
    this.mode = 'move';
    this.report();
    this.schedule();
  }

  number(max = '') {
    return this.dataset.lang === 'en' ? max : max.replace('.', ',');
  }

  clear() {
    const full = this.chosen().filter((stop) => stop.el.value !== '');
    if (full.length) this.keep(full.map((stop) => [stop, { text: '' }]));
  }

  // Sending, with the same key until the outcome is known.

  schedule(pause = Math.max(0, (this.last ?? 0) + PAUSE - Date.now())) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  flush() {
    clearTimeout(this.timer);
    this.busy ??= this.send().finally(() => { this.busy = null; });
    return this.busy;
  }

  /** Sends one batch; true when its outcome is known. */
  async send() {
    const batch = this.outbox.take();
    if (!batch) return true;
    this.last = Date.now();
    this.report();
    const cells = batch.cells.map(({ path, field, text, version }) => ({ path, field, text, version }));
    const known = await this.settle(batch, await this.post(this.dataset.save, { key: batch.key, cells }));
    if (!known) this.pause = Math.min(this.pause * 2, 30000);
    else this.pause = PAUSE;
    this.report();
    if (this.outbox.unsent && !this.signedOut) this.schedule(known ? undefined : this.pause);
    return known;
  }

  /** `{status, body}`; status 0 means nobody knows whether it arrived. */
  async post(address, body, keepalive = false) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const headers = { Accept: 'application/json', 'Content-Type': 'application/json', 'X-CSRF-Token': this.dataset.csrf };
      const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body), keepalive, signal: stop.signal });
      const json = (answer.headers.get('Content-Type') ?? '').includes('json');
      if (answer.ok && !json) return { status: 401 };
      return { status: answer.status, body: json ? await answer.json() : {} };
    } catch {
      return { status: 0 };
    } finally {
      clearTimeout(timer);
    }
  }

  async settle(batch, { status, body }) {
    this.offline = status === 0;
    this.signedOut = status === 401;
    if (status === 0 || status === 401 || status === 429 || status >= 500) return false;
    this.outbox.change((box) => { if (box.batch?.key === batch.key) box.batch = null; });
    if (status === 200) this.take(body, batch.cells);
    else this.hold(batch.cells, body?.message ?? this.word('denied'));
    return true;
  }

  /** The server said no to all of it: the texts stay here, nothing is dropped. */
  hold(cells, message) {
    this.refusal = message;
    this.outbox.change((box) => {
      for (const cell of cells) if (!box.waiting[nameOf(cell)]) box.held[nameOf(cell)] = { ...cell, message };
    });
    for (const cell of cells) this.fail(cell, message);
  }

  fail(cell, message) {
    const stop = this.fields.get(nameOf(cell));
    if (!stop) return;
    this.mark(stop, 'failed');
    this.tell(stop, message);
  }

  /** Sends until nothing waits; false when something is left. */
  async drain(until = Date.now() + 5000) {
    while (this.outbox.unsent) {
      if (!(await this.flush()) || Date.now() > until) return false;
    }
    return true;
  }

  /** Leaving: the last text goes to the outbox and, if it can, to the server. */
  parting() {
    if (this.at?.field && this.mode !== 'move') this.keep([[this.at, read(this.at.el.value, this.at.field, this.at.max, this.sign)]]);
    if (this.busy || !this.outbox.unsent) return;
    const { key, cells } = this.outbox.take();
    this.post(this.dataset.save, { key, cells: cells.map(({ path, field, text, version }) => ({ path, field, text, version })) }, true);
  }

  /** Links and buttons that read the sheet on the server wait for the last save. */
  async departing(event) {
    const door = event.target.closest?.('[data-after-save]');
    if (!door || event.defaultPrevented || !this.outbox.entries().length) return;
    event.preventDefault();
    if (!(await this.drain())) return;
    const held = Object.keys(this.outbox.box.held);
    if (held.length) this.go(this.fields.get(held[0]));
    else door.click();
  }

  /** The plain form was sent (one criterion per page): it carries the text itself. */
  submitted() {
    this.mode = 'move';
    if (this.at?.field) this.at.before = this.at.el.value;
  }

  // Undo and redo live on the server, so they survive a reload.

  async rewind(which) {
    const unsaved = this.unsaved();
    if (which === 'undo' && unsaved) return this.forget(unsaved);
    if (!(await this.drain())) return undefined;
    const address = this.dataset[which] ?? this.dataset.save.replace(/[^/]*$/, which);
    const key = uuid();
    let answer = { status: 0 };
    for (let tries = 0; tries < 3 && (answer.status === 0 || answer.status >= 500); tries += 1) answer = await this.post(address, { key });
    if (answer.status !== 200) return this.say(answer.body?.message ?? this.word('unknown'));
    this.take(answer.body, []);
    const first = answer.body.saved?.[0];
    this.say(first ? this.word(which === 'undo' ? 'undone' : 'redone', { n: answer.body.saved.length }) : this.word(`nothing_to_${which}`));
    return first && this.go(this.fields.get(nameOf(first)));
  }

  /** What undo takes back without the server: a refused text in this field, or offline the newest one. */
  unsaved() {
    const { held, waiting } = this.outbox.box;
    const here = this.at?.field && held[nameOf(this.at)];
    return here && !here.theirs ? here : this.offline && Object.values(waiting).pop();
  }

  forget(entry) {
    const stop = this.fields.get(nameOf(entry));
    this.outbox.change((box) => {
      delete box.waiting[nameOf(entry)];
      delete box.held[nameOf(entry)];
    });
    if (!stop) return;
    this.show(stop, stop.saved);
    delete stop.place.dataset.mark;
    this.tell(stop, '');
    this.report();
    this.go(stop);
  }

  // What the server answered.

  take({ saved = [], refused = [], stale = [], totals, at }, sent) {
    this.at_time = at ?? this.at_time;
    for (const cell of saved) this.accept(cell);
    for (const cell of refused) this.refuse(cell, sent);
    for (const cell of stale) this.clash(cell, sent);
    if (totals) this.sums(totals);
  }

  accept(cell) {
    const stop = this.fields.get(nameOf(cell));
    this.outbox.change((box) => {
      delete box.held[nameOf(cell)];
      const waiting = box.waiting[nameOf(cell)];
      if (waiting) waiting.version = cell.version;
    });
    if (!stop) return;
    Object.assign(stop, { version: cell.version, saved: cell.text });
    stop.el.dataset.version = cell.version;
    const kept = this.form.elements[`version.${stop.path}.${stop.field}`];
    if (kept) kept.value = cell.version;
    this.points(stop, cell);
    if (this.outbox.has(nameOf(cell))) return;
    if (stop === this.at && this.mode !== 'move') stop.before = cell.text;
    else this.refresh(stop, cell.text);
    this.mark(stop, 'saved');
    this.tell(stop, cell.message);
  }

  refresh(stop, text) {
    this.show(stop, text);
    if (document.activeElement === stop.el) stop.el.select();
  }

  points(stop, { points, certain, possible }) {
    const out = (name) => stop.row.el.querySelector(`[data-out="${name}"]`);
    if (out('points') && points !== undefined) out('points').textContent = points ?? '';
    const open = certain && possible && certain !== possible;
    const rest = open ? this.word('range_rest', { possible }) : '';
    const range = out('range');
    if (range) {
      range.textContent = open && !('full' in range.dataset) ? this.word('range', { possible }) : rest;
      range.title = rest && `${certain} ${rest}`;
    }
    const entries = stop.row.stops.filter((one) => one.field && one.field !== 'note');
    stop.row.el.toggleAttribute('data-answered', entries.some((one) => one.el.value !== ''));
    if (points != null) stop.row.el.dataset.points = points;
  }

  refuse(cell, sent) {
    const mine = sent.find((one) => nameOf(one) === nameOf(cell));
    this.outbox.change((box) => {
      if (mine && !box.waiting[nameOf(cell)]) box.held[nameOf(cell)] = { ...mine, message: cell.message };
    });
    if (!this.outbox.has(nameOf(cell))) this.fail(cell, cell.message);
  }

  /** Somebody else saved first. Equal texts agree; others are put side by side. */
  clash(theirs, sent) {
    const name = nameOf(theirs);
    const mine = this.outbox.box.waiting[name] ?? sent.find((one) => nameOf(one) === name);
    if (!mine || mine.text === theirs.text) return this.accept(theirs);
    this.outbox.change((box) => {
      delete box.waiting[name];
      box.held[name] = { ...mine, theirs };
    });
    this.fail(theirs, this.word('conflict'));
    return this.offer(mine, theirs);
  }

  sums({ total, answered, of, missing_evidence: missing, groups = {} }) {
    const all = { total, answered, of, 'missing-evidence': missing };
    for (const [path, points] of Object.entries(groups)) all[`subtotal:${path}`] = points;
    for (const out of this.querySelectorAll('[data-out]')) {
      if (all[out.dataset.out] !== undefined) out.textContent = all[out.dataset.out];
    }
  }

  /** Shows again what an earlier visit could not send. */
  restore() {
    for (const entry of this.outbox.entries()) {
      const stop = this.fields.get(nameOf(entry));
      if (!stop) continue;
      if (stop.row.el.hidden) this.reveal(stop);
      this.show(stop, entry.text);
      stop.version = entry.version;
      this.mark(stop, 'waiting');
      if (entry.message || entry.theirs) this.fail(entry, entry.message ?? this.word('conflict'));
      if (entry.theirs) this.offer(entry, entry.theirs);
    }
    if (this.outbox.unsent) this.flush();
    else if (this.outbox.entries().length) this.report();
  }

  // The state line and the notices above the table. Nothing here is a dialog.

  say(text) {
    if (this.state && this.state.textContent !== text) this.state.textContent = text;
  }

  report() {
    const n = this.outbox.unsent;
    const all = Object.values(this.outbox.box.held);
    const held = all.length;
    this.dataset.unsent = n + held;
    if (n && this.signedOut) this.say(this.word('signed_out', { n }));
    else if (n && this.offline) this.say(this.word(this.outbox.safe === false ? 'offline_unsafe' : 'offline', { n }));
    else if (n) this.say(this.word('saving', { n }));
    else if (held) this.say(this.word('held', { n: held }));
    else if (this.at_time) this.say(this.word('saved_at', { at: this.at_time }));
    this.retry(all.some((one) => !one.theirs) || (n && (this.signedOut || this.offline)));
  }

  retry(wanted) {
    this.again?.remove();
    this.again = null;
    if (!wanted || !this.state) return;
    this.again = make('button', { type: 'button', 'data-retry': '', click: () => this.resend() }, this.word('retry'));
    this.state.after(this.again);
  }

  resend() {
    this.outbox.change((box) => {
      for (const [name, entry] of Object.entries(box.held)) {
        if (entry.theirs) continue;
        box.waiting[name] ??= { ...entry, message: undefined };
        delete box.held[name];
      }
    });
    this.flush();
  }

  /** An inline panel with its buttons; Escape is its last button. */
  notice(kind, title, details, buttons) {
    if (!this.notices) {
      this.notices = this.querySelector('[data-notices]') ?? make('div', { 'data-notices': '' });
      if (!this.notices.isConnected) this.form.prepend(this.notices);
    }
    const panel = make('section', { 'data-notice': kind, role: 'group', 'aria-label': title }, make('p', {}, title), ...details);
    const close = (act) => () => { panel.remove(); act(); };
    const row = make('p', { 'data-buttons': '' }, ...buttons.map(([label, act]) => make('button', { type: 'button', click: close(act) }, label)));
    panel.append(row);
    panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') row.lastElementChild.click();
    });
    this.notices.append(panel);
    return row.firstElementChild;
  }

  /** "1.000": a thousand or one? Asked once, remembered for this visit. */
  askSign(text, then, cancel) {
    const sign = text.includes('.') ? '.' : ',';
    const choose = (decimal) => () => { this.sign = decimal; then(); };
    const values = { text, thousand: plainly(text, swap(sign)), one: plainly(text, sign) };
    this.notice('sign', this.word('which_number', values), [], [
      [this.word('as_thousand', values), choose(swap(sign))],
      [this.word('as_decimal', values), choose(sign)],
      [this.word('cancel'), cancel],
    ]).focus();
  }

  offer(mine, theirs) {
    const stop = this.fields.get(nameOf(mine));
    if (!stop) return;
    const text = (one) => this.sayOf(stop, one.text) || this.word('empty');
    const line = (by, at, one) => make('li', {}, this.word('value_by', { text: text(one), by, at }));
    const drop = () => this.outbox.change((box) => { delete box.held[nameOf(mine)]; });
    const title = this.word('conflict_at', { code: this.codeOf(stop), field: this.word(`field_${stop.field}`) });
    const list = make('ul', {}, line(this.dataset.name ?? this.word('me'), mine.since, mine), line(theirs.by, theirs.at, theirs));
    const button = this.notice('conflict', title, [list], [
      [this.word('keep_mine', { text: text(mine) }), () => { drop(); stop.version = theirs.version; this.keep([[stop, mine]]); this.go(stop); }],
      [this.word('take_theirs', { text: text(theirs) }), () => { drop(); this.accept(theirs); this.report(); this.go(stop); }],
    ]);
    button.closest('[data-notice]').setAttribute('role', 'alert');
  }

  codeOf(stop) {
    return stop.row.el.dataset.code ?? stop.path;
  }

  // Copy and paste of blocks.

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
}

customElements.define('score-sheet', ScoreSheet);
