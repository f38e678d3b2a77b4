/** Teams: who works files together, and who leads. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { t, tn } from '../i18n.js';
import { personName } from '../people.js';
import { learnTeams } from '../teams.js';
import { plainChip } from '../widgets/chip.js';
import { openDialog } from '../widgets/dialog.js';
import { simpleForm } from '../widgets/simpleform.js';
import { stackLabel } from '../widgets/stacklabel.js';
import { emptyState, problemText } from '../widgets/states.js';

export async function render(app) {
  const page = new TeamsPage(app);
  await page.load();
  return { title: t('section.teams'), element: page.element };
}

class TeamsPage {
  constructor(app) {
    this.app = app;
    this.list = h('div');
    this.element = h('div', { class: 'page' },
      h('div', { class: 'page-head' }, h('h1', null, t('section.teams')),
        h('button', { class: 'button primary', type: 'button', onclick: () => this.edit(null) },
          icon('plus'), t('teams.add'))),
      h('p', { class: 'muted' }, t('teams.text')), h('div', { class: 'block' }, this.list));
  }

  async load() {
    const [{ items: people }, teams] = await Promise.all([this.app.api.users(), learnTeams(this.app.api)]);
    this.people = people;
    replace(this.list, teams.length === 0
      ? emptyState({ iconName: 'people', title: t('teams.none'), text: t('teams.none-text') })
      : h('div', { class: 'table-scroll' }, h('table', { class: 'plain-table middle stacks' },
        h('thead', null, h('tr', null, ['name', 'lead', 'members', 'state'].map((name) =>
          h('th', { scope: 'col' }, t(`teams.${name}`))), h('th', { scope: 'col' },
          h('span', { class: 'unseen' }, t('action.edit'))))),
        h('tbody', null, teams.map((team) => this.row(team))))));
  }

  row(team) {
    return h('tr', null,
      h('td', { class: 'grow' }, h('b', null, team.name)),
      h('td', null, stackLabel(t('teams.lead')),
        team.lead ? personName(team.lead) : h('span', { class: 'muted' }, '–')),
      h('td', { class: 'grow' }, tn('teams.count', team.members.length),
        h('div', { class: 'muted small' }, team.members.map(personName).join(', '))),
      h('td', null, plainChip(t(team.active ? 'teams.active' : 'teams.inactive'),
        team.active ? 'tone-green shape-dot' : 'tone-slate shape-square')),
      h('td', { class: 'right' }, h('button', { class: 'button quiet', type: 'button',
        'aria-label': t('teams.edit-of', { name: team.name }), onclick: () => this.edit(team) },
      icon('edit'), t('action.edit'))));
  }

  edit(team) {
    const chosen = new Set(team?.members ?? []);
    const shown = this.people.filter((person) => person.active || chosen.has(person.name));
    // Who leads takes the place of owners: the server refuses others (`may_not_work`).
    const leads = shown.filter((person) => person.name === team?.lead
      || (person.active && !['viewer', 'engineer'].includes(person.role)));
    const members = h('fieldset', { class: 'stack tight team-members' },
      h('legend', { class: 'field-label' }, t('teams.members')),
      shown.map((person) => h('label', { class: 'tick' }, h('input', { type: 'checkbox',
        value: person.name, checked: chosen.has(person.name), onchange: (event) => {
          if (event.target.checked) chosen.add(person.name);
          else chosen.delete(person.name);
        } }), h('span', null, person.display_name || person.name))));
    const form = simpleForm({
      entries: [
        !team && { name: 'name', label: t('teams.name'), required: true, autofocus: true,
          help: t('teams.name-help') },
        { name: 'lead', label: t('teams.lead'), type: 'select', value: team?.lead ?? '',
          help: t('teams.lead-help'), options: [{ value: '', label: t('teams.no-lead') },
            ...leads.map((person) => ({ value: person.name, label: person.display_name || person.name }))] },
        team && { name: 'active', label: t('teams.takes'), type: 'checkbox', value: team.active,
          help: t('teams.takes-help') },
      ].filter(Boolean),
      extra: members, action: team ? t('action.save') : t('teams.add'),
      onSubmit: async ({ name, lead, active }) => {
        const body = { lead: lead || null, members: [...chosen] };
        if (team) await this.app.api.changeTeam(team, { ...body, active });
        else await this.app.api.addTeam({ ...body, name });
        dialog.close();
        this.app.messages.good(t('teams.saved', { name: team?.name ?? name }));
        await this.load().catch((problem) => this.app.messages.bad(problemText(problem)));
      },
    });
    const boxes = [...members.querySelectorAll('input')];
    const dialog = openDialog({ title: team?.name ?? t('teams.add'), body: form.element,
      keep: form.kept({ prefs: this.app.prefs, name: `team.${team?.id ?? 'new'}`,
        read: () => ({ members: [...chosen].sort() }),
        fill: (kept) => {
          chosen.clear();
          for (const name of kept.members) chosen.add(name);
          for (const box of boxes) box.checked = chosen.has(box.value);
        } }) });
  }
}
