import Crypto

/// Compares anchors with the change log as it is now.
struct AnchorCheck {
    let connection: Connection
    /// Whose anchors count; nil for whoever signed them: then they show damage, not forgery.
    var trusted: VerifyingKey?

    /// The first anchor, in the order given, that does not fit; nil when all do.
    func run(_ anchors: [Anchor]) throws(StorageFailure) -> String? {
        var good: Int64 = 0
        for anchor in anchors {
            if let flaw = try flaw(in: anchor, after: good) {
                return "The anchor of row \(anchor.seq) (\(anchor.at)): \(flaw)."
            }
            good = max(good, anchor.seq)
        }
        return nil
    }

    /// The anchors that the database itself holds.
    func ownAnchors() throws(StorageFailure) -> [Anchor] {
        try AnchorTable.all(on: connection)
    }

    private func flaw(in anchor: Anchor, after good: Int64) throws(StorageFailure) -> String? {
        if let trusted, trusted.raw != anchor.key { return "it was signed by another key" }
        do throws(CryptoError) {
            guard try anchor.isSigned() else { return "its signature is not good" }
        } catch {
            throw .failed(.system(error.description))
        }
        let last = try connection.lastChange()
        if last < anchor.seq {
            return "the change log ends with row \(last): its tail was cut off"
        }
        var row = try connection.statement("SELECT hash FROM change WHERE seq = ?")
        row.bind(1, anchor.seq)
        guard try row.step() else { return "the change log has no such row" }
        if row.blob(0) == anchor.hash { return nil }
        return good > 0
            ? "the log says otherwise; rows between \(good + 1) and \(anchor.seq) were rewritten"
            : "the log says otherwise; rows up to \(anchor.seq) were rewritten"
    }
}

/// The anchors' rows.
enum AnchorTable {
    /// All, oldest first.
    static func all(on connection: Connection) throws(StorageFailure) -> [Anchor] {
        var statement = try connection.statement(
            "SELECT seq, hash, at, key, signature FROM anchor ORDER BY seq")
        var all: [Anchor] = []
        while try statement.step() { all.append(read(statement)) }
        return all
    }

    /// The newest before that row, newest first.
    static func newest(
        before seq: Int64, limit: Int, on connection: Connection
    ) throws(StorageFailure) -> [Anchor] {
        var statement = try connection.statement(
            """
            SELECT seq, hash, at, key, signature FROM anchor WHERE seq < ? ORDER BY seq DESC LIMIT ?
            """)
        statement.bind(1, seq)
        statement.bind(2, Int64(limit))
        var all: [Anchor] = []
        while try statement.step() { all.append(read(statement)) }
        return all
    }

    /// Adds one; of a row that is anchored already the first stays.
    static func insert(_ anchor: Anchor, on connection: Connection) throws(StorageFailure) {
        var statement = try connection.statement(
            "INSERT OR IGNORE INTO anchor(seq, hash, at, key, signature) VALUES (?,?,?,?,?)")
        statement.bind(1, anchor.seq)
        statement.bind(2, blob: anchor.hash)
        statement.bind(3, anchor.at)
        statement.bind(4, blob: anchor.key)
        statement.bind(5, blob: anchor.signature)
        try statement.run()
    }

    private static func read(_ statement: borrowing Statement) -> Anchor {
        Anchor(
            seq: statement.int64(0), hash: statement.blob(1), at: statement.int64(2),
            key: statement.blob(3), signature: statement.blob(4))
    }
}
