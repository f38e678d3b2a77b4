extension Migration {
    /// Signatures of record versions, anchors of the change log, and the orders in which it is searched.
    static let signatures = Migration(
        number: 5, statements: [signatureTable, anchorTable, changeOrders])

    /// Kept as the change log is: triggers refuse changes, the log and the record's hash betray them.
    private static let signatureTable = """
        CREATE TABLE signature(
          id INTEGER PRIMARY KEY, record TEXT NOT NULL, record_id INTEGER NOT NULL,
          record_version INTEGER NOT NULL, record_hash BLOB NOT NULL,
          account_id INTEGER NOT NULL, signer TEXT NOT NULL, name TEXT NOT NULL,
          meaning TEXT NOT NULL, reason TEXT, at INTEGER NOT NULL);
        CREATE INDEX signature_by_record ON signature(record, record_id);
        CREATE TRIGGER signature_is_kept BEFORE UPDATE ON signature
          BEGIN SELECT RAISE(ABORT, 'signatures are append-only'); END;
        CREATE TRIGGER signature_stays BEFORE DELETE ON signature
          BEGIN SELECT RAISE(ABORT, 'signatures are append-only'); END;
        """

    /// What was sent elsewhere of the chain's head: not itself in the log, whose head it names.
    private static let anchorTable = """
        CREATE TABLE anchor(
          seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, at INTEGER NOT NULL,
          key BLOB NOT NULL, signature BLOB NOT NULL);
        CREATE TRIGGER anchor_is_kept BEFORE UPDATE ON anchor
          BEGIN SELECT RAISE(ABORT, 'anchors are append-only'); END;
        CREATE TRIGGER anchor_stays BEFORE DELETE ON anchor
          BEGIN SELECT RAISE(ABORT, 'anchors are append-only'); END;
        """

    /// Newest first of everything, of a person, and of what is rare. What is common needs no order of
    /// its own: it is met at once on the way through all.
    private static let changeOrders = """
        CREATE INDEX change_by_time ON change(at);
        CREATE INDEX change_by_actor ON change(actor, at);
        CREATE INDEX change_by_rare_entity ON change(entity, at) WHERE entity <> 'complaint';
        CREATE INDEX change_by_rare_operation ON change(operation, at)
          WHERE operation NOT IN ('create', 'update', 'read');
        """
}
