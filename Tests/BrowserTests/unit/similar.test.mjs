import assert from 'node:assert/strict';
import test from 'node:test';
import { distinctive, findSimilar, similarQueries } from '../../../Sources/CWebAssets/web/js/similar.js';

test('the longest words say most, each once', () => {
  assert.deepEqual(distinctive('Le quench a vidé la cuve ; QUENCH sans alarme sonore'),
    ['quench', 'alarme', 'sonore']);
});

test('the strictest question comes first, and too few words ask nothing', () => {
  assert.deepEqual(similarQueries({ summary: 'console', description: 'la console se bloque' }),
    ['console bloque', 'console OR bloque']);
  assert.deepEqual(similarQueries({ summary: 'bruit', serial: 'A01-7' }), ['"A01-7"']);
  assert.deepEqual(similarQueries({ summary: 'bruit', serial: null }), []);
});

test('what the server does not rank is like nothing, and a failure is no answer', async () => {
  const asked = [];
  const api = { complaints: async (params) => {
    asked.push(params.get('q'));
    return asked.length === 1 ? { items: [], ranked: true } : { items: [{ id: 1 }], ranked: false };
  } };
  assert.deepEqual(await findSimilar(api, ['a b', 'a OR b']), []);
  assert.deepEqual(asked, ['a b', 'a OR b']);
  await assert.rejects(findSimilar({ complaints: async () => { throw new Error('gone'); } }, ['a b']));
});
