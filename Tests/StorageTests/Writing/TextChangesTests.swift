import Platform
import Testing

@testable import Storage

@Suite struct TextChangesTests {
    /// What one request of a batch does.
    private enum Act: Sendable {
        case create(String)
        case change(Int64, version: Int64, String)
        /// As `change`, but refused after it was made.
        case refused(Int64, version: Int64, String)
    }

    private let directory: StoreDirectory

    init() throws { directory = try StoreDirectory() }

    /// Does it all in one batch: a job holds the writer until everything waits.
    private func together(_ store: Store, _ acts: [Act]) {
        let job = Author(name: "job", origin: .import, address: "")
        let started = Mailbox<Bool>(capacity: 1)
        let go = Mailbox<Bool>(capacity: 1)
        let answers = Mailbox<Bool>(capacity: acts.count)
        store.write(by: job) { (_) throws(StorageFailure) in
            _ = started.offer(true)
            _ = go.take()
        } then: { _ in
        }
        _ = started.take()
        for act in acts {
            store.write(by: marie) { (transaction) throws(StorageFailure) in
                try Self.run(act, in: transaction)
            } then: { _ in
                _ = answers.offer(true)
            }
        }
        _ = go.offer(true)
        for _ in acts { _ = answers.take() }
    }

    private static func run(
        _ act: Act, in transaction: borrowing WriteTransaction
    ) throws(StorageFailure) {
        switch act {
        case .create(let summary):
            _ = try transaction.createComplaint(values(["summary": .text(summary)]))
        case .change(let id, let version, let summary):
            _ = try transaction.updateComplaint(
                .id(id), expected: version, to: values(["summary": .text(summary)]),
                for: everything)
        case .refused(let id, let version, let summary):
            try run(.change(id, version: version, summary), in: transaction)
            throw .refused(.notFound(.site, key: ""))
        }
    }

    private func found(_ store: Store, _ word: String) throws -> [String] {
        try store.rows(
            "SELECT rowid FROM complaint_text WHERE complaint_text MATCH '\(word)' ORDER BY rowid"
        ).map { $0[0] }
    }

    @Test("The requests of one batch are one segment of the full text")
    func oneSegment() throws {
        try directory.open().close()
        let connection = try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
        let session = try WriterSession(
            connection: connection,
            keys: try KeyFile(directory: directory.path, mayCreate: false),
            zones: ZoneBook(directory: directory.path), clock: .system,
            layout: ComplaintLayout(custom: []))
        try session.begin()
        for index in 0..<20 {
            _ = try session.perform(
                WriteRequest(
                    author: marie,
                    perform: { (transaction) throws(StorageFailure) in
                        try Self.run(.create("gradient \(index)"), in: transaction)
                        return { _ in }
                    }, fail: { _ in }))
        }
        try session.commit()
        func number(_ sql: String) throws -> Int64 {
            var statement = try connection.statement(made: sql)
            return try statement.step() ? statement.int64(0) : 0
        }
        let words = "SELECT count(*) FROM complaint_text WHERE complaint_text MATCH 'gradient'"
        #expect(try number(words) == 20)
        #expect(try number("SELECT count(DISTINCT segid) FROM complaint_text_idx") == 1)
    }

    @Test(
        "Made, changed and refused in one batch: the full text holds the last words and no others")
    func lastWords() throws {
        let store = try directory.open()
        try store.create(["summary": "older"])
        together(
            store,
            [
                .create("helium"), .change(2, version: 1, "quench"),
                .refused(2, version: 2, "refused"), .change(1, version: 1, "newer"),
                .change(1, version: 2, "newest"),
            ])
        for (word, ids) in [
            ("helium", []), ("quench", ["2"]), ("refused", []), ("older", []), ("newer", []),
            ("newest", ["1"]),
        ] {
            #expect(try found(store, word) == ids, "\(word)")
        }
        let report = try store.verify(thorough: true)
        #expect(report.ok, "\(report.checks.filter { !$0.ok })")
        store.close()
    }
}
