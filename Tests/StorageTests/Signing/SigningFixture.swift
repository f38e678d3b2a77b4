import Complaints
import Crypto
import JSON
import Platform
import Testing

@testable import Storage

extension Store {
    /// Makes an account that may sign; the store knows of passwords no more than their hash.
    @discardableResult
    func makeAccount(_ name: String, display: String, role: Role = .reviewer) throws -> Account {
        var account = Account(name: name, displayName: display, role: role)
        account.passwordHash = "scrypt$4$1$1$AAAA$BBBB"
        let wanted = account
        return try writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.createAccount(wanted)
        }.value
    }

    @discardableResult
    func sign(
        _ id: Int64, _ version: Int64, as account: Account,
        meaning: SignatureMeaning = .reviewed, reason: String? = nil
    ) throws -> Signature {
        let author = Author(
            name: account.name, origin: .web, address: "127.0.0.1", reason: reason)
        return try writeAndWait(by: author) { (transaction) throws(StorageFailure) in
            try transaction.signComplaint(
                .id(id), expected: version, as: Signer(account: account, meaning: meaning),
                for: everything)
        }.value
    }

    /// Imports a file of these rows: their id, which record each is to later files, and what it says.
    @discardableResult
    func importFile(
        _ rows: [(id: String?, identity: String, summary: String)], hash: String = "h"
    ) throws -> Int64 {
        try writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            var record = try transaction.createImport(
                ImportRecord(
                    name: "a.csv", fileHash: hash, fileBytes: 1, fileName: hash, state: .running,
                    source: "maude", author: "marie"))
            for row in rows {
                let said = ImportedRow(
                    row: 2, source: "maude", sourceID: row.id, identity: row.identity,
                    values: values(["summary": .text(row.summary)]),
                    sourceRow: Array(#"{"a":"1"}"#.utf8), siteName: nil)
                _ = try transaction.importRow(said, of: record, within: .everywhere)
            }
            record.state = .done
            try transaction.updateImport(record)
            return record.id
        }.value
    }

    func signatures(of id: Int64) throws -> RecordSignatures {
        let found = try read { (reader) throws(StorageFailure) in
            try reader.signatures(of: .id(id), for: everything)
        }
        return try #require(found)
    }

    /// Signs the head as it is and keeps the anchor.
    @discardableResult
    func anchor(with key: SigningKey, at moment: Int64 = 1_772_442_764_000_001) throws -> Anchor {
        let head = try #require(
            try read { (reader) throws(StorageFailure) in try reader.chainHead() })
        let anchor = try Anchor.sign(seq: head.seq, hash: head.hash, at: moment, with: key)
        try writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.keep(anchor)
        }
        return anchor
    }

    /// The names and details of the checks that fail.
    func failing() throws -> [String: String] {
        let report = try verify()
        return Dictionary(
            uniqueKeysWithValues: report.checks.filter { !$0.ok }.map { ($0.name, $0.detail) })
    }
}

extension StoreDirectory {
    /// Changes the closed database as somebody with an editor would, triggers put back afterwards.
    func tamper(_ change: (Connection) throws -> Void) throws {
        let connection = try Connection(
            path: "\(path)/\(StoreOpening.databaseName)", role: .writing)
        var triggers: [(name: String, sql: String)] = []
        do {
            var statement = try connection.statement(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            while try statement.step() { triggers.append((statement.text(0), statement.text(1))) }
        }
        for trigger in triggers { try connection.execute("DROP TRIGGER \(trigger.name)") }
        try change(connection)
        for trigger in triggers { try connection.execute(trigger.sql) }
        _ = try connection.checkpoint(.truncate)
    }

    func tamper(sql: String) throws { try tamper { try $0.execute(sql) } }

    /// Recomputes the whole chain, as somebody would who knows how.
    func recomputeChain() throws {
        try tamper { connection in
            var hash = [UInt8](repeating: 0, count: SHA256.byteCount)
            var rows: [(seq: Int64, hash: [UInt8])] = []
            var statement = try connection.statement(
                made: "SELECT \(ChangeRow.columns) FROM change ORDER BY seq")
            while try statement.step() {
                let row = ChangeRow(statement)
                hash = row.hash(after: hash)
                rows.append((row.seq, hash))
            }
            for row in rows {
                var update = try connection.statement("UPDATE change SET hash = ? WHERE seq = ?")
                update.bind(1, blob: row.hash)
                update.bind(2, row.seq)
                try update.run()
            }
        }
    }
}
