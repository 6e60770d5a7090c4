// Undo and redo live on the server, so they survive a reload. *Hoàn tác.*

import { nameOf, uuid } from './outbox.js';

export const Undo = (Base) => class extends Base {
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
};
