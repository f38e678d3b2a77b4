/**
 * From an address to a view, and back. A view module exports `render(app, place)` that returns
 * `{element, title, update?(place), dispose?()}`.
 * @typedef {{path: string, search: string, hash: string, params: Object<string, string>,
 *   state: any}} Place
 */
export class Router {
  /** @param {{pattern: string, name: string, load: () => Promise<any>}[]} routes */
  constructor(routes, show) {
    this.routes = routes.map((route) => ({ ...route, test: compile(route.pattern) }));
    this.show = show;
    this.route = null;
    this.view = null;
    this.turn = 0;
  }

  start() {
    addEventListener('popstate', () => this.render());
    document.addEventListener('click', (event) => this.follow(event));
    history.scrollRestoration = 'manual';
    return this.render();
  }

  /** Goes to an address as if it had been clicked. */
  go(address, { isReplacing = false, state = null } = {}) {
    if (isReplacing) history.replaceState(state, '', address);
    else history.pushState(state, '', address);
    return this.render();
  }

  /** Writes the address of the view that is already shown. */
  note(address, { isReplacing = false } = {}) {
    if (isReplacing) history.replaceState(history.state, '', address);
    else history.pushState(null, '', address);
  }

  /** Keeps something with the present entry of the history, for the way back. */
  keep(state) { history.replaceState({ ...history.state, ...state }, ''); }

  /** Draws the present address again from scratch. */
  refresh() {
    this.route = null;
    return this.render();
  }

  /** @returns {Place} */
  place(route) {
    const { pathname, search, hash } = location;
    return { path: pathname, search, hash, params: route?.params ?? {}, state: history.state };
  }

  async render() {
    const route = this.match(location.pathname);
    const place = this.place(route);
    const isSame = this.route && route && this.route.name === route.name
      && JSON.stringify(this.route.params) === JSON.stringify(route.params);
    if (isSame && this.view?.update) {
      this.view.update(place);
      return;
    }
    this.turn += 1;
    const turn = this.turn;
    this.route = route;
    const view = await this.show(route, place);
    if (turn !== this.turn) {
      view?.dispose?.();
      return;
    }
    this.view = view;
  }

  match(pathname) {
    for (const route of this.routes) {
      const match = route.test.exec(pathname);
      if (match) return { ...route, params: { ...route.params, ...decode(match.groups) } };
    }
    return null;
  }

  follow(event) {
    const link = event.target.closest?.('a[href]');
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.pathname.startsWith('/api/') || link.getAttribute('href').startsWith('#')) return;
    event.preventDefault();
    this.go(link.pathname + link.search + link.hash);
  }
}

const compile = (pattern) => new RegExp(`^${pattern.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`);

const decode = (groups) => Object.fromEntries(Object.entries(groups ?? {})
  .map(([name, value]) => [name, decodeURIComponent(value)]));
