/** Listens to the stream of changes and passes them on to whoever is there. */
export class Live {
  constructor(api) {
    this.api = api;
    this.listeners = new Set();
    this.stream = null;
    addEventListener('pagehide', () => this.stop());
    addEventListener('pageshow', (event) => { if (event.persisted) this.start(); });
  }

  start() {
    if (this.stream) return;
    this.stream = this.api.events((change) => {
      for (const listener of this.listeners) listener(change);
    });
  }

  stop() {
    this.stream?.close();
    this.stream = null;
  }

  /** Calls `listener` with each change until the returned function is called. */
  listen(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
