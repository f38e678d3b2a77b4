import Complaints
import Testing

@testable import Storage

/// Which complaint an imported row became is compared with the log.
@Suite struct ImportedRowCheckTests {
    private static let hash = "row:0123456789abcdef0123456789abcdef"

    private let directory: StoreDirectory
    private let store: Store

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
    }

    /// Complaints 1 to 4 by one import, the first of them changed by the next; 5 is made by a third
    /// import, which is undone; 6 by a person.
    private func fill() throws {
        try store.importFile(
            [
                ("M1", "M1", "a"), ("M1", "M1#2", "b"), (nil, Self.hash + "#1", "c"),
                ("A#7", "A#7", "d"),
            ], hash: "one")
        try store.importFile([("M1", "M1", "changed")], hash: "two")
        let third = try store.importFile([("M9", "M9", "e")], hash: "three")
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.undoImportRows(third, limit: 10)
        }
        try store.create(["summary": "by hand"])
    }

    @Test func `Rows of one id, without an id, changed by another import and undone are in order`()
        throws
    {
        try fill()
        #expect(try store.value("SELECT count(*) FROM import_identity") == "4")
        #expect(
            try store.value("SELECT import_id FROM import_identity WHERE identity='M1'") == "2")
        #expect(try store.verify(thorough: true).ok)
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.erasePerson(.id(1), expected: 2, for: everything)
        }
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test(
        "A row that is another's, or nobody's, is named",
        arguments: [
            ("UPDATE import_identity SET source='maudf' WHERE identity='M1'", "complaint 1 is not"),
            ("UPDATE import_identity SET identity='M0' WHERE identity='M1'", "complaint 1 is not"),
            ("UPDATE import_identity SET identity='M1#' WHERE identity='M1'", "complaint 1 is not"),
            (
                "UPDATE import_identity SET identity='M1#1' WHERE identity='M1'",
                "complaint 1 is not"
            ),
            (
                "UPDATE import_identity SET identity='N1#2' WHERE identity='M1#2'",
                "complaint 2 is not"
            ),
            (
                "UPDATE import_identity SET identity=upper(identity) WHERE complaint_id=3",
                "complaint 3 is not"
            ),
            (
                "UPDATE import_identity SET identity='A' WHERE complaint_id=4",
                "complaint 4 is not"
            ),
            (
                "UPDATE import_identity SET import_id=1 WHERE complaint_id=1",
                "Not of the import that wrote it last is the row of complaint 1"
            ),
            (
                "UPDATE import_identity SET complaint_id=2 WHERE identity='M1'",
                "Not of the import that wrote it last is the row of complaint 2"
            ),
            (
                "UPDATE import_identity SET complaint_id=6 WHERE identity='M1#2'",
                "Not of the import that wrote it last is the row of complaint 6"
            ),
            (
                "DELETE FROM import_identity WHERE complaint_id=2",
                "Imported and not taken back, yet no imported row became complaint 2"
            ),
        ])
    func named(change: String, finding: String) throws {
        try fill()
        store.close()
        let connection = try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
        #expect(try KeptCheck(connection: connection).run() == nil)
        try connection.execute(change)
        let found = try KeptCheck(connection: connection).run()
        #expect(found?.contains(finding) == true, "\(found ?? "nothing")")
    }
}
