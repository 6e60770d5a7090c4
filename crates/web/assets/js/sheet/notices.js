// The state line and the notices above the table. Nothing here is a dialog. *Thông báo.*

import { plainly, swap } from './decimals.js';
import { make } from './make.js';
import { nameOf } from './outbox.js';

export const Notices = (Base) => class extends Base {
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
    else if (held) this.say(this.word('held', { n: held, codes: this.codesOf(all) }));
    else if (this.at_time) this.say(this.word('saved_at', { at: this.at_time }));
    this.retry(all.some((one) => !one.theirs && !one.bad) || (n && (this.signedOut || this.offline)));
  }

  /** The lines of cells, the first few by their codes. */
  codesOf(cells) {
    const codes = [...new Set(cells.map((cell) => this.fields.get(nameOf(cell))).filter(Boolean).map((stop) => this.codeOf(stop)))];
    return codes.slice(0, 5).join(', ') + (codes.length > 5 ? '…' : '');
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
        box.waiting[name] ??= { ...entry, message: undefined, bad: undefined };
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
};
