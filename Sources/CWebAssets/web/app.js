/** Puts the interface together and starts it. */
import { Api, Problem } from './js/api.js';
import { h, replace } from './js/dom.js';
import { language, startLanguage, t, useWords } from './js/i18n.js';
import { Prefs } from './js/prefs.js';
import { Router } from './js/router.js';
import { routes } from './js/routes.js';
import { readCatalogue } from './js/catalogue.js';
import { Live } from './js/live.js';
import { tabName } from './js/tabname.js';
import { forgetPeople, knowPeople } from './js/people.js';
import { learnTeams } from './js/teams.js';
import { useTerms } from './js/terms.js';
import { Messages } from './js/widgets/toast.js';
import { describe, errorState, skeleton } from './js/widgets/states.js';
import { closeDialogs } from './js/widgets/dialog.js';
import { closePanel } from './js/widgets/menu.js';
import { Frame } from './js/frame.js';
import { watchKeys } from './js/shortcuts.js';

/**
 * What every view is given.
 * @typedef {App} App
 */
class App {
  constructor(root) {
    this.root = root;
    this.prefs = new Prefs(localStorage, tabName(sessionStorage));
    this.api = new Api({ language, onSignedOut: () => this.signedOut(),
      onSaving: (state) => this.showSaving(state) });
    this.router = new Router(routes, (route, place) => this.show(route, place));
    this.messages = null;
    this.session = null;
    this.rawCatalogue = null;
    this.catalogue = null;
    this.frame = null;
    this.saving = 'possible';
    /** The path of the page that is shown. */
    this.shownPath = null;
    this.live = new Live(this.api, { onSaving: (state) => this.showSaving(state) });
    /** Whether the last session ended by itself. */
    this.hasExpired = false;
    /** What views keep for the way back, by name. */
    this.kept = new Map();
  }

  async start() {
    await this.loadWords(startLanguage(this.prefs.get('language'), navigator.languages));
    watchKeys(this);
    // The view is fetched while we ask who is there.
    this.router.match(location.pathname)?.load().catch(() => {});
    const [session, fields] = await Promise.allSettled([this.api.session(), this.api.fields()]);
    document.documentElement.classList.remove('booting');
    try {
      if (session.status === 'fulfilled') await this.enter(session.value, fields.value);
      else if (session.reason.status !== 401) throw session.reason;
    } catch (problem) {
      this.cannotStart(problem);
      return;
    }
    await this.router.start();
  }

  /** Nothing can be saved, or all can again; a frame that is drawn anew says so too. */
  showSaving(state) {
    if (state === this.saving) return;
    this.saving = state;
    this.frame?.showSaving(state);
  }

  /** Who is there, or what a complaint is made of, could not be learned: no sign-in mends that. */
  cannotStart(problem) {
    replace(this.root, h('main', { class: 'gate' },
      errorState(problem, () => location.reload(), 'h1')));
  }

  async loadWords(code) {
    const module = await import(`./i18n/${code}.js`);
    useWords(code, module.default);
    document.documentElement.lang = code;
    this.messages?.element.remove();
    this.messages = new Messages();
    document.body.append(this.messages.element);
    if (this.rawCatalogue) this.catalogue = readCatalogue(this.rawCatalogue, code);
  }

  /** Shows everything in another language. */
  async speak(code) {
    this.prefs.set('language', code);
    await this.loadWords(code);
    this.frame = null;
    this.kept.clear();
    if (this.session) this.api.changeSession({ language: code }).catch(() => {});
    await this.router.refresh();
  }

  /** Takes a signed-in session. */
  async enter(session, fields) {
    this.session = session;
    this.hasExpired = false;
    this.prefs.owner = session.user.name;
    this.meetPeople(session.user);
    const chosen = this.prefs.get('language');
    const own = session.user.language;
    if (!chosen && own && own !== language()) await this.loadWords(own);
    this.rawCatalogue = fields ?? await this.api.fields();
    this.catalogue = readCatalogue(this.rawCatalogue, language());
    useTerms(this.api);
    learnTeams(this.api);
    this.live.start();
  }

  /** Reads the catalogue anew: an own field was made or changed. */
  async learnFields() {
    this.rawCatalogue = await this.api.fields();
    this.catalogue = readCatalogue(this.rawCatalogue, language());
  }

  /** Whose full names the person may know: everybody's for who administers people, else their own. */
  meetPeople(self) {
    forgetPeople();
    knowPeople([self]);
    // Where they cannot be had, accounts are named as they are.
    this.peopleKnown = this.may('users')
      ? this.api.users().then(({ items }) => knowPeople(items), () => {}) : Promise.resolve();
  }

  /** Whether the person may do something, by the API's permission names. */
  may(permission) { return this.session?.permissions.includes(permission) ?? false; }

  async signOut() {
    await this.api.signOut().catch(() => {});
    this.leave();
    await this.router.go('/signin');
  }

  leave() {
    this.session = null;
    this.frame = null;
    this.kept.clear();
    this.live.stop();
  }

  signedOut() {
    if (!this.session) return;
    this.leave();
    this.hasExpired = true;
    this.router.go(`/signin?to=${encodeURIComponent(location.pathname + location.search)}`);
  }

  /** Draws a route; the router keeps what this returns. */
  async show(route, place) {
    closePanel();
    // Drawn anew, a page keeps what was said of it and what asks over it.
    if (place.path !== this.shownPath) {
      closeDialogs();
      this.messages.clear();
    }
    this.shownPath = place.path;
    this.router.view?.dispose?.();
    this.router.view = null;
    if (!this.session && !route?.isOpen) return this.toGate();
    const { turn } = this.router;
    /** Whether the person has gone elsewhere while this view was on its way. */
    const isLate = () => turn !== this.router.turn;
    const waiting = setTimeout(() => {
      if (!isLate()) this.put(route, skeleton(['30%', '80%', '60%']), '');
    }, 150);
    try {
      if (route?.needs && !this.may(route.needs)) throw new Problem(403, {}, null);
      const module = await (route?.load ?? (() => import('./js/views/missing.js')))();
      const view = await module.render(this, place);
      clearTimeout(waiting);
      if (isLate()) return view;
      this.put(route, view.element, view.title);
      view.shown?.();
      return view;
    } catch (problem) {
      clearTimeout(waiting);
      if (isLate()) return null;
      this.put(route, errorState(problem, () => this.router.refresh(), 'h1'), describe(problem).title);
      return null;
    }
  }

  async toGate() {
    const state = await this.api.setupState().catch(() => ({ required: false }));
    const to = location.pathname === '/' ? '' : `?to=${encodeURIComponent(location.pathname
      + location.search)}`;
    await this.router.go(state.required ? '/setup' : `/signin${to}`, { isReplacing: true });
    return this.router.view;
  }

  put(route, element, title) {
    document.title = title ? `${title} · IBTool` : 'IBTool';
    if (route?.isOpen) {
      this.frame = null;
      replace(this.root, h('main', { class: 'gate' }, element));
      return;
    }
    if (!this.frame) {
      this.frame = new Frame(this);
      replace(this.root, this.frame.element);
    }
    this.frame.show(route, element, title);
  }
}

const app = new App(document.getElementById('app'));
app.start();
