// Fields, rows and the places the arrows stop at. *Ô và dòng.*

import { read } from './decimals.js';
import { make } from './make.js';
import { nameOf } from './outbox.js';

export const Fields = (Base) => class extends Base {
  gather() {
    this.fields = new Map();
    this.rows = [...this.querySelectorAll('[data-row]')].map((el, index) => ({ el, index, stops: [] }));
    for (const row of this.rows) {
      if (this.table) for (const el of row.el.querySelectorAll('select[data-field]')) this.asText(el);
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
    if (stop.field === 'achieved' && stop.el.tagName !== 'SELECT') text = { 1: this.word('yes'), 0: this.word('no') }[read(text, 'achieved').text] ?? text;
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
};
