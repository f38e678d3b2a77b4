import Complaints
import JSON
import Testing

@testable import Storage

@Suite struct ReferenceTests {
    private let directory: StoreDirectory
    private let store: Store

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.createSite(
                values(["code": "FR-LIL-01", "name": "Lille", "city": "Lille"]))
            _ = try transaction.createSite(values(["code": "DE-BER", "name": "Charité"]))
            for index in 1...5 {
                _ = try transaction.createSystem(
                    values([
                        "system_id": .text("SYS-\(index)"), "serial": .text("SN\(index)"),
                        "site": .text(index < 4 ? "FR-LIL-01" : "DE-BER"), "modality": "MR",
                    ]))
            }
        }
    }

    private func systems(
        for visibility: Visibility = .everything, _ change: (inout ReferenceQuery) -> Void
    ) throws -> JSONValue {
        var query = ReferenceQuery()
        change(&query)
        let asked = query
        var writer = JSONWriter()
        try store.read { (reader) throws(StorageFailure) in
            try reader.systems(asked, for: visibility, into: &writer)
        }
        return try JSONValue.parse(writer.bytes)
    }

    private func codes(_ answer: JSONValue) -> [String] {
        (answer["items"]?.arrayValue ?? []).compactMap { $0["system_id"]?.stringValue }
    }

    @Test("Systems are listed by system id, with their site, in pages")
    func list() throws {
        defer { store.close() }
        let first = try systems { $0.limit = 2 }
        #expect(codes(first) == ["SYS-1", "SYS-2"])
        #expect(first["total"]?.int64Value == 5)
        #expect(first["items"]?.arrayValue?.first?["site"]?.stringValue == "FR-LIL-01")
        #expect(first["items"]?.arrayValue?.first?["site_name"]?.stringValue == "Lille")
        let next = try #require(first["next"]?.stringValue)
        let second = try systems {
            $0.limit = 2
            $0.start = .cursor(next)
        }
        #expect(codes(second) == ["SYS-3", "SYS-4"])
        let last = try systems {
            $0.limit = 2
            $0.start = .offset(4)
        }
        #expect(codes(last) == ["SYS-5"])
        #expect(last["next"]?.isNull == true)
    }

    @Test("Words, filters, sort and visibility narrow the list")
    func narrowed() throws {
        defer { store.close() }
        #expect(codes(try systems { $0.words = "sn3" }) == ["SYS-3"])
        #expect(codes(try systems { $0.words = "charité" }) == ["SYS-4", "SYS-5"])
        #expect(codes(try systems { $0.words = "100%" }) == [])
        #expect(codes(try systems { $0.equals = [("site", "DE-BER")] }) == ["SYS-4", "SYS-5"])
        #expect(codes(try systems { $0.equals = [("modality", "")] }) == [])
        #expect(
            codes(try systems { $0.sort = [SortTerm("serial", isDescending: true)] }).first
                == "SYS-5")
        let lille = Visibility(sites: [1], seesComplainant: false, seesPatient: false)
        #expect(codes(try systems(for: lille) { _ in }) == ["SYS-1", "SYS-2", "SYS-3"])
        #expect(throws: StorageFailure.self) { try systems { $0.equals = [("hash", "x")] } }
        #expect(throws: StorageFailure.self) {
            try systems { $0.sort = [SortTerm("nothing", isDescending: true)] }
        }
    }

    @Test("One site is read by id and by code, by those who may see it")
    func one() throws {
        defer { store.close() }
        func site(_ key: RecordKey, _ visibility: Visibility) throws -> JSONValue? {
            var writer = JSONWriter()
            let stamp = try store.read { (reader) throws(StorageFailure) in
                try reader.site(key, for: visibility, into: &writer)
            }
            return try stamp.map { _ in try JSONValue.parse(writer.bytes) }
        }
        let site1 = try #require(try site(.code("FR-LIL-01"), .everything))
        #expect(site1["name"]?.stringValue == "Lille")
        #expect(try site(.id(1), .everything) == site1)
        let other = Visibility(sites: [2], seesComplainant: false, seesPatient: false)
        #expect(try site(.id(1), other) == nil)
    }
}
