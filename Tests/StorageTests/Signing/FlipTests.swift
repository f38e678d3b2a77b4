import Complaints
import Crypto
import JSON
import Platform
import Testing

@testable import Storage

/// One bit that is not as it was written, anywhere in what is logged: `verify` has to name it.
@Suite struct FlipTests {
    private let directory: StoreDirectory

    init() throws { directory = try StoreDirectory() }

    /// What verification cannot know, each with its reason.
    private static let exempt: [String: String] = [
        "account.password_hash": "a hash of a secret: never in the log",
        "token.hash": "a hash of a secret: never in the log",
        "token.last_used_at": "times of use are not logged",
        "mapping.updated_at": "the log has its row's time",
        "custom_field.created_at": "the log has its row's time",
        "import_identity.digest": "what a row said, keyed: never in the log",
    ]

    private static let tables = [
        "change", "complaint", "site", "system", "account", "attachment", "signature", "anchor",
        "token", "setting", "custom_field", "mapping", "erasure", "counter", "import_identity",
    ]

    private static let erasedComplaint: Int64 = 3

    /// A small database with something of everything that is logged, closed.
    private func fill() throws {
        let store = try directory.open()
        let ada = try store.makeAccount("ada", display: "Ada Lovelace")
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createSite(values(["code": "S1", "name": "CHU", "city": "Lille"]))
            _ = try transaction.createSystem(
                values(["system_id": "Y1", "site": "S1", "modality": "MR", "serial": "77"]))
            _ = try transaction.createToken(
                of: ada.id, name: "robot", prefix: "ibt_x", hash: [1, 2, 3], scopes: [.read],
                expiresAt: 99)
            try transaction.setSetting("zone", to: .string("Europe/Paris"))
            _ = try transaction.saveMapping(
                MappingRecord(name: "maude", source: "fda", mapping: .object(JSONObject())))
            try transaction.createCustomField(
                Field(
                    "custom.bay", .text(bytesMax: 20), .custom, in: .document,
                    label: Words("Bay", "Baie")))
        }
        for index in 0..<3 {
            try store.create([
                "summary": .text("Complaint \(index)"), "description": "It stopped",
                "system": "Y1", "patient_age": "43", "room": "12", "severity": "minor",
            ])
        }
        try store.importFile([("M1", "M1", "imported")])
        try store.update(1, 1, ["severity": "serious"], reason: "read again")
        try store.attach(noise(300), to: 1)
        let second = try store.attach(noise(200, seed: 7), to: 1)
        let sorry = Author(
            name: "marie", origin: .web, address: "127.0.0.1", reason: "wrong file")
        try store.writeAndWait(by: sorry) { (transaction) throws(StorageFailure) in
            _ = try transaction.withdrawAttachment(
                second.id, of: .id(1), reason: "wrong file", for: everything)
        }
        try store.sign(1, 2, as: ada, reason: "seen")
        try store.anchor(with: try SigningKey.make())
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.erasePerson(.id(3), expected: 1, for: everything)
        }
        store.close()
    }

    /// The database open to be damaged, without the triggers that refuse it.
    private func unguarded() throws -> Connection {
        let connection = try Connection(
            path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
        var names: [String] = []
        do {
            var triggers = try connection.statement(
                "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            while try triggers.step() { names.append(triggers.text(0)) }
        }
        for name in names { try connection.execute("DROP TRIGGER \(name)") }
        return connection
    }

    @Test("Each byte of each column of the log, flipped alone, is named by its row")
    func everyByteOfTheLog() throws {
        let store = try directory.open()
        let ada = try store.makeAccount("ada", display: "Ada")
        try store.create(["summary": "Noise", "description": "It stopped", "room": "12"])
        try store.update(1, 1, ["severity": "serious"], reason: "read again")
        try store.sign(1, 2, as: ada)
        store.close()
        let connection = try unguarded()
        let columns = try names(of: "change", on: connection).filter { $0 != "seq" }
        var flips = 0
        for seq in 1...(try connection.lastChange()) {
            for column in columns {
                let bytes = try value(of: column, "change", "seq", seq, on: connection)
                for index in 0..<bytes.count {
                    // The first byte tells the kind of value.
                    let changed = bytes.flipped(at: index, bit: (flips * 5) % 8)
                    try connection.execute("SAVEPOINT flip")
                    try put(changed, into: column, "change", "seq", seq, on: connection)
                    let finding = try ChainCheck(connection: connection).run { _ in }
                    #expect(
                        finding?.hasPrefix("Row \(seq) of the change log") == true,
                        "row \(seq), \(column), byte \(index): \(finding ?? "nothing")")
                    try connection.execute("ROLLBACK TO flip; RELEASE flip")
                    flips += 1
                }
            }
        }
        #expect(flips > 800)
    }

    @Test("A bit of any column of any kind of record is named", arguments: [1, 2, 3] as [UInt64])
    func everyColumn(seed: UInt64) throws {
        try fill()
        let connection = try unguarded()
        let keys = try KeyFile(directory: directory.path, mayCreate: false)
        #expect(try failing(connection, keys) == [])
        var random = seed
        func draw(_ bound: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(random >> 33) % bound
        }
        var tested: Set<String> = []
        for table in Self.tables {
            let key = try keyColumn(of: table, on: connection)
            let rows = try rowIDs(of: table, key, on: connection)
            #expect(!rows.isEmpty, "\(table) is empty")
            for column in try names(of: table, on: connection) {
                let name = "\(table).\(column)"
                if Self.exempt[name] != nil { continue }
                var row = rows[draw(rows.count)]
                // Of an erased file nobody can say any more what its texts were.
                if table == "complaint", row == Self.erasedComplaint { row = 1 }
                let bytes = try value(of: column, table, "rowid", row, on: connection)
                let changed = bytes.flipped(at: draw(bytes.count), bit: draw(8))
                try connection.execute("SAVEPOINT flip")
                var isRefused = false
                do throws(StorageFailure) {
                    try put(changed, into: column, table, "rowid", row, on: connection)
                } catch {
                    // A constraint of the schema holds it off.
                    isRefused = true
                }
                if !isRefused {
                    let found = try failing(connection, keys)
                    #expect(
                        !found.isEmpty, "seed \(seed), \(name), row \(row), \(bytes) → \(changed)")
                }
                try connection.execute("ROLLBACK TO flip; RELEASE flip")
                tested.insert(name)
            }
        }
        #expect(tested.count > 120)
        #expect(try failing(connection, keys) == [])
    }

    @Test("Of an erased file all but its texts is compared with the log")
    func erasedFile() throws {
        try fill()
        let connection = try unguarded()
        let keys = try KeyFile(directory: directory.path, mayCreate: false)
        // What the log had of them went with the key.
        let texts = Set(FieldCatalogue.standard.fields(with: .freeText).map(\.name.text))
        let columns = try names(of: "complaint", on: connection).filter { column in
            column != "sealed" && !texts.contains(column)
        }
        var flips = 0
        for column in columns {
            let bytes = try value(
                of: column, "complaint", "rowid", Self.erasedComplaint, on: connection)
            let places = column == "document" ? Array(0..<bytes.count) : [0]
            for index in places {
                let changed = bytes.flipped(at: index, bit: 0)
                try connection.execute("SAVEPOINT flip")
                var isRefused = false
                do throws(StorageFailure) {
                    try put(
                        changed, into: column, "complaint", "rowid", Self.erasedComplaint,
                        on: connection)
                } catch {
                    // A constraint of the schema holds it off.
                    isRefused = true
                }
                let found = isRefused ? ["refused"] : try failing(connection, keys)
                #expect(!found.isEmpty, "\(column), byte \(index): \(bytes) → \(changed)")
                try connection.execute("ROLLBACK TO flip; RELEASE flip")
                flips += 1
            }
        }
        #expect(flips > 40)
        #expect(try failing(connection, keys) == [])
    }

    /// What is found, the triggers' absence and the full text's own left aside.
    private func failing(_ connection: Connection, _ keys: KeyFile) throws -> [String] {
        let layout = ComplaintLayout(custom: try CustomFieldTable.all(connection))
        let verification = Verification(connection: connection, keys: keys, layout: layout)
        let checks = try verification.run { _, _ in }
        return checks.filter { !$0.ok && $0.name != "schema" }.map { "\($0.name): \($0.detail)" }
    }

    // MARK: Values

    /// A column's value as bytes that a flip leaves a value of the same kind.
    private enum Stored: CustomStringConvertible {
        case null
        case integer(Int64)
        case text([UInt8])
        case blob([UInt8])

        /// How many bytes can be flipped; a value that is not there can become one.
        var count: Int {
            switch self {
            case .null: 1
            case .integer: 8
            case .text(let bytes), .blob(let bytes): max(1, bytes.count)
            }
        }

        func flipped(at index: Int, bit: Int) -> Stored {
            switch self {
            case .null: return .integer(1)
            case .integer(let number): return .integer(number ^ (1 << Int64(index * 8 + bit)))
            case .text(var bytes):
                if bytes.isEmpty { return .text([0x41]) }
                // A text stays text: of an ASCII letter only the lower bits.
                bytes[index] ^= bytes[index] < 0x80 ? 1 : UInt8(1 << (bit % 6))
                return .text(bytes)
            case .blob(var bytes):
                if bytes.isEmpty { return .blob([0]) }
                bytes[index] ^= UInt8(1 << bit)
                return .blob(bytes)
            }
        }

        var description: String {
            switch self {
            case .null: "NULL"
            case .integer(let number): "\(number)"
            case .text(let bytes): "“\(String(decoding: bytes, as: UTF8.self))”"
            case .blob(let bytes): Hex.encode(bytes)
            }
        }
    }

    private func value(
        of column: String, _ table: String, _ key: String, _ id: Int64, on connection: Connection
    ) throws -> Stored {
        var statement = try connection.statement(
            made: "SELECT \"\(column)\" FROM \"\(table)\" WHERE \(self.key(key, of: table)) = ?")
        statement.bind(1, id)
        _ = try statement.step()
        return switch statement.kind(0) {
        case .null: .null
        case .integer, .decimal: .integer(statement.int64(0))
        case .text: .text(statement.blob(0))
        case .blob: .blob(statement.blob(0))
        }
    }

    private func put(
        _ value: Stored, into column: String, _ table: String, _ key: String, _ id: Int64,
        on connection: Connection
    ) throws(StorageFailure) {
        var statement = try connection.statement(
            made: "UPDATE \"\(table)\" SET \"\(column)\" = ?1 "
                + "WHERE \(self.key(key, of: table)) = ?2")
        switch value {
        case .null: statement.bindNull(1)
        case .integer(let number): statement.bind(1, number)
        case .text(let bytes): statement.bind(1, text: bytes)
        case .blob(let bytes): statement.bind(1, blob: bytes)
        }
        statement.bind(2, id)
        try statement.run()
    }

    /// Tables without rowid are found by the place of their key.
    private func key(_ key: String, of table: String) -> String {
        switch table {
        case "setting", "custom_field", "import_identity": "(SELECT 1)"
        default: key
        }
    }

    private func keyColumn(of table: String, on connection: Connection) throws -> String {
        ["setting", "custom_field", "import_identity"].contains(table) ? "1" : "rowid"
    }

    private func rowIDs(
        of table: String, _ key: String, on connection: Connection
    ) throws -> [Int64] {
        var statement = try connection.statement(made: "SELECT \(key) FROM \"\(table)\"")
        var ids: [Int64] = []
        while try statement.step() { ids.append(statement.int64(0)) }
        return ids
    }

    private func names(of table: String, on connection: Connection) throws -> [String] {
        var statement = try connection.statement(
            made: "SELECT name FROM pragma_table_info('\(table)')")
        var names: [String] = []
        while try statement.step() { names.append(statement.text(0)) }
        return names
    }
}
