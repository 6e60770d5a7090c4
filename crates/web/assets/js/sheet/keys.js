// Keys and pointer. *Phím và chuột.*

export const Keys = (Base) => class extends Base {
  listen() {
    const on = (type, how, where = this) => where.addEventListener(type, how.bind(this));
    on('focusin', this.entered);
    on('focusout', this.left);
    on('input', () => { if (this.mode === 'move') this.mode = 'type'; });
    on('mousedown', this.pressed);
    on('change', ({ target }) => { if (target.tagName === 'SELECT' && this.stopAt(target)) this.commit(this.stopAt(target)); });
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
    if (stop.field) stop.el.select?.();
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
};
