/** Asks how far something is, again and again: less and less often while it fails, and no more once it is refused. */
export const every = 400;
export const pauseMax = 30_000;
/** Nobody is signed in, may not see it, or it is gone: asking again changes nothing. */
const refusals = [401, 403, 404];

export class Polling {
  /**
   * @param {{ask: () => Promise<any>, onAnswer: (answer: any) => void, onRefused: (problem: any) => void,
   *   timers?: {setTimeout: Function, clearTimeout: Function}}} o
   */
  constructor({ ask, onAnswer, onRefused, timers = globalThis }) {
    Object.assign(this, { ask, onAnswer, onRefused, timers });
    this.failures = 0;
    this.turn = null;
  }

  /** Asks once, in a while; what was asked before is not answered any more. */
  start() {
    this.stop();
    const turn = this.turn = {};
    const pause = Math.min(pauseMax, every * 2 ** this.failures);
    this.timer = this.timers.setTimeout(() => this.run(turn), pause);
  }

  stop() {
    this.timers.clearTimeout(this.timer);
    this.turn = null;
  }

  async run(turn) {
    let answer;
    try {
      answer = await this.ask();
    } catch (problem) {
      if (this.turn === turn) this.failed(problem);
      return;
    }
    if (this.turn !== turn) return;
    this.failures = 0;
    this.onAnswer(answer);
  }

  failed(problem) {
    if (refusals.includes(problem.status)) {
      this.stop();
      this.onRefused(problem);
    } else {
      this.failures += 1;
      this.start();
    }
  }
}
