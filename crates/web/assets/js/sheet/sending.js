// Sending, with the same key until the outcome is known. *Gửi và lưu.*

import { read } from './decimals.js';
import { nameOf } from './outbox.js';

export const PAUSE = 1000; // at most one request per second
const PATIENCE = 15000; // then the outcome of a request is unknown

export const Sending = (Base) => class extends Base {
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
    if (held.length) this.goToHeld(held[0]);
    else door.click();
  }

  /** The plain form was sent (one criterion per page): it carries the text itself. */
  submitted() {
    this.mode = 'move';
    if (this.at?.field) this.at.before = this.at.el.value;
  }
};
