/** One of the operator's own fields: made, changed, retired. */
import { h, replace } from '../dom.js';
import { language, t } from '../i18n.js';
import { draftOf } from '../draftsaver.js';
import { bodyOf, controlOf, flatten, isOfType, isSectionOf, sectionOf } from '../fielddraft.js';
import { way } from '../steps.js';
import { isDialogOpen } from '../widgets/dialog.js';
import { FormDraft } from '../widgets/formdraft.js';
import { RecordForm } from '../widgets/recordform.js';
import { groupLabel } from '../widgets/fieldview.js';
import { problemText } from '../widgets/states.js';
import { entityField } from './entities.js';
import { definitions, typeName } from './fields.js';

const types = ['text', 'prose', 'choice', 'choice_list', 'text_list', 'date', 'partial_date', 'integer',
  'decimal', 'boolean', 'country', 'country_list'];
/** Who may see the values; of all but the open ones they are sealed. */
const accesses = ['open', 'complainant', 'patient'];

export async function render(app, place) {
  const { name } = place.params;
  const known = await definitions(app);
  const raw = name === 'new' ? null
    : known.raw.items.find((field) => field.name === `custom.${name}`);
  if (name !== 'new' && !raw) {
    app.router.go('/admin/fields', { isReplacing: true });
    return { title: t('section.fields'), element: h('div', { class: 'page' }) };
  }
  const page = new FieldPage(app, raw, known.catalogue);
  return { title: page.title, element: page.element, dispose: () => page.dispose(),
    shown: () => page.shown() };
}

class FieldPage {
  constructor(app, raw, catalogue) {
    this.app = app;
    this.catalogue = catalogue;
    this.raw = raw;
    this.values = flatten(raw);
    this.title = raw ? catalogue.byName.get(raw.name).label : t('fields.add');
    /** Who may see the values, as last chosen: data of a person go to their section, until somebody says otherwise. */
    this.access = null;
    this.draft = new FormDraft({ prefs: app.prefs, name: `field.${this.values.name ?? 'new'}`,
      draftOf: (values) => draftOf(this.values, values, null), again: () => app.router.refresh() });
    this.form = new RecordForm({ groups: this.groups(), record: this.values, isNew: true,
      onChange: (values) => { this.drawType(); this.draft.keep(values); } });
    this.button = h('button', { class: 'button primary', type: 'button', 'aria-keyshortcuts': 'Control+S',
      onclick: () => this.save() }, t('action.save'));
    this.element = h('article', { class: 'record' },
      h('header', { class: 'record-head' }, h('div', { class: 'record-title' },
        h('h1', { class: 'grow' }, this.title),
        h('button', { class: 'button', type: 'button', onclick: () => this.discard() }, t('action.cancel')),
        this.button)),
      h('div', { class: 'record-main' }, this.draft.offers, this.form.element, this.otherNeed()));
    this.onKey = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 's') return;
      event.preventDefault();
      if (!isDialogOpen()) this.save();
    };
    document.addEventListener('keydown', this.onKey);
    this.drawType();
  }

  dispose() {
    this.draft.leave();
    document.removeEventListener('keydown', this.onKey);
  }

  shown() {
    const draft = this.draft.own;
    if (!draft) return;
    // It says the section itself.
    this.access = null;
    this.draft.fill(this.form, draft, () => this.startAnew());
  }

  startAnew() {
    this.draft.drop();
    this.app.router.refresh();
  }

  discard() {
    this.draft.drop();
    this.app.router.go('/admin/fields');
  }

  groups() {
    const text = (name, more) => entityField(name, t(`fields.${name}`), more);
    const flag = (name, label) => text(name, { type: 'boolean', label, help: this.help(name) });
    const choice = (name, values, more) => text(name, { type: 'choice', values, ...more });
    const what = [
      !this.raw && text('name', { required: true, bytesMax: 63, help: t('fields.name-help') }),
      text('label_en', { required: true, bytesMax: 200 }), text('label_fr', { bytesMax: 200 }),
      text('help_en', { bytesMax: 200 }), text('help_fr', { bytesMax: 200 }),
      !this.raw && choice('type', types.map((type) => ({ value: type, label: typeName(type) })),
        { required: true }),
      !this.raw && choice('access', accesses.map((value) => ({ value, label: t(`fields.access-${value}`) })),
        { required: true, help: t('fields.access-help') }),
      text('values', { type: 'prose', help: t('fields.values-help') }),
      text('minimum', { type: 'number' }), text('maximum', { type: 'number' }),
      text('bytes_max', { type: 'number', min: 1, max: 16000 }),
    ];
    const where = [
      choice('group', this.sections(), { required: true }),
      text('position', { type: 'number', min: 0, max: 10000, help: t('fields.position-help') }),
      flag('facet', t('fields.facet-long')), flag('sortable', t('fields.sortable-long')),
      flag('indexed', t('fields.indexed-long')),
      this.raw && flag('retired', t('fields.retired-long')),
    ];
    return [
      { name: 'what', label: t('fields.what'), fields: what.filter(Boolean) },
      { name: 'where', label: t('fields.where'), fields: where.filter(Boolean) },
      { name: 'need', label: t('fields.need'), fields: this.needs(text, flag, choice) },
    ];
  }

  help(name) { return ['facet', 'indexed', 'retired', 'required'].includes(name) ? t(`fields.${name}-help`) : ''; }

  sections() {
    const names = [...new Set([...this.catalogue.groups.map((group) => group.name), 'custom'])];
    const ofSome = (name) => accesses.some((access) => isSectionOf(name, access));
    return names.filter(ofSome).map((name) => ({ value: name,
      label: groupLabel(this.catalogue.groups.find((group) => group.name === name) ?? { name }) }));
  }

  needs(text, flag, choice) {
    const always = flag('required', t('fields.required'));
    if (this.values.isOther) return [always];
    const status = this.catalogue.byName.get('status');
    const states = way.map((value) => status.values.find((state) => state.value === value)).filter(Boolean);
    const others = this.catalogue.fields
      .filter((field) => field.type !== 'object' && field.name !== this.raw?.name);
    return [always, choice('need_status', states),
      choice('need_field', others.map((field) => ({ value: field.name, label: field.label }))),
      choice('need_is', ['in', 'set', 'empty'].map((value) => ({ value, label: t(`fields.need_is-${value}`) }))),
      text('need_values', {})];
  }

  /** A condition that these controls cannot show. */
  otherNeed() {
    if (!this.values.isOther) return null;
    const when = this.catalogue.byName.get(this.raw.name).requiredWords;
    return h('p', { class: 'muted' }, t('fields.need-kept', { when }));
  }

  /** Shows the controls that the type has, the sections for it, and which values the other field takes. */
  drawType() {
    if (!this.form) return;
    const values = { ...this.values, ...this.form.values() };
    for (const [name, input] of this.form.inputs) {
      input.element.hidden = !isOfType(name, values.type, values.access);
    }
    this.drawSections(values);
    const other = this.catalogue.byName.get(values.need_field);
    const line = this.form.inputs.get('need_values');
    if (!line) return;
    line.element.hidden = !other || values.need_is !== 'in';
    const foot = line.element.querySelector('.field-foot');
    this.known ??= h('p', { class: 'field-help' });
    foot.prepend(this.known);
    replace(this.known, other?.values && t('fields.need_values-help', {
      values: other.values.map((choice) => choice.value).join(', ') }));
  }

  drawSections({ access, group }) {
    const input = this.form.inputs.get('group');
    for (const option of input.element.querySelectorAll('option')) {
      option.hidden = option.disabled = Boolean(option.value) && !isSectionOf(option.value, access);
    }
    const isNewChoice = access !== (this.access ?? access);
    this.access = access;
    if (!isSectionOf(group, access) || (isNewChoice && group === 'custom')) input.set(sectionOf(access));
  }

  async save() {
    if (this.button.disabled || !this.form.check()) return;
    this.button.disabled = true;
    const body = bodyOf({ ...this.values, ...this.form.values() }, !this.raw, this.values.isOther);
    try {
      const saved = this.raw ? await this.app.api.changeField(this.raw.name, body)
        : await this.app.api.createField(body);
      this.draft.drop();
      await this.app.learnFields();
      await this.app.router.go('/admin/fields');
      this.app.messages.good(t('fields.saved', { name: saved.label[language()] }));
    } catch (problem) {
      this.meet(problem);
    } finally {
      this.button.disabled = false;
    }
  }

  meet(problem) {
    if (problem.status === 409) {
      this.form.show([{ name: 'name', code: 'taken', detail: t('fields.name-taken') }]);
    } else if (problem.errors?.length) {
      this.form.show(problem.errors.map((error) => ({ name: controlOf(error.pointer), code: error.code,
        detail: error.detail })));
    } else this.form.showFault(problemText(problem));
  }
}
