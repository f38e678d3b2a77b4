/** What a form offers while one types a serial number, a system, a site or a country. */
import { findCountries } from '../countries.js';
import { language } from '../i18n.js';

/**
 * Suggestions by field name. Picking a system fills what is known about it.
 * @param {import('../../app.js').App} app @param {() => any} form
 */
export function referenceSuggestions(app, form) {
  const systems = (param) => async (text) => {
    const { items } = await app.api.entities('systems', new URLSearchParams({ [param]: text, limit: '6' }));
    return items.map((system) => ({
      value: param === 'serial' ? system.serial : system.system_id, system,
      text: param === 'serial' ? system.serial : system.system_id,
      hint: [system.modality, system.model, system.site].filter(Boolean).join(' · '),
    }));
  };
  const sites = async (text) => {
    const { items } = await app.api.entities('sites', new URLSearchParams({ q: text, limit: '6' }));
    return items.map((site) => ({ value: site.code, site, text: site.name, hint: site.code }));
  };
  const pickSystem = ({ system }) => form().fill(knownOfSystem(system));
  const countries = async (text) => findCountries(text, language()).map(({ code, name }) => ({
    value: code, text: name, hint: code }));
  return {
    country: { suggest: countries },
    serial: { suggest: systems('serial'), onPick: pickSystem },
    system: { suggest: systems('q'), onPick: pickSystem },
    site: { suggest: sites, onPick: ({ site }) => form().fill(knownOfSite(site)) },
  };
}

/** The fields of a complaint that a system answers. */
export function knownOfSystem(system) {
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
