/** Which rows are selected: some by key, or all of the view but some. Pure. */
export class Selection {
  constructor() {
    /** @type {Map<any, string>} key → what to call it */
    this.keys = new Map();
    this.isAll = false;
  }

  has(key) { return this.isAll !== this.keys.has(key); }

  count(total) { return this.isAll ? Math.max(0, total - this.keys.size) : this.keys.size; }

  /** How much of the view it is. @returns {'none'|'some'|'all'} */
  share(total) {
    const count = this.count(total);
    return count === 0 ? 'none' : count < total ? 'some' : 'all';
  }

  toggle(key, name) {
    if (this.keys.has(key)) this.keys.delete(key);
    else this.keys.set(key, name);
  }

  /** Adds rows that are not in yet. @param {{id: any, number?: string}[]} rows */
  add(rows) {
    for (const row of rows) if (!this.has(row.id)) this.toggle(row.id, row.number);
  }

  all() { this.isAll = true; this.keys.clear(); }

  clear() { this.isAll = false; this.keys.clear(); }

  /** The names of what is selected, when they are known. */
  names() { return this.isAll ? null : [...this.keys.values()].filter(Boolean); }
}
