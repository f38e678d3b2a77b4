/** The teams that files may be given to, as this visit knows them. */

/** @typedef {{id: number, name: string, lead: string|null, members: string[], active: boolean,
 *   version: number}} Team */

/** @type {Team[]} */
let known = [];

/** Learns the teams anew; without them files are given to any name. */
export async function learnTeams(api) {
  try {
    known = (await api.teams()).items;
  } catch {
    // The next look asks again.
  }
  return known;
}

/** The names that a file may be given to now, with the one it has. Empty when there are no teams. */
export function teamChoices(current) {
  const names = known.filter((team) => team.active).map((team) => team.name);
  return known.length > 0 && current && !names.includes(current) ? [...names, current] : names;
}

/** Whether there are teams at all. */
export const hasTeams = () => known.length > 0;
