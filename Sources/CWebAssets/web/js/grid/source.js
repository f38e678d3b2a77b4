/**
 * The rows of one view, fetched in pages as they come into sight, kept while they may be wanted
 * again, given up when they are not.
 */
import { pagesOf } from './window.js';

const pagesMax = 300;
/** The longest pause before a refused page is asked for again. */
const pauseMax = 30_000;

export class RowSource {
  /**
   * @param {(page: {offset: number, limit: number, countTotal: boolean, signal: AbortSignal}) =>
   *   Promise<{items: any[], total?: number|null, ranked?: boolean}>} fetchPage
   * @param {number} [pageSize] @param {number} [pauseFirst] ms before the first try after a failure
   */
  constructor(fetchPage, pageSize = 100, pauseFirst = 1000) {
    this.fetchPage = fetchPage;
    this.pageSize = pageSize;
    this.pauseFirst = pauseFirst;
    /** @type {number|null} null until the first answer */
    this.total = null;
    this.ranked = true;
    /** @type {Error|null} */
    this.error = null;
    this.onchange = () => {};
    this.pages = new Map();
    this.running = new Map();
    this.timer = 0;
    /** After a failure nothing is fetched until a pause is over or somebody asks again. */
    this.isResting = false;
    this.restTimer = 0;
    this.failures = 0;
    this.isClosed = false;
  }

  /** The row at `index`, or null while it is on its way. */
  row(index) {
    const page = this.pages.get(Math.floor(index / this.pageSize));
    return page ? page[index % this.pageSize] ?? null : null;
  }

  /** Rows from..<to that are here. */
  loaded(from, to) {
    const rows = [];
    for (let index = from; index < to; index += 1) {
      const row = this.row(index);
      if (row) rows.push(row);
    }
    return rows;
  }

  /**
   * Says which rows are in sight. What is missing is fetched at once when nothing else runs, else
   * after a moment's quiet; pages no longer in sight are given up.
   */
  want(from, to) {
    this.wanted = pagesOf(from, Math.max(to, from + 1), this.pageSize);
    for (const [page, controller] of this.running) {
      if (!this.wanted.includes(page)) {
        controller.abort();
        this.running.delete(page);
      }
    }
    clearTimeout(this.timer);
    if (this.running.size === 0 && !this.isHurried()) this.fetchMissing();
    else this.timer = setTimeout(() => this.fetchMissing(), 40);
  }

  /** Whether the last fetch began so recently that another would only be stale too. */
  isHurried() {
    return performance.now() - (this.startedAt ?? -1000) < 40;
  }

  /** Asks again after an error. */
  retry() {
    this.wake();
    this.fetchMissing();
  }

  wake() {
    this.isResting = false;
    clearTimeout(this.restTimer);
  }

  /** A refusal stands until somebody asks again; what may pass is tried again, less and less often. */
  rest(error) {
    this.error = error;
    this.isResting = true;
    this.failures += 1;
    clearTimeout(this.restTimer);
    if (!mayPass(error)) return;
    const pause = Math.min(pauseMax, this.pauseFirst * 2 ** (this.failures - 1));
    this.restTimer = setTimeout(() => { if (!this.isClosed) this.retry(); }, pause);
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.wake();
    for (const controller of this.running.values()) controller.abort();
    this.running.clear();
  }

  fetchMissing() {
    if (this.isClosed || this.isResting) return;
    for (const page of this.wanted ?? [0]) {
      if (!this.pages.has(page) && !this.running.has(page)) this.fetch(page);
    }
  }

  async fetch(page) {
    const controller = new AbortController();
    this.running.set(page, controller);
    this.startedAt = performance.now();
    try {
      const answer = await this.fetchPage({
        offset: page * this.pageSize, limit: this.pageSize,
        countTotal: this.total === null, signal: controller.signal,
      });
      this.take(page, answer);
    } catch (error) {
      if (controller.signal.aborted) return;
      this.rest(error);
    } finally {
      if (this.running.get(page) === controller) this.running.delete(page);
    }
    if (!this.isClosed && !controller.signal.aborted) this.onchange();
  }

  take(page, answer) {
    this.error = null;
    this.failures = 0;
    this.wake();
    this.pages.delete(page);
    this.pages.set(page, answer.items);
    if (typeof answer.total === 'number') this.total = answer.total;
    else if (this.total === null) this.total = page * this.pageSize + answer.items.length;
    if (typeof answer.ranked === 'boolean') this.ranked = answer.ranked;
    if (this.pages.size > pagesMax) this.pages.delete(this.pages.keys().next().value);
  }
}

/** Whether a failure may be over by itself: no server, a busy one, one that stumbled. */
const mayPass = ({ status }) => !status || status === 429 || status >= 500;
