/** What a person chose and this browser remembers. */
const key = 'ibtool.prefs';

const defaults = {
  language: null, theme: 'system', density: 'normal', rail: 'open', facets: false, columns: {},
};

export class Prefs {
  constructor(storage) {
    this.storage = storage;
    this.values = { ...defaults, ...read(storage, key) };
    /** Whose drafts these are: several people may share a computer. */
    this.owner = '';
  }

  get(name) { return this.values[name]; }

  set(name, value) {
    this.values = { ...this.values, [name]: value };
    write(this.storage, key, this.values);
  }

  /** Text kept for a form that was not sent, for the person who wrote it. */
  draft(name) { return read(this.storage, this.draftKey(name)); }
  keepDraft(name, value) { write(this.storage, this.draftKey(name), value); }
  dropDraft(name) {
    try { this.storage.removeItem(this.draftKey(name)); } catch { /* nothing was kept */ }
  }

  draftKey(name) { return `ibtool.draft.${this.owner}.${name}`; }
}

function read(storage, name) {
  try {
    return JSON.parse(storage.getItem(name) ?? 'null');
  } catch {
    return null;
  }
}

function write(storage, name, value) {
  // A full or forbidden storage costs the memory of a choice, nothing else.
  try { storage.setItem(name, JSON.stringify(value)); } catch { /* see above */ }
}
