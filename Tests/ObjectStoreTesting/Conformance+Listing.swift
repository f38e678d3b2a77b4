import ObjectStore
import Testing

extension Conformance {
    private static let tricky = [
        "a-b", "a.b", "a/b", "a/b-c", "a/b.c", "a/c/d", "a0", "a_b", "b/1", "b-1/2", "z",
    ]

    func listsAreComplete(_ place: Place) throws {
        for name in Self.tricky { try place.store.put(place.key(name), .bytes(Array(name.utf8))) }
        #expect(try place.names().sorted() == Self.tricky.sorted())
        #expect(try place.names("a/").sorted() == ["a/b", "a/b-c", "a/b.c", "a/c/d"])
        #expect(try place.names("a/b").sorted() == ["a/b", "a/b-c", "a/b.c"])
        #expect(try place.names("b").sorted() == ["b-1/2", "b/1"])
        #expect(try place.names("q").isEmpty)
        try place.store.forEach(in: place.prefix("a/")) { entry throws(ObjectStoreError) in
            let attributes = try place.store.get(entry.key, range: 0..<0).attributes
            #expect(entry.tag == attributes.tag)
            #expect(entry.byteCount == attributes.byteCount)
        }
    }

    /// Fixed-width names in one folder: there the order is the same everywhere.
    func listsGoOnBehindAKey(_ place: Place) throws {
        let names = (10..<35).map { "log/\($0)" }
        for name in names { try place.store.put(place.key(name), .bytes([1])) }
        #expect(try place.names("log/") == names)
        for name in ["log/10", "log/21", "log/33"] {
            let page = try place.store.list(place.prefix("log/"), after: place.key(name))
            let next = names[(names.firstIndex(of: name) ?? 0) + 1]
            #expect(page.entries.first?.key == place.key(next))
        }
        let page = try place.store.list(place.prefix("log/"), after: place.key("log/34"))
        #expect(page == ObjectPage(entries: [], next: nil))
    }

    func listsAreUpToDate(_ place: Place) throws {
        for round in 0..<10 {
            try place.store.put(place.key("a/\(round)"), .bytes([]))
            #expect(try place.names("a/") == ["a/\(round)"])
            try place.store.delete(place.key("a/\(round)"))
            #expect(try place.names("a/").isEmpty)
        }
    }
}
