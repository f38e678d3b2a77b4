/** Files on their way to the server: how far each is, a way to stop it, and why one did not arrive. */
import { h, setVars } from '../dom.js';
import { icon } from '../icons.js';
import { language, t } from '../i18n.js';
import { bytes, percent } from '../format.js';
import { problemText } from './states.js';

const atOnce = 2;

/** Closing the page now would lose an upload: the browser asks first. */
const askFirst = (event) => event.preventDefault();

export class UploadQueue {
  /**
   * @param {{send: (file: File, options: any) => Promise<any>, refusal: (file: File) => string,
   *   onDone: (made: any) => void, onCancel: (name: string) => void, onFailed: (name: string) => void}} hooks
   */
  constructor(hooks) {
    this.hooks = hooks;
    this.waiting = [];
    this.running = new Set();
    this.element = h('ul', { class: 'uploads', 'aria-label': t('uploads.title'), hidden: true });
  }

  get isBusy() { return this.waiting.length + this.running.size > 0; }

  /** @param {File} file @param {{isPatient: boolean, note: string}} options */
  add(file, options) {
    const upload = new Upload(file, options, this);
    this.element.append(upload.element);
    this.element.hidden = false;
    const refusal = this.hooks.refusal(file);
    if (refusal) { upload.fail(refusal, false); this.hooks.onFailed(file.name); } else this.enqueue(upload);
  }

  enqueue(upload) {
    this.waiting.push(upload);
    addEventListener('beforeunload', askFirst);
    this.next();
  }

  next() {
    while (this.running.size < atOnce && this.waiting.length > 0) this.run(this.waiting.shift());
  }

  async run(upload) {
    this.running.add(upload);
    try {
      const made = await upload.send(this.hooks.send);
      this.remove(upload);
      this.hooks.onDone(made);
    } catch (problem) {
      if (upload.isCancelled) this.hooks.onCancel(upload.file.name);
      else {
        upload.fail(fileProblem(problem), true);
        this.hooks.onFailed(upload.file.name);
      }
    } finally {
      this.running.delete(upload);
      this.next();
      this.settle();
    }
  }

  /** Takes a file off the list. */
  remove(upload) {
    this.waiting = this.waiting.filter((other) => other !== upload);
    upload.element.remove();
    this.element.hidden = this.element.childElementCount === 0;
    this.settle();
  }

  /** With nothing on its way the page may be closed unasked. */
  settle() { if (!this.isBusy) removeEventListener('beforeunload', askFirst); }
}

/** What the server says of the file itself, else of the request. */
const fileProblem = (problem) => problem.errors?.find(({ detail }) => detail)?.detail ?? problemText(problem);

class Upload {
  constructor(file, options, queue) {
    this.file = file;
    this.options = options;
    this.queue = queue;
    this.isCancelled = false;
    // The same for every try: what arrived already is not attached twice.
    this.key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join('-');
    this.bar = h('span');
    this.told = h('span', { class: 'muted small' }, t('uploads.waiting'));
    this.progress = h('div', { class: 'progress', role: 'progressbar', 'aria-label': file.name,
      'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': 0 }, this.bar);
    setVars(this.bar, { '--share': '0%' });
    this.acts = h('div', { class: 'line' }, this.button('close', 'uploads.cancel', () => this.cancel()));
    this.words = h('div', { class: 'attachment-words' }, h('span', { class: 'attachment-name' }, file.name),
      this.told, this.progress);
    this.element = h('li', { class: 'upload' }, h('span', { class: 'attachment-picture' }, icon('upload')),
      this.words, this.acts);
  }

  button(iconName, label, act) {
    return h('button', { class: 'button quiet icon-only', type: 'button', title: t(label),
      'aria-label': t(`${label}-of`, { name: this.file.name }), onclick: act }, icon(iconName));
  }

  send(send) {
    this.stop = new AbortController();
    return send(this.file, { ...this.options, key: this.key, signal: this.stop.signal,
      onProgress: (share) => this.show(share) });
  }

  show(share) {
    const shown = percent(share, language());
    // All of it is there; the server makes it durable.
    this.told.textContent = share < 1
      ? t('uploads.progress', { share: shown, size: bytes(this.file.size, language()) }) : t('uploads.saving');
    this.progress.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    setVars(this.bar, { '--share': `${share * 100}%` });
  }

  cancel() {
    this.isCancelled = true;
    this.stop?.abort();
    this.queue.remove(this);
  }

  /** Says why it did not arrive; what another try may mend can be tried again. */
  fail(text, mayRetry) {
    this.progress.hidden = true;
    this.told.className = 'small bad-text';
    this.told.textContent = text;
    this.told.setAttribute('role', 'alert');
    this.acts.replaceChildren(...[mayRetry && this.button('refresh', 'uploads.retry', () => this.retry()),
      this.button('close', 'uploads.dismiss', () => this.queue.remove(this))].filter(Boolean));
  }

  retry() {
    this.progress.hidden = false;
    this.told.className = 'muted small';
    this.told.removeAttribute('role');
    this.told.textContent = t('uploads.waiting');
    this.acts.replaceChildren(this.button('close', 'uploads.cancel', () => this.cancel()));
    this.acts.firstChild.focus();
    this.queue.enqueue(this);
  }
}
