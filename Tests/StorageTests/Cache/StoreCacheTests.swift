import Complaints
import JSON
import Platform
import Testing

@testable import Storage

@Suite struct StoreCacheTests {
    /// Writers change records one after the other; readers ask through the cache and must never get
    /// a version older than one whose write was answered before they asked.
    @Test func noCachedAnswerIsOlderThanAnAnsweredWrite() throws {
        let directory = try StoreDirectory()
        let store = try directory.open()
        defer { store.close() }
        for _ in 0..<4 { try store.create(["severity": "minor"]) }
        let answered = Lock([Int64](repeating: 1, count: 5))
        let stale = Lock([String]())
        let isDone = Lock(false)
        let writers = try (0..<2).map { writer in
            try Platform.Thread.start(name: "writer \(writer)") {
                for round in 0..<60 {
                    let id = Int64(writer * 2 + round % 2 + 1)
                    let version = answered.withLock { $0[Int(id)] }
                    do {
                        let stamp = try store.update(
                            id, version, ["severity": round % 4 < 2 ? "serious" : "minor"])
                        answered.withLock { $0[Int(id)] = stamp.value.version }
                    } catch {
                        stale.withLock { $0.append("\(error)") }
                    }
                }
            }
        }
        let readers = try (0..<3).map { reader in
            try Platform.Thread.start(name: "reader \(reader)") {
                var round = reader
                while !isDone.withLock({ $0 }) {
                    round += 1
                    let id = Int64(round % 4 + 1)
                    let least = answered.withLock { $0[Int(id)] }
                    do throws(StorageFailure) {
                        let version = try Self.version(of: id, round % 2 == 0, store)
                        if version < least {
                            stale.withLock { $0.append("\(id): \(version) < \(least)") }
                        }
                    } catch {
                        stale.withLock { $0.append("\(error)") }
                    }
                }
            }
        }
        for writer in writers { writer.join() }
        isDone.withLock { $0 = true }
        for reader in readers { reader.join() }
        #expect(stale.withLock { $0 } == [])
        #expect(store.cache.statistics.hits > 0)
    }

    /// The record's version, from its own answer or from the list's.
    private static func version(
        of id: Int64, _ fromList: Bool, _ store: Store
    ) throws(StorageFailure) -> Int64 {
        let key = AnswerKey(
            route: fromList ? "list" : "record", query: fromList ? "" : "\(id)",
            visibilityClass: Visibility.everything.cacheClass)
        let scope: AnswerScope = fromList ? .list(.complaint, sites: nil) : .record(.complaint, id)
        let answer = try store.cache.answer(key, dependsOn: scope) {
            () throws(StorageFailure) -> FreshAnswer in
            try store.read { (reader) throws(StorageFailure) in
                var writer = JSONWriter()
                if fromList {
                    try reader.complaints(
                        ComplaintQuery(), for: .everything, into: &writer)
                } else {
                    _ = try reader.complaint(
                        .id(id), for: .everything, fields: nil, into: &writer)
                }
                return FreshAnswer(
                    body: writer.bytes, gzip: nil, etag: "", commit: reader.commit,
                    mediaType: "application/json")
            }
        }
        do {
            let json = try JSONValue.parse(answer.body)
            let record =
                fromList
                ? json["items"]?.arrayValue?.first { $0["id"]?.int64Value == id } : json
            return record?["version"]?.int64Value ?? 0
        } catch {
            return 0
        }
    }

    @Test func facetsFollowTheLog() throws {
        let directory = try StoreDirectory()
        let store = try directory.open { $0.keepsColumns = true }
        defer { store.close() }
        func counts() throws -> [String] {
            var writer = JSONWriter()
            try store.read { (reader) throws(StorageFailure) in
                try reader.facets(
                    by: ["severity"], filter: .everything, search: nil, for: .everything,
                    into: &writer)
            }
            let json = try JSONValue.parse(writer.bytes)
            return (json["facets"]?["severity"]?.arrayValue ?? []).map {
                "\($0["value"]?.stringValue ?? "-") \($0["count"]?.int64Value ?? 0)"
            }
        }
        #expect(try counts() == [])
        try store.create(["severity": "minor"])
        #expect(try counts() == ["minor 1"])
        try store.create(["severity": "minor"])
        try store.create(["summary": "x"])
        #expect(try counts() == ["minor 2", "- 1"])
        try store.update(1, 1, ["severity": "serious"])
        try store.update(3, 1, ["severity": "serious"])
        #expect(try counts() == ["serious 2", "minor 1"])
    }
}
