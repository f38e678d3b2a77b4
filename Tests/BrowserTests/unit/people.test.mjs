import assert from 'node:assert/strict';
import test from 'node:test';
import french from '../../../Sources/CWebAssets/web/i18n/fr.js';
import { useWords } from '../../../Sources/CWebAssets/web/js/i18n.js';
import { forgetPeople, initialsOf, knowPeople, personName } from '../../../Sources/CWebAssets/web/js/people.js';

test('initials are letters, whatever a name is made of', () => {
  for (const [name, expected] of [['Zoé Martin', 'ZM'], ['Zoé <b>Martin</b>', 'ZB'], ['zoe', 'Z'],
    ['  Émile   van Dyk ', 'ÉV'], ['<>', '?'], ['', '?']]) assert.equal(initialsOf(name), expected, name);
});

test('an account is called by its full name where that is known', () => {
  knowPeople([{ name: 'zoe', display_name: 'Zoé Martin' }, { name: 'bot', display_name: '' }]);
  assert.deepEqual(['zoe', 'bot', 'max'].map(personName), ['Zoé Martin', 'bot', 'max']);
  forgetPeople();
  assert.equal(personName('zoe'), 'zoe');
});

test('what has no account is called by what it is', () => {
  useWords('fr', french);
  assert.deepEqual(['system', '', 'operator (uid 7)'].map(personName), ['IBTool', 'IBTool', 'Opérateur (uid 7)']);
});
