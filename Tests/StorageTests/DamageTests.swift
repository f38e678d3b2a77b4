import Complaints
import JSON
import Platform
import Testing

@testable import Storage

/// Files that were damaged: always a sentence, never a crash, never "all is well" over a record that
/// reads differently.
@Suite struct DamageTests {
    private static let rounds: UInt64 = FaultEffort.isFull ? 500 : 150

    private let directory: StoreDirectory

    init() throws { directory = try StoreDirectory() }

    private var database: String { "\(directory.path)/\(StoreOpening.databaseName)" }

    /// Some complaints, sites and systems, all in the database's own file.
    private func fill() throws {
        let store = try directory.open()
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createSite(values(["code": "S1", "name": "CHU"]))
            _ = try transaction.createSystem(values(["system_id": "Y1", "site": "S1"]))
        }
        for index in 0..<40 {
            try store.create([
                "summary": .text("Complaint \(index)"), "system": "Y1", "patient_age": "43",
                "description": .text(String(repeating: "It stopped. ", count: 40)),
            ])
        }
        store.close()
    }

    /// Every complaint as everybody with every right reads it, or nil when one cannot be read.
    private func readAll(_ store: Store) -> [[UInt8]]? {
        do {
            return try store.read { (reader) throws(StorageFailure) in
                var all: [[UInt8]] = []
                for id in 1...40 as ClosedRange<Int64> {
                    var writer = JSONWriter()
                    let found = try reader.complaint(
                        .id(id), for: everything, fields: nil, into: &writer)
                    all.append(found == nil ? [] : writer.take())
                }
                return all
            }
        } catch {
            return nil
        }
    }

    @Test func `Random damage is always told in a sentence, and never goes unseen`() throws {
        try fill()
        let sound = try DurableFile.read(database, bytesMax: 64 << 20)
        let store = try directory.open()
        let expected = readAll(store)
        store.close()
        var told = 0
        for seed in 1...Self.rounds {
            var random = Damage(seed: seed)
            var bytes = sound
            for _ in 0..<(1 + random.next(8)) {
                bytes[random.next(bytes.count)] ^= UInt8(1 + random.next(255))
            }
            for name in ["-wal", "-shm"] { try DurableFile.remove(database + name) }
            try DurableFile.write(bytes, to: database)
            if try examine(expected, seed: seed) { told += 1 }
        }
        #expect(told > 0)
        try DurableFile.write(sound, to: database)
    }

    /// Opens and verifies; true when damage was told.
    private func examine(_ expected: [[UInt8]]?, seed: UInt64) throws -> Bool {
        let store: Store
        do throws(StorageError) {
            store = try Store.open(directory.options)
        } catch {
            #expect(error.description.count > 20, "seed \(seed): \(error)")
            return true
        }
        defer { store.close() }
        let report = try store.verify()
        for check in report.checks where !check.ok {
            #expect(check.detail.count > 20, "seed \(seed): \(check)")
        }
        if report.ok {
            #expect(readAll(store) == expected, "seed \(seed): read differently, and verified")
        }
        return !report.ok
    }

    @Test("A header or a whole file that is gone is a damaged file, not a new database")
    func headers() throws {
        try fill()
        let sound = try DurableFile.read(database, bytesMax: 64 << 20)
        var noise = sound
        for index in 0..<100 { noise[index] = 0xA5 }
        for (name, bytes) in [("noise", noise), ("empty", []), ("short", Array(sound[..<512]))] {
            for suffix in ["-wal", "-shm"] { try DurableFile.remove(database + suffix) }
            try DurableFile.write(bytes, to: database)
            do throws(StorageError) {
                try Store.open(directory.options).close()
                Issue.record("\(name): opened")
            } catch {
                #expect(error.description.contains("Restore a backup"), "\(name): \(error)")
                #expect(error.description.contains("ibtool.db"), "\(name): \(error)")
            }
        }
    }

    @Test("A structural check beside the traffic finds a damaged page and stops writing")
    func structure() throws {
        try fill()
        // The header of the last leaf of the complaints.
        let page =
            Int(
                try Connection(path: database, role: .reading).count(
                    "SELECT max(pageno) FROM dbstat WHERE name='complaint' AND pagetype='leaf'", [])
            ) - 1
        var bytes = try DurableFile.read(database, bytesMax: 64 << 20)
        for index in 0..<64 { bytes[page * 4096 + index] = 0xFF }
        try DurableFile.write(bytes, to: database)
        let store = try directory.open()
        defer { store.close() }
        #expect(store.structure == .unknown)
        let check = try StructureCheck.start(on: store)
        check.wait()
        guard case .damaged(let sentence) = store.structure else {
            Issue.record("\(store.structure)")
            return
        }
        #expect(sentence.contains("The table ") || sentence.contains("malformed"), "\(sentence)")
        #expect(!sentence.contains("\n"), "\(sentence)")
        #expect(throws: StorageFailure.self) { try store.create(["summary": "x"]) }
    }

    @Test("A sound file is found sound, and closing does not wait for the check")
    func soundStructure() throws {
        try fill()
        let store = try directory.open()
        let check = try StructureCheck.start(on: store)
        check.wait()
        #expect(store.structure == .sound)
        let other = try StructureCheck.start(on: store)
        other.stop()
        store.close()
    }
}

/// A small generator, the same for the same seed.
private struct Damage {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// A number from 0 up to, not including, `bound`.
    mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }
}
