/** Says once that rows do not come, and takes it back when they do. */
import { problemText } from './states.js';

export class Outage {
  /** @param {import('./toast.js').Messages} messages */
  constructor(messages) {
    this.messages = messages;
    this.toast = null;
  }

  /** @param {Error|null} error what stands between us and the rows; null: nothing any more */
  tell(error) {
    if (error && !this.toast) this.toast = this.messages.bad(problemText(error));
    if (error || !this.toast) return;
    this.toast.remove();
    this.toast = null;
  }
}
