/** Which cell a key leads to. Pure. */
import { clamp } from './window.js';

/**
 * @param {{row: number, column: number}} at @param {{key: string, ctrl: boolean}} press
 * @param {{rows: number, columns: number, page: number}} size rows in all, rows on a page
 * @returns {{row: number, column: number}|null} null when the key moves nothing
 */
export function move(at, press, size) {
  const step = steps(at, press, size);
  if (!step) return null;
  return {
    row: clamp(step.row, 0, Math.max(0, size.rows - 1)),
    column: clamp(step.column, 0, Math.max(0, size.columns - 1)),
  };
}

function steps({ row, column }, { key, ctrl }, { rows, columns, page }) {
  switch (key) {
    case 'ArrowUp': return { row: ctrl ? 0 : row - 1, column };
    case 'ArrowDown': return { row: ctrl ? rows - 1 : row + 1, column };
    case 'ArrowLeft': return { row, column: ctrl ? 0 : column - 1 };
    case 'ArrowRight': return { row, column: ctrl ? columns - 1 : column + 1 };
    case 'PageUp': return { row: row - page, column };
    case 'PageDown': return { row: row + page, column };
    case 'Home': return ctrl ? { row: 0, column: 0 } : { row, column: 0 };
    case 'End': return ctrl ? { row: rows - 1, column: columns - 1 } : { row, column: columns - 1 };
    default: return null;
  }
}
