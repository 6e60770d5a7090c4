// Committing cells. *Nhập ô.*

import { read } from './decimals.js';

export const Commit = (Base) => class extends Base {
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
};
