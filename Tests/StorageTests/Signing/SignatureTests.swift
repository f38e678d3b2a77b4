import Complaints
import Crypto
import Platform
import Testing

@testable import Storage

@Suite struct SignatureTests {
    private let directory: StoreDirectory

    init() throws { directory = try StoreDirectory() }

    /// Two complaints of which the first was changed and signed twice, closed.
    private func fill() throws {
        let store = try directory.open()
        let ada = try store.makeAccount("ada", display: "Ada Lovelace")
        for index in 0..<2 {
            try store.create([
                "summary": .text("Complaint \(index)"), "description": "It stopped",
                "patient_age": "43",
            ])
        }
        try store.sign(1, 1, as: ada, meaning: .authored, reason: "as told on the phone")
        try store.update(1, 1, ["severity": "serious"])
        try store.sign(1, 2, as: ada)
        store.close()
    }

    @Test("A signature names who, when, what for and the very content, and the log has it")
    func signing() throws {
        try fill()
        let store = try directory.open()
        defer { store.close() }
        let list = try store.signatures(of: 1)
        #expect(list.signatures.map(\.recordVersion) == [2, 1])
        #expect(list.signatures.map(\.meaning) == ["reviewed", "authored"])
        let first = try #require(list.signatures.last)
        #expect(first.name == "Ada Lovelace" && first.signer == "ada")
        #expect(first.reason == "as told on the phone")
        #expect(list.version == 2 && list.hash == list.signatures[0].recordHash)
        #expect(list.hash != first.recordHash)
        let row = try store.rows(
            "SELECT actor, operation, code, reason FROM change WHERE entity='signature' AND entity_id=1"
        )
        let number = try #require(try store.value("SELECT number FROM complaint WHERE id=1"))
        #expect(row == [["ada", "create", number, "as told on the phone"]])
        #expect(try store.failing() == [:])
    }

    @Test("A change leaves its signature with the version before it")
    func next() throws {
        try fill()
        let store = try directory.open()
        defer { store.close() }
        try store.update(1, 2, ["severity": "minor"])
        let list = try store.signatures(of: 1)
        #expect(list.version == 3 && list.signatures[0].recordVersion == 2)
        #expect(!list.signatures.contains { $0.recordHash == list.hash })
        #expect(try store.failing() == [:])
    }

    @Test("Erasing a person leaves every signature verifiable")
    func erasure() throws {
        try fill()
        let store = try directory.open()
        defer { store.close() }
        let before = try store.signatures(of: 1).signatures
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.erasePerson(.id(1), expected: 2, for: everything)
        }
        #expect(try store.failing() == [:])
        #expect(try store.signatures(of: 1).signatures == before)
        #expect(try store.signatures(of: 1).version == 3)
    }

    @Test("Who was taken away or changed since the check does not sign")
    func changedAccount() throws {
        let store = try directory.open()
        defer { store.close() }
        let ada = try store.makeAccount("ada", display: "Ada Lovelace")
        try store.create(["summary": "x"])
        var gone = ada
        gone.isActive = false
        let left = gone
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.updateAccount(left, expected: nil)
        }
        #expect(
            refusal { try store.sign(1, 1, as: ada) }
                == .wrongState(.user, key: "ada", state: "changed"))
        #expect(try store.signatures(of: 1).signatures.isEmpty)
        #expect(try store.value("SELECT count(*) FROM change WHERE entity='signature'") == "0")
    }

    @Test("Another version than the signer saw is not signed")
    func conflict() throws {
        try fill()
        let store = try directory.open()
        defer { store.close() }
        let ada = try #require(
            try store.read { (reader) throws(StorageFailure) in try reader.account(named: "ada") })
        #expect(refusal { try store.sign(1, 1, as: ada) } == .versionConflict(current: 2))
    }

    @Test("A correction is its own act, signed in the same transaction")
    func correction() throws {
        try fill()
        let store = try directory.open()
        defer { store.close() }
        try store.update(1, 2, ["status": "triage"])
        let ada = try #require(
            try store.read { (reader) throws(StorageFailure) in try reader.account(named: "ada") })
        let author = Author(
            name: "ada", origin: .web, address: "127.0.0.1", reason: "misheard")
        let signer = Signer(account: ada, meaning: .correction)
        let done = try store.writeAndWait(by: author) { (transaction) throws(StorageFailure) in
            try transaction.correctComplaint(
                .id(1), expected: 3, to: values(["description": "It never stopped"]), as: signer,
                for: everything)
        }.value
        #expect(done.stamp.version == 4 && done.signature.recordVersion == 4)
        let last = try #require(try store.history(1).last)
        #expect(last.operation == "correct")
        #expect(
            last.changes == [
                FieldChange(
                    name: "description",
                    values: .known(old: "It stopped", new: "It never stopped"))
            ])
        let rows = try store.rows("SELECT reason FROM change ORDER BY seq DESC LIMIT 2")
        #expect(rows == [["misheard"], ["misheard"]])
        let same = refusal {
            try store.writeAndWait(by: author) { (transaction) throws(StorageFailure) in
                _ = try transaction.correctComplaint(
                    .id(1), expected: 4, to: values(["description": "It never stopped"]),
                    as: signer, for: everything)
            }
        }
        #expect(same == .wrongState(.complaint, key: done.stamp.code, state: "triage"))
        #expect(try store.failing() == [:])
    }

    @Test(
        "A signature that was changed, removed or copied elsewhere is named",
        arguments: [
            (
                "UPDATE signature SET name='Eve' WHERE id=1",
                "Signature 1 (complaint 1, version 1): its name"
            ),
            (
                "UPDATE signature SET meaning='closure' WHERE id=2",
                "Signature 2 (complaint 1, version 2): its meaning"
            ),
            ("UPDATE signature SET signer='eve' WHERE id=2", "Signature 2"),
            ("UPDATE signature SET account_id=9 WHERE id=2", "its account is not"),
            ("UPDATE signature SET reason='because' WHERE id=1", "its time, reason or signer"),
            ("UPDATE signature SET at=at+1 WHERE id=1", "its time, reason or signer"),
            (
                "UPDATE signature SET record_id=2 WHERE id=1",
                "Signature 1 (complaint 2, version 1): its record_id"
            ),
            ("UPDATE signature SET record_version=2 WHERE id=1", "its record_version"),
            ("DELETE FROM signature WHERE id=1", "signature 1, which is not there"),
            (
                """
                INSERT INTO signature SELECT 3, record, 2, record_version, record_hash, account_id,
                signer, name, meaning, reason, at FROM signature WHERE id=1
                """, "Signature 3 (complaint 2, version 1): it is not in the change log"
            ),
        ])
    func tampering(sql: String, detail: String) throws {
        try fill()
        try directory.tamper(sql: sql)
        let store = try directory.open()
        defer { store.close() }
        let found = try #require(try store.failing()["signatures"])
        #expect(found.contains(detail), "\(found)")
    }

    @Test(
        "A signature copied with its row of the log, in a chain recomputed, is not of that content")
    func copiedWithLog() throws {
        try fill()
        try directory.tamper { connection in
            var body = ChangeBodyBuilder()
            let hash = try #require(try RecordDigest.of("complaint", 1, version: 1, on: connection))
            for (name, value) in [
                ("account", FieldValue.integer(1)), ("meaning", "authored"),
                ("name", "Ada Lovelace"),
                ("record", "complaint"), ("record_hash", .text(Hex.encode(hash.hash))),
                ("record_id", .integer(2)), ("record_version", .integer(1)), ("signer", "ada"),
            ] as [(String, FieldValue)] { body.add(name, old: .null, new: value, sealed: false) }
            var log = try connection.statement(
                "UPDATE change SET body = ? WHERE entity = 'signature' AND entity_id = 1")
            log.bind(1, blob: body.finish())
            try log.run()
            try connection.execute("UPDATE signature SET record_id = 2 WHERE id = 1")
        }
        try directory.recomputeChain()
        let store = try directory.open()
        defer { store.close() }
        let failing = try store.failing()
        #expect(failing["chain"] == nil)
        let found = try #require(failing["signatures"])
        #expect(found.contains("content is not what was signed"), "\(found)")
    }

    @Test("SQL cannot change or remove a signature or an anchor")
    func triggers() throws {
        try fill()
        let store = try directory.open()
        try store.anchor(with: try SigningKey.make())
        store.close()
        let connection = try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
        for table in ["signature", "anchor"] {
            #expect(throws: StorageFailure.self) {
                try connection.execute("UPDATE \(table) SET at = 1")
            }
            #expect(throws: StorageFailure.self) { try connection.execute("DELETE FROM \(table)") }
        }
    }
}
