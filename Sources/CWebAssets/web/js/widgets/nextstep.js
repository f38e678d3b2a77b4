/** Where a file may go from here, and what is missing for it: the stepper's moves and the checklist. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { t, tn } from '../i18n.js';
import { fieldOfPointer } from '../validate.js';
import { valueLabel } from '../catalogue.js';
import { openDialog } from './dialog.js';
import { LivePanel } from './livepanel.js';
import { notice, refusalWords } from './states.js';
import { textBox } from './textbox.js';
import { nextTarget } from '../steps.js';

export class NextStepPanel extends LivePanel {
  /**
   * @param {{app: any, complaint: () => any, mayMove: () => boolean, move: (to: string) => Promise<void>,
   *   send: (to: string, reason: string) => Promise<any>, moved: (saved: any) => void,
   *   lead: (pointer: string) => void, onLoaded: () => void}} place `move` tells itself what is refused, `send` throws
   *   it to where the reason was asked; `lead` brings the reader to where a missing thing is entered
   */
  constructor({ app, complaint, mayMove, move, send, moved, lead, onLoaded }) {
    super();
    Object.assign(this, { app, complaint, mayMove, move, send, moved, lead, onLoaded });
    /** @type {any[]} every target, as the server sees it now */
    this.targets = [];
    this.body = h('div');
    this.element = h('section', { class: 'side-panel next-step', 'aria-labelledby': 'next-title' },
      h('h2', { id: 'next-title' }, t('next.title')), this.body);
  }

  async load() {
    const asked = this.asked = {};
    try {
      const answer = await this.app.api.transitions(this.complaint().id);
      if (this.isGone || this.asked !== asked) return;
      this.targets = answer.targets;
      this.draw();
      this.onLoaded();
    } catch (problem) {
      if (this.isGone) return;
      this.showProblem(this.body, problem);
    }
  }

  label(status) { return valueLabel(this.app.catalogue.byName.get('status'), status); }

  draw() {
    const next = nextTarget(this.complaint().status, this.targets);
    const others = this.targets.filter((target) => target.move && target.permitted && target !== next);
    this.element.hidden = !next && others.length === 0;
    replace(this.body,
      next && h('p', { class: 'next-way' }, icon('right'), h('b', null, this.label(next.to))),
      next && this.checklist(next),
      h('div', { class: 'line wrap' },
        next?.permitted && h('button', { class: 'button primary', type: 'button', disabled: !next.allowed,
          onclick: (event) => isFirst(event) && this.go(next) }, t('next.go', { status: this.label(next.to) })),
        others.length > 0 && h('button', { class: 'button', type: 'button', 'aria-haspopup': 'dialog',
          onclick: () => this.choose(others) }, t('next.others'))));
  }

  /** What is missing, each line a way to where it is entered. */
  checklist(target, lead = this.lead) {
    if (!target.permitted) return h('p', { class: 'muted small' }, t(`next.who-${target.permission}`));
    if (target.missing.length === 0) {
      return h('p', { class: 'small next-ready' }, icon('check'), t('next.ready'));
    }
    return [h('p', { class: 'muted small' }, tn('next.missing', target.missing.length)),
      h('ul', { class: 'checklist' }, target.missing.map((line) => h('li', null,
        h('button', { class: 'link', type: 'button', onclick: () => lead(line.pointer) },
          missingText(this.app.catalogue, line)))))];
  }

  /** Takes one of the steps: the next one at once, any other where it is asked. */
  take(to) {
    const target = this.targets.find((known) => known.to === to);
    if (target === nextTarget(this.complaint().status, this.targets)) return this.go(target);
    return this.choose([target]);
  }

  async go(target) {
    if (!target.asks_signature && (target.asks_reason || !['forward', 'back'].includes(target.move))) {
      return this.choose([target]);
    }
    return this.mayMove() && this.move(target.to);
  }

  /** Asks which state, and why where a reason is asked for. */
  choose(targets) {
    if (!this.mayMove()) return;
    const status = h('select', { class: 'input', id: 'move-to', 'data-autofocus': true },
      targets.map((target) => h('option', { value: target.to }, this.label(target.to))));
    const reason = textBox({ id: 'move-reason' });
    const reasonLabel = h('label', { for: 'move-reason', class: 'field-label' });
    const reasonField = h('div', { class: 'field' }, reasonLabel, reason.input, reason.error);
    const trouble = h('div', { 'aria-live': 'assertive' });
    const missing = h('div', { 'aria-live': 'polite' });
    const button = h('button', { class: 'button primary', type: 'submit', form: 'move' }, t('next.do'));
    const chosen = () => targets.find((target) => target.to === status.value);
    const draw = () => {
      const target = chosen();
      // What is signed asks for its reason where it is signed.
      reasonField.hidden = target.asks_signature;
      reason.input.required = target.asks_reason && !target.asks_signature;
      reason.setError(null);
      replace(button, t(target.asks_signature ? 'signmove.do' : 'next.do'));
      replace(reasonLabel, t('reason.label'),
        !target.asks_reason && h('span', { class: 'optional' }, t('form.optional')));
      replace(missing, ['closing', 'ending'].includes(target.move) && h('p', { class: 'muted' }, t('ending.text')),
        // A line that leads elsewhere leaves the dialog behind, which would keep the focus.
        target.missing.length > 0 && this.checklist(target, (pointer) => { dialog.leave(); this.lead(pointer); }));
      button.disabled = target.missing.length > 0;
    };
    status.addEventListener('change', draw);
    const [first] = targets;
    const dialog = openDialog({ title: t('next.dialog'),
      keep: { prefs: this.app.prefs, name: `move.${this.complaint().id}`,
        read: () => ({ to: reason.text ? status.value : first.to, reason: reason.input.value }),
        fill: (kept) => {
          status.value = targets.some((target) => target.to === kept.to) ? kept.to : first.to;
          reason.input.value = kept.reason;
          draw();
        } },
      body: h('form', { id: 'move', class: 'stack', novalidate: true, onsubmit: async (event) => {
        event.preventDefault();
        const target = chosen();
        if (button.disabled) return;
        if (target.asks_signature) {
          dialog.close();
          this.move(target.to);
          return;
        }
        if (!reason.check(target.asks_reason ? t('refusal.required') : null)) return;
        button.disabled = true;
        try {
          const saved = await this.send(target.to, reason.text);
          dialog.close();
          this.moved(saved);
        } catch (problem) {
          replace(trouble, notice('bad', refusalWords(problem)));
          trouble.scrollIntoView({ block: 'nearest' });
          button.disabled = false;
        }
      } }, h('div', { class: 'field' }, h('label', { for: 'move-to', class: 'field-label' }, t('next.to')), status),
      missing, reasonField, trouble),
      foot: [h('button', { class: 'button', type: 'button', onclick: () => dialog.close() },
        t('action.cancel')), button] });
  }
}

/** Whether a press is one of its own: the second of a double click takes no step of its own. */
export const isFirst = (event) => event.detail < 2;

/** What is missing in words: where only a value is, the field's name says which. @returns {string} */
export function missingText(catalogue, { pointer, code, detail }) {
  const field = code === 'required' && catalogue.byName.get(fieldOfPointer(pointer));
  return field ? `${field.label}${t('list.colon')}${detail}` : detail;
}

/** The field that a missing line is about. */
export const missingField = (pointer) => fieldOfPointer(pointer);
