// Says of each case what the form would ask for: `node agreement.mjs FILE`, a JSON file with
// {"fields":[…],"cases":[{"record":{…},"patch":{…}},…]}; answers a line of JSON a case.
import { readFileSync } from 'node:fs';
import { readCatalogue } from '../../Sources/CWebAssets/web/js/catalogue.js';
import { isNeeded, missedBy } from '../../Sources/CWebAssets/web/js/condition.js';
import { isSame, mergePatch, valueOf } from '../../Sources/CWebAssets/web/js/patch.js';

const { fields: raw, cases } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { fields } = readCatalogue({ items: raw }, 'en');
/** The record as the form holds it: own fields by their whole names. */
const flat = ({ custom, ...values }) => ({ ...values, ...Object.fromEntries(Object.entries(custom)
  .map(([name, value]) => [`custom.${name}`, value])) });
for (const { record, patch } of cases) {
  const value = (name) => valueOf(record, name) ?? null;
  const needed = fields.filter((field) => isNeeded(field, record.status, value)
    && isSame(value(field.name), null)).map((field) => field.name);
  console.log(JSON.stringify({ needed, missed: missedBy(fields, record, patch),
    fresh: missedBy(fields, null, flat(record)), sent: mergePatch({}, flat(record)) }));
}
