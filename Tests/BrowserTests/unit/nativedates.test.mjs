import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';

const web = new URL('../../../Sources/CWebAssets/web/', import.meta.url);
const files = readdirSync(web, { recursive: true }).filter((name) => /\.(js|html)$/.test(name));
/** The browser's own fields show figures in an order that is not the reader's. */
const native = /type\s*[:=]\s*['"]?(?:date|datetime-local|month|week|time)\b/;

test('dates are typed in our own field, nowhere in one of the browser', () => {
  assert.ok(files.includes('js/widgets/dateinput.js'));
  const found = files.filter((name) => native.test(readFileSync(new URL(name, web), 'utf8')));
  // Its calendar is the browser's: it hangs from a field that nobody sees.
  assert.deepEqual(found, ['js/widgets/dateinput.js']);
});

test('the browser’s own fields are recognised', () => {
  for (const text of ["h('input', { type: 'date' })", '<input type=date>', '<input type="time">', "type:'datetime-local'"]) {
    assert.match(text, native, text);
  }
  for (const text of ["case 'date':", "type: 'day'", "type: 'timestamp'"]) assert.doesNotMatch(text, native, text);
});
