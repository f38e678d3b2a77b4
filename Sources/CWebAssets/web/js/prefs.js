/** What a person chose and this browser remembers. */
import { uniqueKey } from './tabname.js';

const key = 'ibtool.prefs';

const defaults = {
  language: null, theme: 'system', density: 'normal', rail: 'open', facets: false, columns: {},
};

export class Prefs {
  /** @param {Storage} storage @param {string} tab whose drafts are this page's own */
  constructor(storage, tab) {
    this.storage = storage;
    this.tab = tab;
    this.values = { ...defaults, ...read(storage, key) };
    /** Whose drafts these are: several people may share a computer. */
    this.owner = '';
  }

  get(name) { return this.values[name]; }

  set(name, value) {
    this.values = { ...this.values, [name]: value };
    write(this.storage, key, this.values);
  }

  /** Text kept for a form that was not sent: this tab's, by the person who wrote it. */
  draft(name) { return read(this.storage, this.draftKey(name)); }

  /** @param {{at: string}} value @returns {boolean} whether it is kept */
  keepDraft(name, value) { return write(this.storage, this.draftKey(name), value); }

  dropDraft(name) { this.remove(this.draftKey(name)); }

  /**
   * What other tabs keep of the same form, or left when they ended; the newest first.
   * @returns {{key: string, at: string}[]}
   */
  otherDrafts(name) {
    const own = this.draftKey(name);
    return this.keysOf(name).filter((other) => other !== own)
      .map((other) => ({ key: other, at: read(this.storage, other)?.at }))
      .filter(({ at }) => at).sort((a, b) => a.at < b.at ? 1 : -1);
  }

  /** Makes another's draft this tab's own. What this tab kept itself is set aside, as one of the others. */
  takeDraft(name, other) {
    const taken = read(this.storage, other);
    if (!taken) return;
    const own = this.draft(name);
    const isKept = (!own || write(this.storage, `${this.anyDraftKey(name)}#${uniqueKey()}`, own))
      && this.keepDraft(name, taken);
    if (isKept) this.remove(other);
  }

  /** Throws another's draft away as it was seen; what was written to it since stays. */
  dropOther({ key: other, at }) {
    if (read(this.storage, other)?.at === at) this.remove(other);
  }

  draftKey(name) { return `${this.anyDraftKey(name)}#${this.tab}`; }

  /** What the key of every tab begins with, and the whole key of a draft from before tabs had names. */
  anyDraftKey(name) { return `ibtool.draft.${this.owner}.${name}`; }

  keysOf(name) {
    const any = this.anyDraftKey(name);
    try {
      return Array.from({ length: this.storage.length }, (_, place) => this.storage.key(place))
        .filter((known) => known === any || known.startsWith(`${any}#`));
    } catch {
      return [];
    }
  }

  remove(name) {
    try { this.storage.removeItem(name); } catch { /* nothing was kept */ }
  }
}

function read(storage, name) {
  try {
    return JSON.parse(storage.getItem(name) ?? 'null');
  } catch {
    return null;
  }
}

/** @returns {boolean} whether it was written */
function write(storage, name, value) {
  // A full or forbidden storage costs the memory of a choice, nothing else.
  try {
    storage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
