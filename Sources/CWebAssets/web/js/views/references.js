/** What a form offers while one types a serial number, a system, a site or a country. */
import { countryName } from '../catalogue.js';
import { findCountries } from '../countries.js';
import { knownPeople } from '../people.js';
import { language } from '../i18n.js';

/**
 * Suggestions by field name. Picking a system fills what is known about it.
 * @param {import('../../app.js').App} app @param {() => any} form
 */
export function referenceSuggestions(app, form) {
  const systems = (name) => async (text) => {
    const { items } = await app.api.entities('systems', new URLSearchParams({ q: text, limit: '20' }));
    return items.filter((system) => system[name]).sort((a, b) => rank(a[name], text) - rank(b[name], text))
      .slice(0, 6).map((system) => ({
        value: system[name], system, text: system[name],
        hint: [system.modality, system.model, system.site].filter(Boolean).join(' · '),
      }));
  };
  const sites = async (text) => {
    const { items } = await app.api.entities('sites', new URLSearchParams({ q: text, limit: '6' }));
    return items.map((site) => ({ value: site.code, site, text: site.name, hint: site.code }));
  };
  const pickSystem = ({ system }, isTyped) => fillSystem(app, form(), system, isTyped);
  const countries = async (text) => findCountries(text, language()).map(({ code, name }) => ({
    value: code, text: name, hint: code }));
  const people = { suggest: async (text) => knownPeople(text).slice(0, 6).map((person) => ({
    value: person.name, text: person.display_name || person.name, hint: person.name })) };
  const accounts = app.catalogue.fields.filter((field) => field.reference === 'user');
  return {
    ...Object.fromEntries(accounts.map((field) => [field.name, people])),
    country: { suggest: countries, nameOf: nameOfCountry },
    serial: { suggest: systems('serial'), onPick: pickSystem },
    system: { suggest: systems('system_id'), onPick: pickSystem },
    site: { suggest: sites, onPick: ({ site }, isTyped) => form().fill(knownOfSite(site), isTyped) },
  };
}

/** Fills what a system answers, then what its site does; what somebody wrote there stays. */
export async function fillSystem(app, form, system, isTyped) {
  form.fill(knownOfSystem(system), isTyped);
  if (!system.site) return;
  const site = await app.api.entity('sites', system.site).catch(() => null);
  if (site) form.fill(knownOfSite(site.record), true);
}

/** "FR" is France; what is no code is nothing. */
function nameOfCountry(code) {
  const name = /^[A-Za-z]{2}$/.test(code) ? countryName(code.toUpperCase(), language()) : '';
  return name === code.toUpperCase() ? '' : name;
}

/** What is typed whole comes first, then what begins with it. */
function rank(value, text) {
  const [known, typed] = [value.toLowerCase(), text.toLowerCase()];
  return known === typed ? 0 : known.startsWith(typed) ? 1 : 2;
}

/** The fields of a complaint that a system answers. */
function knownOfSystem(system) {
  return given({
    system: system.system_id, site: system.site, modality: system.modality, brand: system.brand,
    product: system.product, model: system.model, serial: system.serial, udi: system.udi,
    software_version: system.software_version,
  });
}

function knownOfSite(site) {
  return given({ site: site.code, country: site.country, customer: site.customer });
}

const given = (values) => Object.fromEntries(Object.entries(values)
  .filter(([, value]) => value !== null && value !== undefined && value !== ''));
