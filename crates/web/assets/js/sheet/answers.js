// What the server answered. *Kết quả lưu.*

import { nameOf } from './outbox.js';

export const Answers = (Base) => class extends Base {
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
    if (document.activeElement === stop.el) stop.el.select?.();
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
      if (mine && !box.waiting[nameOf(cell)]) box.held[nameOf(cell)] = { ...mine, message: cell.message, bad: true };
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
};
