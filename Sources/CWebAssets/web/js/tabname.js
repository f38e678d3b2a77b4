/** What this tab is called, for what is its own. */
const key = 'ibtool.tab';

/**
 * The name stands in the tab's storage only while its page is away: a tab that is duplicated gets a copy of that
 * storage, and must not get the name of one that lives. A tab that died without a word leaves none.
 * @param {Storage} storage the tab's own @param {EventTarget} [page] where the browser says that the page goes
 */
export function tabName(storage, page = globalThis) {
  const name = taken(storage) ?? uniqueKey();
  page.addEventListener('pagehide', () => {
    // A forbidden storage costs the name after a reload, nothing else.
    try { storage.setItem(key, name); } catch { /* see above */ }
  });
  // A page that was kept whole for the way back lives again.
  page.addEventListener('pageshow', (event) => { if (event.persisted) taken(storage); });
  return name;
}

function taken(storage) {
  try {
    const name = storage.getItem(key);
    storage.removeItem(key);
    return name;
  } catch {
    return null;
  }
}

/** 128 random bits, as text. */
export function uniqueKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
