/** All fetching happens here, by the public API and nothing else. */

const base = '/api/v1';

/** Why a call gave no result: the server's problem document (RFC 9457), or no server at all. */
export class Problem extends Error {
  constructor(status, body, headers) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.status = status;
    this.code = String(body.type ?? '').split(/[/:]/).at(-1);
    this.title = body.title ?? '';
    this.detail = body.detail ?? '';
    this.requestID = body.request_id ?? headers?.get('x-request-id') ?? null;
    /** @type {{pointer: string, code: string, detail: string}[]} */
    this.errors = body.errors ?? [];
    this.current = body.current ?? null;
    this.retryAfter = Number(headers?.get('retry-after')) || null;
  }

  /** Whether the server could not be reached. */
  get isOffline() { return this.status === 0; }
}

export class Api {
  /** @param {{language: () => string, onSignedOut: () => void, onSaving?: (state: string) => void}} hooks */
  constructor(hooks) { this.hooks = hooks; }

  // People
  setupState() { return this.get('/setup'); }
  setup(body) { return this.send('POST', '/setup', body); }
  signIn(name, password) {
    return this.send('POST', '/session', { name, password }, { isSignIn: true });
  }
  session() { return this.get('/session', { isSignIn: true }); }
  changeSession(body) { return this.send('PATCH', '/session', body); }
  signOut() { return this.send('DELETE', '/session'); }
  users() { return this.get('/users'); }
  addUser(body) { return this.send('POST', '/users', body); }
  changeUser(user, patch) {
    return this.patchRecord(`/users/${path(user.name)}`, `"${user.version}"`, patch);
  }
  teams() { return this.get('/teams'); }
  addTeam(body) { return this.send('POST', '/teams', body); }
  changeTeam(team, patch) { return this.patchRecord(`/teams/${path(team.id)}`, `"${team.version}"`, patch); }
  tokens() { return this.get('/tokens'); }
  addToken(body) { return this.send('POST', '/tokens', body); }
  revokeToken(id) { return this.send('DELETE', `/tokens/${path(id)}`); }

  // Complaints
  fields() { return this.get('/fields'); }
  /** Also those about persons whose values the person does not see: for their definitions. */
  allFields() { return this.get('/fields?all=true'); }

  createField(body) { return this.send('POST', '/fields', body); }

  changeField(name, patch) {
    return this.send('PATCH', `/fields/${path(name)}`, patch,
      { headers: { 'Content-Type': 'application/merge-patch+json' } });
  }
  complaints(params, signal) { return this.get(`/complaints?${params}`, { signal }); }
  facets(params, signal) { return this.get(`/complaints/facets?${params}`, { signal }); }
  complaint(id, signal) { return this.record(`/complaints/${path(id)}`, signal); }
  history(id, signal) { return this.get(`/complaints/${path(id)}/history`, { signal }); }
  createComplaint(body, key) {
    return this.send('POST', '/complaints', body, { headers: { 'Idempotency-Key': key } });
  }
  changeComplaint(id, etag, patch) { return this.patchRecord(`/complaints/${path(id)}`, etag, patch); }
  /** Where the inspection pack of one complaint, or of a list, is. */
  packAddress(id) { return `${base}/complaints/${path(id)}/pack`; }
  listPackAddress(params) { return `${base}/complaints/pack?${params}`; }

  // The IMDRF's annexes
  annexes() { return this.get('/imdrf'); }
  terms(annex, params) { return this.get(`/imdrf/${path(annex)}?${params}`); }
  importTerms(file, params) {
    return this.upload(`/imdrf?${params}`, file, { headers: { 'Content-Type': 'application/octet-stream' } });
  }

  // Signatures, what was before, the change log
  signatures(id) { return this.get(`/complaints/${path(id)}/signatures`); }
  meanings() { return this.get('/signature-meanings'); }
  sign(id, version, body) {
    return this.send('POST', `/complaints/${path(id)}/signatures`, body,
      { headers: { 'If-Match': `"${version}"` } });
  }
  async correct(id, etag, body) {
    const { body: record, headers } = await this.call('POST', `/complaints/${path(id)}/corrections`,
      { json: body, headers: { 'If-Match': etag } });
    return { record, etag: headers.get('etag') ?? `"${record.version}"` };
  }
  version(id, number) { return this.get(`/complaints/${path(id)}/versions/${path(number)}`); }
  asOf(id, moment) { return this.get(`/complaints/${path(id)}?as_of=${encodeURIComponent(moment)}`); }
  compare(id, from, to) { return this.get(`/complaints/${path(id)}/compare?from=${from}&to=${to}`); }
  wholeHistory(id, cursor = '') {
    return this.get(`/complaints/${path(id)}/history?limit=500${cursor && `&cursor=${cursor}`}`);
  }
  changes(params) { return this.get(`/changes?${params}`); }
  changeKinds() { return this.get('/changes/kinds'); }
  loggedFields() { return this.get('/changes/fields'); }
  changesAddress() { return `${base}/changes/export`; }
  anchors(cursor = '') { return this.get(`/anchors?limit=50${cursor && `&cursor=${cursor}`}`); }

  exportAddress(params, format) { return `${base}/complaints/export?format=${format}&${params}`; }

  // What an inspector would object to
  selfCheck() { return this.get('/self-check'); }
  selfCheckAddress() { return `${base}/self-check/export`; }
  checkedFiles(check, params) { return this.get(`/self-check/${path(check)}?${new URLSearchParams(params)}`); }
  verify() { return this.get('/verify'); }

  // Clocks and rules
  clocks(id) { return this.get(`/complaints/${path(id)}/clocks`); }
  ruleSets() { return this.get('/rules'); }
  ruleSet(id) { return this.record(`/rules/${path(id)}`); }
  /** Whether a text is a rule set; changes nothing. */
  validateRules(body) { return this.send('POST', '/rules/validate', body); }
  addRuleSet(body) { return this.send('POST', '/rules', body); }
  changeRuleSet(id, etag, patch) { return this.patchRecord(`/rules/${path(id)}`, etag, patch); }
  startDryRun(id) { return this.send('POST', `/rules/${path(id)}/dry-run`); }
  dryRun(id) { return this.get(`/rules/${path(id)}/dry-run`); }
  activateRuleSet(id, etag, body) {
    return this.send('POST', `/rules/${path(id)}/activate`, body, { headers: { 'If-Match': etag } });
  }

  // Attachments of a complaint
  attachments(id) { return this.get(`/complaints/${path(id)}/attachments`); }
  attachmentAddress(item, isInline = false) {
    return `${base}${attachmentPath(item)}/content${isInline ? '?inline=1' : ''}`;
  }
  withdrawAttachment(item, reason) { return this.send('POST', `${attachmentPath(item)}/withdraw`, { reason }); }

  /** Marks an attachment as one with patient data, or takes the mark away. */
  markAttachment(item, isPatient) {
    return this.send('PATCH', attachmentPath(item), { patient_data: isPatient }, {
      headers: { 'If-Match': `"${item.version}"`, 'Content-Type': 'application/merge-patch+json' } });
  }

  /** Attaches a file. `onProgress` gets a share from 0 to 1; `signal` stops it. */
  attach(id, file, { isPatient, note, key, signal, onProgress }) {
    const form = new FormData();
    if (note) form.append('note', note);
    // Nothing said leaves it to the server to know the kinds of file that hold patient data.
    if (isPatient) form.append('patient_data', 'true');
    form.append('file', file);
    return this.upload(`/complaints/${path(id)}/attachments`, form,
      { headers: { 'Idempotency-Key': key }, signal, onProgress });
  }

  // What waits for somebody
  queues() { return this.get('/queues'); }
  openTasks() { return this.get('/tasks?limit=10'); }
  notifications(params) { return this.get(`/notifications?${new URLSearchParams(params)}`); }
  seeNotifications(last) { return this.send('POST', '/notifications/seen', { up_to: last }); }
  wait(id, note) { return this.noted(`/complaints/${path(id)}/waiting`, note); }
  endWaiting(id, note) { return this.noted(`/complaints/${path(id)}/waiting/end`, note); }
  async noted(address, note) {
    const { body: record, headers } = await this.call('POST', address, { json: { note } });
    return { record, etag: headers.get('etag') ?? `"${record.version}"` };
  }

  // The way of a complaint, and what belongs to it: `kind` is "tasks", "comments", "watchers" or "links"
  transitions(id) { return this.get(`/complaints/${path(id)}/transitions`); }
  makeTransition(id, etag, body) { return this.versioned(`/complaints/${path(id)}/transitions`, etag, body); }
  merge(id, etag, body) { return this.versioned(`/complaints/${path(id)}/merge`, etag, body); }
  unmerge(id, etag, reason) { return this.versioned(`/complaints/${path(id)}/unmerge`, etag, { reason }); }
  members(id) { return this.get(`/complaints/${path(id)}/members`); }
  previewTransition(body) { return this.send('POST', '/complaints/transition-preview', body); }
  bulkEdit(body, key) {
    return this.send('POST', '/complaints/bulk-edit', body, { headers: { 'Idempotency-Key': key } });
  }
  previewEdit(body, signal) { return this.send('POST', '/complaints/edit-preview', body, { signal }); }
  bulk(id) { return this.get(`/bulk/${path(id)}`); }
  bulks(cursor = '') { return this.get(`/bulk?limit=50${cursor && `&cursor=${cursor}`}`); }
  bulkRows(id, outcome) { return this.get(`/bulk/${path(id)}/rows?outcome=${outcome}`); }
  bulkRowsAddress(id, outcome) { return `${base}/bulk/${path(id)}/rows?format=csv&outcome=${outcome}`; }
  cancelBulk(id) { return this.send('POST', `/bulk/${path(id)}/cancel`); }
  undoBulk(id, reason, key) {
    return this.send('POST', `/bulk/${path(id)}/undo`, { change_reason: reason },
      { headers: { 'Idempotency-Key': key } });
  }
  companions(id, kind) { return this.get(`/complaints/${path(id)}/${kind}`); }
  addCompanion(id, kind, body) { return this.send('POST', `/complaints/${path(id)}/${kind}`, body); }
  /** Decides; with a `signature` in its body it is signed in the same act. */
  addDecision(id, body, key) {
    return this.send('POST', `/complaints/${path(id)}/decisions`, body, { headers: { 'Idempotency-Key': key } });
  }
  changeCompanion(item, kind, patch) {
    return this.patchRecord(companionPath(item, kind), `"${item.version}"`, patch);
  }
  withdrawCompanion(item, kind, reason) {
    return this.send('POST', `${companionPath(item, kind)}/withdraw`, { reason });
  }

  // What is decided and reported of a complaint
  reporting(id) { return this.get(`/complaints/${path(id)}/reporting`); }
  signDecision(item, body) { return this.send('POST', `${companionPath(item, 'decisions')}/sign`, body); }
  reportDraft(id, form) { return this.get(`/complaints/${path(id)}/drafts/${path(form)}`); }

  // Sites and systems: `kind` is "sites" or "systems"
  entities(kind, params, signal) { return this.get(`/${kind}?${params}`, { signal }); }
  entity(kind, id) { return this.record(`/${kind}/${path(id)}`); }
  createEntity(kind, body) { return this.send('POST', `/${kind}`, body); }
  changeEntity(kind, id, etag, patch) { return this.patchRecord(`/${kind}/${path(id)}`, etag, patch); }

  // Imports
  imports(cursor = '') { return this.get(`/imports?limit=50&cursor=${encodeURIComponent(cursor)}`); }
  import(id) { return this.get(`/imports/${path(id)}`); }
  startImport(id, body) { return this.send('POST', `/imports/${path(id)}/start`, body); }
  cancelImport(id) { return this.send('POST', `/imports/${path(id)}/cancel`); }
  undoImport(id, reason) { return this.send('POST', `/imports/${path(id)}/undo`, { reason }); }
  importErrors(id) { return this.get(`/imports/${path(id)}/errors?limit=100`); }
  importErrorsAddress(id) { return `${base}/imports/${path(id)}/errors?format=csv`; }
  mappings() { return this.get('/import-mappings'); }
  saveMapping(body) { return this.send('POST', '/import-mappings', body); }

  // Running it
  loadDemo(rows, seed) { return this.send('POST', '/demo', { rows, seed }); }
  backups() { return this.get('/backup'); }
  backupTimeline(destination, from, stretches) {
    const query = new URLSearchParams({ destination, stretches, ...(from ? { from } : {}) });
    return this.get(`/backup/timeline?${query}`);
  }
  /** Asks for "snapshots" or "drills" of every destination. */
  startBackup(work) { return this.send('POST', `/backup/${work}`); }
  job(id) { return this.get(`/jobs/${path(id)}`); }

  /** Looks at a file without importing it. `onProgress` gets a share from 0 to 1. */
  previewImport(file, onProgress) {
    return this.upload(`/imports?preview=true&name=${encodeURIComponent(file.name)}`, file,
      { headers: { 'Content-Type': 'application/octet-stream' }, onProgress });
  }

  /** Sends a long body; `onProgress` gets a share from 0 to 1. */
  upload(address, body, { headers = {}, signal, onProgress }) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', base + address);
      request.setRequestHeader('Accept', 'application/json');
      request.setRequestHeader('Accept-Language', this.hooks.language());
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.upload.onprogress = (event) => onProgress?.(event.loaded / Math.max(1, event.total));
      request.onload = () => {
        const answer = parse(request.responseText);
        if (request.status === 401) this.hooks.onSignedOut();
        if (request.status < 300) resolve(answer);
        else {
          const problem = new Problem(request.status, answer, null);
          if (['disk_full', 'read_only'].includes(problem.code)) this.hooks.onSaving?.(problem.code);
          reject(problem);
        }
      };
      request.onerror = () => reject(new Problem(0, {}, null));
      request.onabort = () => reject(new Problem(0, {}, null));
      signal?.addEventListener('abort', () => request.abort());
      request.send(body);
    });
  }

  /**
   * The stream of changes. `onReset`: more was missed than the server tells one by one. `onSaving`: nothing
   * can be saved ("disk_full", "read_only"), or all can again ("possible").
   */
  events({ onChange, onReset, onSaving, onClosed }) {
    const source = new EventSource(`${base}/events`);
    source.addEventListener('change', (event) => onChange(parse(event.data)));
    source.addEventListener('reset', () => onReset());
    source.addEventListener('saving', (event) => onSaving(parse(event.data).state));
    // The browser reconnects after a cut by itself, but never after a refusal.
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) onClosed();
    });
    return source;
  }

  get(address, options = {}) { return this.call('GET', address, options).then((r) => r.body); }

  send(method, address, body, options = {}) {
    return this.call(method, address, { ...options, json: body }).then((r) => r.body);
  }

  async record(address, signal) {
    const { body, headers } = await this.call('GET', address, { signal });
    return { record: body, etag: headers.get('etag') ?? `"${body.version}"` };
  }

  async patchRecord(address, etag, patch) {
    const { body, headers } = await this.call('PATCH', address, {
      json: patch,
      headers: { 'If-Match': etag, 'Content-Type': 'application/merge-patch+json' },
    });
    return { record: body, etag: headers.get('etag') ?? `"${body.version}"` };
  }

  /** An act on a version of a record, answered with the record. */
  async versioned(address, etag, body) {
    const { body: record, headers } = await this.call('POST', address, {
      json: body, headers: { 'If-Match': etag } });
    return { record, etag: headers.get('etag') ?? `"${record.version}"` };
  }

  async call(method, address, { json, signal, headers = {}, isSignIn = false }) {
    const response = await this.fetch(address, {
      method, signal, credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        'Accept-Language': this.hooks.language(),
        ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: json === undefined ? undefined : JSON.stringify(json),
    });
    const body = parse(await response.text());
    // Accepted (202) is not saved yet, and a session is kept in memory when the disk is full.
    const isSaved = response.ok && response.status !== 202 && method !== 'GET' && address !== '/session';
    if (isSaved) this.hooks.onSaving?.('possible');
    if (response.ok) return { body, headers: response.headers };
    if (response.status === 401 && !isSignIn) this.hooks.onSignedOut();
    const problem = new Problem(response.status, body ?? {}, response.headers);
    if (['disk_full', 'read_only'].includes(problem.code)) this.hooks.onSaving?.(problem.code);
    throw problem;
  }

  async fetch(address, options) {
    try {
      return await fetch(base + address, options);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw new Problem(0, { detail: '' }, null);
    }
  }
}

const path = (part) => encodeURIComponent(String(part));
const companionPath = (item, kind) => `/complaints/${path(item.complaint)}/${kind}/${path(item.id)}`;
const attachmentPath = (item) => `/complaints/${path(item.complaint)}/attachments/${path(item.id)}`;

function parse(text) {
  if (!text) return {};
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
