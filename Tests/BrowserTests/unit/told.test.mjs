import assert from 'node:assert/strict';
import test from 'node:test';
import english from '../../../Sources/CWebAssets/web/i18n/en.js';
import french from '../../../Sources/CWebAssets/web/i18n/fr.js';
import { useWords } from '../../../Sources/CWebAssets/web/js/i18n.js';
import { forgetPeople, knowPeople } from '../../../Sources/CWebAssets/web/js/people.js';
import { mayTell, toldOf } from '../../../Sources/CWebAssets/web/js/told.js';

const clock = { kind: 'clock', number: 'C-2026-000007', rule: 'EU-10', rule_name: 'Death', due: '2026-03-12', percent: 75,
  actor: null, entry: null, detail: null, count: 1 };
const event = (kind, more) => ({ kind, number: 'C-2026-000007', rule: null, rule_name: null, due: null, percent: null,
  actor: 'zoe', entry: null, detail: null, count: 1, ...more });
const states = (language) => ({ language, values: [{ value: 'review', label: language === 'fr' ? 'En revue' : 'In review' }] });
const told = (item, language) => {
  useWords(language, language === 'fr' ? french : english);
  return toldOf(item, { me: 'ann b', status: states(language) });
};

test('a clock says what is gone of it and is as pressing as that', () => {
  assert.deepEqual(told(clock, 'en'), { href: '/complaints/C-2026-000007', title: null, level: 'soon',
    words: '75 % of the time is gone: EU-10, Death, due 12 March 2026' });
  assert.equal(told({ ...clock, percent: 100 }, 'fr').words, 'Le délai est écoulé\u00a0: EU-10, Death, échéance le 12 mars 2026');
  assert.deepEqual([50, 75, 100].map((percent) => told({ ...clock, percent }, 'en').level), ['early', 'soon', 'late']);
});

test('who did what, in both languages, with what counts how often', () => {
  knowPeople([{ name: 'zoe', display_name: 'Zoé Martin' }]);
  for (const [item, en, fr] of [
    [event('mention', { entry: 4, detail: 'internal' }), 'Zoé Martin mentioned you in a comment',
      'Zoé Martin vous mentionne dans un commentaire'],
    [event('comment', { entry: 4, detail: 'customer' }), 'New comment by Zoé Martin', 'Nouveau commentaire, par Zoé Martin'],
    [event('comment', { entry: 4, count: 3 }), '3 new comments, the latest by Zoé Martin',
      '3 nouveaux commentaires, le dernier par Zoé Martin'],
    [event('status', { detail: 'review' }), 'Zoé Martin moved it to “In review”',
      'Zoé Martin l’a fait passer à «\u00a0En revue\u00a0»'],
    [event('merge', { detail: 'C-2026-000003' }), 'Zoé Martin merged it into C-2026-000003',
      'Zoé Martin l’a fusionnée avec C-2026-000003'],
    [event('decision', { entry: 9, detail: 'US' }), 'Zoé Martin decided on reporting (United States)',
      'Zoé Martin a décidé s’il faut déclarer (États-Unis)'],
    [event('report', { entry: 9, detail: 'EU', count: 2 }), '2 changes of reports, the latest by Zoé Martin (European Union)',
      '2 modifications de déclarations, la dernière par Zoé Martin (Union européenne)'],
    [event('lapse', { entry: 9, detail: 'EU' }), 'A change by Zoé Martin ends the decision on reporting (European Union)',
      'Une modification faite par Zoé Martin met fin à la décision de déclarer ou non (Union européenne)'],
    [event('lapses', { entry: 9, detail: 'EU', count: 3 }), '3 decisions on reporting ended by work on many files, by Zoé Martin',
      'Fin de 3 décisions de déclarer ou non, par un traitement en masse de Zoé Martin'],
    [event('lapses', { entry: 9, detail: 'EU', count: 3, actor: 'system' }),
      '3 decisions on reporting ended by the rules in force', 'Fin de 3 décisions de déclarer ou non, selon les règles en vigueur'],
    [event('task', { entry: 5, count: 2 }), '2 tasks for you, the latest from Zoé Martin',
      '2 tâches pour vous, la dernière confiée par Zoé Martin'],
    [event('owner'), 'Zoé Martin handed you this file', 'Zoé Martin vous confie ce dossier'],
  ]) {
    assert.equal(told(item, 'en').words, en);
    assert.equal(told(item, 'fr').words, fr);
  }
  forgetPeople();
});

test('every kind has its words; one that is not known here names the file and the person', () => {
  for (const language of ['en', 'fr']) {
    for (const kind of ['mention', 'comment', 'status', 'reopening', 'merge', 'duplicate', 'decision', 'report', 'lapse', 'lapses', 'task',
      'owner', 'investigator', 'files', 'brand_new']) {
      for (const count of [1, 2, 40]) {
        const { words } = told(event(kind, { count, detail: 'review' }), language);
        assert.match(words, /zoe/, `${kind} ${count}`);
        assert.doesNotMatch(words, /told\.|[{}]/, `${kind} ${count}`);
        if (kind === 'brand_new') assert.equal(words.includes('review'), false);
      }
    }
  }
});

test('it leads to the comment, to the file, or to the list of what bulk work handed over', () => {
  const way = (item) => told(item, 'en').href;
  assert.equal(way(event('mention', { entry: 4 })), '/complaints/C-2026-000007#comment-4');
  assert.equal(way(event('comment', { entry: 12, count: 2 })), '/complaints/C-2026-000007#comment-12');
  assert.equal(way(event('task', { entry: 4 })), '/complaints/C-2026-000007');
  assert.equal(way(event('files', { detail: 'owner' })), '/complaints/C-2026-000007');
  assert.equal(way(event('files', { detail: 'owner', count: 30 })), '/complaints?owner=ann+b');
  assert.equal(way(event('files', { detail: 'investigator', count: 30 })), '/complaints?investigator=ann+b');
  assert.equal(told(event('files', { detail: 'owner', count: 30 }), 'fr').title, 'Vos dossiers');
});

test('the bell asks again when a change may have told the person something, and never for their own', () => {
  for (const [change, is] of [
    [{ entity: 'clock', actor: 'system' }, true], [{ entity: 'complaint', isReset: true }, true],
    [{ entity: 'comment', actor: 'zoe' }, true], [{ entity: 'comment', actor: 'ann' }, false],
    [{ entity: 'task', actor: 'zoe' }, true], [{ entity: 'report', actor: 'zoe' }, true],
    [{ entity: 'complaint', actor: 'zoe', fields: ['summary', 'status'] }, true],
    [{ entity: 'complaint', actor: 'zoe', fields: ['summary'] }, false],
    [{ entity: 'complaint', actor: 'ann', fields: ['owner'] }, false], [{ entity: 'attachment', actor: 'zoe' }, false],
  ]) assert.equal(mayTell(change, 'ann'), is, JSON.stringify(change));
});
