// What is typed and not yet acknowledged. *Ô chưa lưu.*

const MOST = 200; // cells in one request

/** A version 4 UUID, also where `crypto.randomUUID` is missing (plain HTTP, old Safari). */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((b, i) => ([4, 6, 8, 10].includes(i) ? '-' : '') + b.toString(16).padStart(2, '0')).join('');
}

export const nameOf = ({ path, field }) => `${path}|${field}`;

/**
 * Kept in localStorage, one entry per account and sheet, so it survives a
 * reload: `waiting` cells, the `batch` under way (same key until its outcome is
 * known), and cells `held` back by a refusal or a conflict.
 */
export class Outbox {
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
