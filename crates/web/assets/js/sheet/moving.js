// Moving about, and blocks of cells. *Di chuyển, chọn khối.*

export const Moving = (Base) => class extends Base {
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
    if (stop.field) stop.el.select?.();
  }

  /** To a cell that could not be saved; where rows are a list of links, to its row. */
  goToHeld(name) {
    const stop = this.fields.get(name);
    if (!stop) return;
    if (stop.row.el.hidden) this.reveal(stop);
    const row = this.listed && stop.row.stops.find((one) => !one.field);
    if (row) row.el.focus();
    else this.go(stop);
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
};
