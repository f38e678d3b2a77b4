import Complaints
import JSON
import Platform
import Testing

@testable import Storage

@Suite struct PersonalDataTests {
    private static let canary = "Canaryowska-Quetzalcoatl"

    private let directory: StoreDirectory

    init() throws { directory = try StoreDirectory() }

    /// The files that hold these bytes.
    private func files(with needle: String) throws -> [String] {
        let wanted = Array(needle.utf8)
        return try Directory.list(directory.path).filter { name in
            let bytes = try DurableFile.read("\(directory.path)/\(name)", bytesMax: 1 << 30)
            return contains(bytes, wanted)
        }
    }

    private func contains(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
        guard bytes.count >= wanted.count else { return false }
        var index = 0
        while index <= bytes.count - wanted.count {
            if bytes[index] == wanted[0], bytes[index..<index + wanted.count].elementsEqual(wanted)
            {
                return true
            }
            index += 1
        }
        return false
    }

    /// Own fields about persons.
    private static let own: [Field] = [
        .own(
            "custom.initials", .text(bytesMax: 100), access: .patient,
            label: Words("Initials", "Initiales")),
        .own(
            "custom.phones", .list(of: .text(bytesMax: 100)), .custom, access: .complainant,
            label: Words("Phones", "Téléphones")),
    ]

    private func defineOwn(_ store: Store) throws {
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            for field in Self.own { try transaction.createCustomField(field) }
        }
    }

    /// Every sealed field with the canary in it, own ones included.
    private var sealedFields: FieldValues {
        var fields = FieldValues()
        let all = FieldCatalogue.standard.adding(custom: Self.own)
        for field in all.fields where field.storage == .sealed {
            fields[field.name] =
                switch field.type {
                case .object: .object(JSONObject([("cell", .string(Self.canary))]))
                case .list: .list([Self.canary])
                default: .text(Self.canary)
                }
        }
        return fields
    }

    @Test(
        "A sealed field's value is in no file of the directory: table, log, write-ahead log, reopened"
    )
    func sealedCanary() throws {
        let fields = sealedFields
        #expect(fields.names.count >= 7)
        var store = try directory.open()
        try defineOwn(store)
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            let stamp = try transaction.createComplaint(fields)
            _ = try transaction.updateComplaint(
                .id(stamp.id), expected: 1,
                to: values([
                    "patient_age": "canary-44-changed", "custom.initials": "canary-AB-changed",
                ]), for: everything)
        }
        #expect(try files(with: Self.canary) == [])
        #expect(try files(with: "canary-44-changed") == [])
        #expect(try files(with: "canary-AB-changed") == [])
        store.close()
        #expect(try files(with: Self.canary) == [])
        store = try directory.open()
        let history = try store.history(1)
        let initials = try #require(history[1].changes.first)
        #expect(initials.name == "custom.initials")
        #expect(initials.values == .known(old: .text(Self.canary), new: "canary-AB-changed"))
        let age = try #require(history[1].changes.last)
        #expect(age.values == .known(old: .text(Self.canary), new: "canary-44-changed"))
        store.close()
        #expect(try files(with: Self.canary) == [])
    }

    @Test("Free text stands in the records, where it is searched, but not open in the log")
    func freeText() throws {
        let store = try directory.open()
        try store.create(["tests": .text(Self.canary), "description": "plain"])
        try store.update(1, 1, ["tests": "replaced", "description": "plainer"])
        // The old value is in no live row; pages that held it are zeroed by secure delete.
        let bodies = try store.rows("SELECT hex(body) FROM change").map { $0[0] }
        let needle = Self.canary.utf8.map { String($0, radix: 16, uppercase: true) }.joined()
        #expect(bodies.allSatisfy { !$0.contains(needle) })
        #expect(try store.value("SELECT count(*) FROM complaint_text('plainer')") == "1")
        store.close()
    }

    @Test(
        "An erased person is gone for good: key zeroed, fields unreadable, chain and checks in order"
    )
    func erasure() throws {
        let fields = sealedFields
        var store = try directory.open()
        try defineOwn(store)
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createComplaint(fields)
            _ = try transaction.createComplaint(values(["patient_age": "43"]))
        }
        let keysBefore = try DurableFile.read("\(directory.path)/keys", bytesMax: 1 << 20)
        let stamp = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.erasePerson(.id(1), expected: 1, for: everything)
        }
        #expect(stamp.value.version == 2)
        let keys = try DurableFile.read("\(directory.path)/keys", bytesMax: 1 << 20)
        #expect(keys[32..<64].allSatisfy { $0 == 0 })
        #expect(keys[64...] == keysBefore[64...])
        let changes = try store.history(1)[0].changes
        #expect(changes.first { $0.name == "patient_age" }?.values == .erased)
        for field in Self.own {
            #expect(changes.first { $0.name == field.name.text }?.values == .erased)
        }
        #expect(changes.first { $0.name == "status" }?.values != .erased)
        let others = try store.history(2)[0].changes
        #expect(
            others.first { $0.name == "patient_age" }?.values == .known(old: .null, new: "43"))
        #expect(try store.verify(thorough: true).ok)
        try store.update(1, 2, ["severity": "minor", "tests": "free text after it"])
        #expect(
            refusal { try store.update(1, 3, ["patient_age": "50"]) }
                == .erased(.complaint, key: try store.value("SELECT number FROM complaint") ?? ""))
        #expect(
            refusal { try store.update(1, 3, ["custom.initials": "AB"]) }
                == .erased(.complaint, key: try store.value("SELECT number FROM complaint") ?? ""))
        #expect(try store.verify(thorough: true).ok)
        store.close()
        // A restored key file has the key again; the list in the database takes it away again.
        try DurableFile.write(keysBefore, to: "\(directory.path)/keys")
        store = try directory.open()
        #expect(try store.verify(thorough: true).ok)
        #expect(
            try store.history(1)[0].changes.first { $0.name == "patient_age" }?.values == .erased)
        store.close()
    }

    @Test("A database without its key file is not opened")
    func missingKeyFile() throws {
        let store = try directory.open()
        try store.create(["summary": "sealed", "patient_age": "43"])
        store.close()
        try DurableFile.remove("\(directory.path)/keys")
        do {
            try directory.open().close()
            Issue.record("opened without keys")
        } catch StorageError.keyFile(let sentence) {
            #expect(sentence.contains("missing"))
        }
    }

    @Test("A key file is extended before it is needed, a block at a time")
    func blocks() throws {
        let keys = try KeyFile(directory: directory.path, mayCreate: true)
        #expect(throws: StorageFailure.self) { try keys.key(of: 1) }
        try keys.provide(for: 1)
        let first = try keys.key(of: 1)
        #expect(first?.count == 32)
        #expect(try keys.key(of: 2) != first)
        #expect(try keys.key(of: 4096) != nil)
        #expect(throws: StorageFailure.self) { try keys.key(of: 4097) }
        try keys.provide(for: 10_000)
        #expect(try keys.key(of: 10_000) != nil)
        let again = try KeyFile(directory: directory.path, mayCreate: false)
        #expect(try again.key(of: 1) == first)
    }
}
