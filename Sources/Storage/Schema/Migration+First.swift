extension Migration {
    /// The first schema: every table of the first release.
    static let first = Migration(
        number: 1,
        statements: [
            complaintTable, complaintText, referenceTables, changeTable, peopleTables,
            importTables, keptTables,
        ])

    /// Column names are field names, except site, system, created, updated and import. The wide texts
    /// come last, so that a row's narrow columns stand on its first page.
    private static let complaintTable = """
        CREATE TABLE complaint(
          id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE,
          year INTEGER NOT NULL, year_seq INTEGER NOT NULL, version INTEGER NOT NULL,
          created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, updated_by TEXT NOT NULL,
          status TEXT NOT NULL, severity TEXT, received TEXT, aware TEXT, event_date TEXT,
          channel TEXT, country TEXT, language TEXT, customer TEXT,
          site_id INTEGER, system_id INTEGER,
          modality TEXT, brand TEXT, product TEXT, model TEXT, serial TEXT, udi TEXT,
          software_version TEXT, outcome TEXT, owner TEXT,
          source TEXT, source_id TEXT, import_id INTEGER,
          summary TEXT, description TEXT, investigation_results TEXT,
          document TEXT NOT NULL DEFAULT '{}', sealed BLOB);
        CREATE INDEX complaint_by_received ON complaint(received DESC, id DESC);
        CREATE INDEX complaint_by_status ON complaint(status, received, id);
        CREATE INDEX complaint_by_severity ON complaint(severity, received, id);
        CREATE INDEX complaint_by_site ON complaint(site_id, received, id);
        CREATE INDEX complaint_by_product ON complaint(product, received, id);
        CREATE INDEX complaint_by_outcome ON complaint(outcome, received, id);
        CREATE INDEX complaint_by_owner ON complaint(owner, received, id) WHERE owner IS NOT NULL;
        CREATE INDEX complaint_by_updated ON complaint(updated_at, id);
        CREATE INDEX complaint_by_serial ON complaint(serial) WHERE serial IS NOT NULL;
        CREATE INDEX complaint_by_system ON complaint(system_id) WHERE system_id IS NOT NULL;
        CREATE INDEX complaint_by_source_id ON complaint(source_id) WHERE source_id IS NOT NULL;
        CREATE INDEX complaint_by_customer ON complaint(customer) WHERE customer IS NOT NULL;
        """

    /// Full text over a view of the complaint (https://sqlite.org/fts5.html section 4.4.3): the words
    /// are stored once, in the complaint.
    private static let complaintText = """
        CREATE VIEW complaint_text_content AS SELECT id, number, source_id, serial, customer,
          coalesce(brand, '') || ' ' || coalesce(product, '') || ' ' || coalesce(model, '')
            AS device, summary, description, investigation_results FROM complaint;
        CREATE VIRTUAL TABLE complaint_text USING fts5(
          number, source_id, serial, customer, device, summary, description,
          investigation_results, content='complaint_text_content', content_rowid='id',
          tokenize='unicode61 remove_diacritics 2', prefix='2 3');
        """

    private static let referenceTables = """
        CREATE TABLE site(
          id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,
          name TEXT, city TEXT, country TEXT, address TEXT, customer TEXT, note TEXT,
          created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
        CREATE INDEX site_by_name ON site(name COLLATE NOCASE);
        CREATE TABLE system(
          id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,
          site_id INTEGER, modality TEXT, brand TEXT, product TEXT, model TEXT, serial TEXT,
          udi TEXT, software_version TEXT, installed TEXT, contract TEXT, note TEXT,
          created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
        CREATE INDEX system_by_site ON system(site_id);
        CREATE INDEX system_by_serial ON system(serial);
        """

    /// The change log (docs/change-log.md). Its rows are never changed: triggers say so to everyone
    /// who comes with SQL, the hash chain to everyone who comes with an editor.
    private static let changeTable = """
        CREATE TABLE change(
          seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL,
          origin TEXT NOT NULL, address TEXT NOT NULL, reason TEXT,
          entity TEXT NOT NULL, entity_id INTEGER NOT NULL, code TEXT NOT NULL,
          operation TEXT NOT NULL, version INTEGER NOT NULL,
          site_id INTEGER, old_site_id INTEGER, import_id INTEGER,
          body BLOB NOT NULL, hash BLOB NOT NULL);
        CREATE INDEX change_by_entity ON change(entity, entity_id, seq);
        CREATE INDEX change_by_import ON change(import_id, entity_id) WHERE import_id IS NOT NULL;
        CREATE TRIGGER change_is_kept BEFORE UPDATE ON change
          BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;
        CREATE TRIGGER change_stays BEFORE DELETE ON change
          BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;
        """

    private static let peopleTables = """
        CREATE TABLE account(
          id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE,
          display_name TEXT NOT NULL, role TEXT NOT NULL, active INTEGER NOT NULL,
          sites TEXT, patient_grant INTEGER NOT NULL, language TEXT NOT NULL,
          password_hash TEXT, version INTEGER NOT NULL,
          created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
        CREATE TABLE session(
          id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, hash BLOB NOT NULL UNIQUE,
          created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
          last_used_at INTEGER NOT NULL);
        CREATE INDEX session_by_account ON session(account_id);
        CREATE TABLE token(
          id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, name TEXT NOT NULL,
          prefix TEXT NOT NULL, hash BLOB NOT NULL UNIQUE, scopes TEXT NOT NULL,
          created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
          last_used_at INTEGER, revoked_at INTEGER);
        CREATE INDEX token_by_account ON token(account_id);
        CREATE TABLE idempotency(
          account_id INTEGER NOT NULL, key TEXT NOT NULL, request_hash BLOB NOT NULL,
          complaint_id INTEGER, created_at INTEGER NOT NULL,
          PRIMARY KEY(account_id, key)) WITHOUT ROWID;
        CREATE INDEX idempotency_by_age ON idempotency(created_at);
        """

    private static let importTables = """
        CREATE TABLE import(
          id INTEGER PRIMARY KEY, name TEXT NOT NULL, file_hash TEXT NOT NULL,
          file_bytes INTEGER NOT NULL, file_name TEXT NOT NULL, state TEXT NOT NULL,
          dry_run INTEGER NOT NULL, source TEXT NOT NULL, author TEXT NOT NULL,
          rows_read INTEGER NOT NULL, rows_created INTEGER NOT NULL,
          rows_updated INTEGER NOT NULL, rows_unchanged INTEGER NOT NULL,
          rows_rejected INTEGER NOT NULL, conflicts INTEGER NOT NULL,
          rows_done INTEGER NOT NULL, bytes_done INTEGER NOT NULL,
          created_at INTEGER NOT NULL, started_at INTEGER, finished_at INTEGER,
          failure TEXT, dialect TEXT NOT NULL, columns TEXT NOT NULL, mapping TEXT NOT NULL,
          undone_to INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX import_by_file ON import(file_hash);
        CREATE TABLE import_error(
          id INTEGER PRIMARY KEY, import_id INTEGER NOT NULL, row INTEGER NOT NULL,
          column_name TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL,
          detail TEXT NOT NULL);
        CREATE INDEX import_error_by_import ON import_error(import_id, row);
        CREATE TABLE import_identity(
          source TEXT NOT NULL, identity TEXT NOT NULL, complaint_id INTEGER NOT NULL,
          import_id INTEGER NOT NULL, digest BLOB,
          PRIMARY KEY(source, identity)) WITHOUT ROWID;
        CREATE INDEX import_identity_by_complaint ON import_identity(complaint_id);
        CREATE TABLE mapping(
          id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, source TEXT NOT NULL,
          mapping TEXT NOT NULL, updated_at INTEGER NOT NULL);
        """

    private static let keptTables = """
        CREATE TABLE counter(year INTEGER PRIMARY KEY, last INTEGER NOT NULL);
        CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE custom_field(
          name TEXT PRIMARY KEY, definition TEXT NOT NULL, created_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE erasure(complaint_id INTEGER PRIMARY KEY, at INTEGER NOT NULL);
        """
}
