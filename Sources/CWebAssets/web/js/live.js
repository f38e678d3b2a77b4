/** Listens to the stream of changes and passes them on to whoever is there. */
const pause = 15_000;

export class Live {
  /** @param {{onSaving: (state: string) => void}} hooks */
  constructor(api, hooks) {
    this.api = api;
    this.hooks = hooks;
    this.listeners = new Set();
    this.stream = null;
    this.timer = 0;
    addEventListener('pagehide', () => this.stop());
    addEventListener('pageshow', (event) => { if (event.persisted) this.start(); });
  }

  start() {
    if (this.stream) return;
    this.stream = this.api.events({
      onChange: (change) => this.tell(change),
      onReset: () => this.tell({ entity: 'complaint', isReset: true }),
      onSaving: (state) => this.hooks.onSaving(state),
      onClosed: () => this.startLater(),
    });
  }

  /** A server that is starting or draining refuses the stream; it is asked for again. */
  startLater() {
    this.stop();
    this.timer = setTimeout(() => this.start(), pause);
  }

  stop() {
    clearTimeout(this.timer);
    this.stream?.close();
    this.stream = null;
  }

  tell(change) {
    for (const listener of this.listeners) listener(change);
  }

  /** Calls `listener` with each change until the returned function is called. */
  listen(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
