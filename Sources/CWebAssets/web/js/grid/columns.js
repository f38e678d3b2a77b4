/** Which columns, in which order, how wide: kept by the browser. Pure. */

export const widthMin = 64;
export const widthMax = 900;

/**
 * What to show: the kept choice where its columns still exist, else the defaults.
 * @param {import('./cells.js').Column[]} all @param {string[]} defaults
 * @param {{names?: string[], widths?: Object<string, number>}|null|undefined} kept
 * @returns {import('./cells.js').Column[]}
 */
export function chosenColumns(all, defaults, kept) {
  const byName = new Map(all.map((column) => [column.name, column]));
  const names = (kept?.names ?? []).filter((name) => byName.has(name));
  const shown = names.length > 0 ? names : defaults.filter((name) => byName.has(name));
  return shown.map((name) => {
    const column = byName.get(name);
    const width = kept?.widths?.[name];
    return width ? { ...column, width, grows: false } : column;
  });
}

/** `names` with `name` moved by `step` places. */
export function moved(names, name, step) {
  const from = names.indexOf(name);
  const to = Math.min(Math.max(from + step, 0), names.length - 1);
  if (from < 0 || from === to) return names;
  const next = names.filter((other) => other !== name);
  next.splice(to, 0, name);
  return next;
}

/** The CSS grid template for columns, after the narrow one with the tick. */
export function template(columns) {
  const hasGrowing = columns.some((column) => column.grows);
  const tracks = columns.map((column, index) => {
    const isLast = !hasGrowing && index === columns.length - 1;
    return column.grows || isLast ? `minmax(${column.width}px, 1fr)` : `${column.width}px`;
  });
  return ['32px', ...tracks].join(' ');
}

/** The least width of all columns in pixels. */
export const totalWidth = (columns) => columns.reduce((sum, column) => sum + column.width, 32);
