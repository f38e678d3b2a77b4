import Complaints
import JSON
import Platform
import Testing

@testable import Storage

@Suite struct VerificationTests {
    private let directory: StoreDirectory

    init() throws { directory = try StoreDirectory() }

    /// A small database with something of everything, closed.
    private func fill() throws {
        let store = try directory.open()
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createSite(values(["code": "S1", "name": "CHU"]))
            _ = try transaction.createSystem(values(["system_id": "Y1", "site": "S1"]))
            _ = try transaction.createAccount(
                Account(name: "marie", displayName: "Marie", role: .analyst))
        }
        for index in 0..<5 {
            try store.create([
                "summary": .text("Complaint \(index)"), "system": "Y1", "patient_age": "43",
                "description": "It stopped", "owner": "marie",
            ])
        }
        try store.update(2, 1, ["severity": "serious", "patient_age": "44"])
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.logReading(of: 2, fields: ["patient_age"])
            var file = try transaction.createImport(
                ImportRecord(
                    name: "old.csv", fileHash: "abc", fileBytes: 9, fileName: "1", state: .queued,
                    source: "", author: "marie"))
            try transaction.logReading(of: file)
            file.state = .done
            try transaction.updateImport(file)
        }
        store.close()
    }

    /// Changes the closed database as somebody with an editor would.
    private func tamper(_ sql: String) throws {
        let connection = try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
        try connection.execute("DROP TRIGGER change_is_kept; DROP TRIGGER change_stays")
        try connection.execute(sql)
        _ = try connection.checkpoint(.truncate)
    }

    private func failing(thorough: Bool = true) throws -> [String: String] {
        let store = try directory.open()
        defer { store.close() }
        let report = try store.verify(thorough: thorough)
        let failing = report.checks.filter { !$0.ok }.map { ($0.name, $0.detail) }
        #expect(report.ok == failing.isEmpty)
        return Dictionary(uniqueKeysWithValues: failing)
    }

    @Test("A sound database passes every check, live and thorough, and stays as it was")
    func sound() throws {
        try fill()
        #expect(try failing() == [:])
        let store = try directory.open()
        try store.create(["summary": "one more"])
        #expect(try store.verify().ok)
        store.close()
    }

    @Test(
        "Tampering is named by the check that sees it",
        arguments: [
            ("UPDATE change SET actor='eve' WHERE seq=5", "chain", "Row 5 "),
            ("UPDATE change SET at=at+1 WHERE seq=1", "chain", "Row 1 "),
            ("UPDATE change SET reason='' WHERE seq=4", "chain", "Row 4 "),
            ("UPDATE change SET body=x'010000' WHERE seq=6", "chain", "Row 6 "),
            ("DELETE FROM change WHERE seq=7", "chain", "Row 7 "),
            (
                "UPDATE complaint SET severity='minor' WHERE id=2", "records",
                "(id 2): the field sev"
            ),
            ("UPDATE complaint SET version=9 WHERE id=3", "records", "(id 3) has version 9"),
            ("UPDATE complaint SET number='C-1-1' WHERE id=1", "records", "(id 1) was C-"),
            (
                "UPDATE complaint SET site_id=NULL WHERE id=4", "records",
                "(id 4) is of another site"
            ),
            ("UPDATE complaint SET document='{\"room\":\"1\"}' WHERE id=1", "records", "room"),
            ("UPDATE complaint SET sealed=NULL WHERE id=5", "records", "patient_age"),
            ("UPDATE complaint SET updated_by='eve' WHERE id=3", "times", "Complaint 3 "),
            ("UPDATE complaint SET updated_at=1 WHERE id=2", "times", "Complaint 2 "),
            ("UPDATE complaint SET created_at=1 WHERE id=4", "times", "Complaint 4 "),
            ("UPDATE complaint SET import_id=9 WHERE id=1", "times", "Complaint 1 "),
            ("UPDATE site SET updated_at=1", "times", "The site 1 "),
            ("UPDATE account SET updated_at=1", "times", "The user 1 "),
            ("SELECT 1", "schema", "trigger change_is_kept is missing"),
            ("CREATE TABLE extra(x)", "schema", "trigger change_is_kept is missing"),
            ("UPDATE account SET role='admin'", "records", "The user 1: the field role"),
            ("UPDATE site SET name='x'", "records", "The site 1: the field name"),
            ("DELETE FROM complaint WHERE id=3", "records", "complaint 3, which is not there"),
            ("DELETE FROM complaint WHERE id=3", "numbers", "not dense"),
            ("UPDATE counter SET last=7", "numbers", "counter"),
            ("UPDATE import SET author='eve'", "others", "import"),
            ("UPDATE import SET name='new.csv'", "others", "import"),
            ("UPDATE import SET file_hash='abd'", "others", "import"),
            ("UPDATE import SET state='cancelled'", "others", "import"),
            ("DELETE FROM site", "references", "a site that is not there"),
            ("DELETE FROM complaint_text WHERE rowid=2", "full_text", "Complaint 2 "),
            (
                "UPDATE complaint SET summary='x', version=version WHERE id=1", "full_text_words",
                "does not agree"
            ),
        ])
    func tampering(sql: String, check: String, detail: String) throws {
        try fill()
        try tamper(sql)
        let found = try #require(try failing()[check], "\(check) found nothing")
        #expect(found.contains(detail), "\(found)")
    }

    @Test("A complaint's key that is gone without an erasure is named")
    func missingKey() throws {
        try fill()
        let keys = try KeyFile(directory: directory.path, mayCreate: false)
        try keys.erase(4)
        #expect(try failing()["keys"]?.contains("complaint 4") == true)
    }

    @Test("A sealed value of another complaint does not open")
    func swappedSeals() throws {
        try fill()
        try tamper(
            "UPDATE complaint SET sealed=(SELECT sealed FROM complaint WHERE id=1) WHERE id=2")
        #expect(try failing()["records"]?.contains("complaint 2") == true)
    }

    @Test("The change log refuses UPDATE and DELETE")
    func triggers() throws {
        try fill()
        let connection = try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
        for sql in ["UPDATE change SET actor='eve'", "DELETE FROM change"] {
            #expect(throws: StorageFailure.self) { try connection.execute(sql) }
        }
    }
}
