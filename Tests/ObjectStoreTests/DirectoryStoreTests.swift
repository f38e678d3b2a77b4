import Foundation
import Platform
import TestSupport
import Testing

@testable import ObjectStore

@Suite struct DirectoryStoreTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    @Test func contentsAreFilesThatOthersRead() throws {
        let store = try DirectoryStore(scratch.path)
        try store.put("ltx/0/a.ltx", .bytes(Array("hello".utf8)), metadata: ["x": "y"])
        #expect(
            try DurableFile.read(scratch.path(of: "ltx/0/a.ltx"), bytesMax: 10)
                == Array("hello".utf8))
        try store.delete("ltx/0/a.ltx")
        #expect(try Directory.list(scratch.path) == [".about", ".lock", ".staging"])
        #expect(try Directory.list(scratch.path(of: ".about")).isEmpty)
    }

    @Test func whatACrashLeftIsClearedAfterADay() throws {
        _ = try DirectoryStore(scratch.path)
        try DurableFile.write([1], to: scratch.path(of: ".staging/left"))
        let now = WallClock.system.now()
        _ = try DirectoryStore(scratch.path, clock: .fixed(now + .seconds(86_000)))
        #expect(try Directory.list(scratch.path(of: ".staging")) == ["left"])
        _ = try DirectoryStore(scratch.path, clock: .fixed(now + .seconds(87_000)))
        #expect(try Directory.list(scratch.path(of: ".staging")).isEmpty)
    }

    /// Between the record and the rename: the old content is still there, and described.
    @Test func aRecordAheadOfItsContentDescribesTheOldOne() throws {
        let store = try DirectoryStore(scratch.path)
        let old = try store.put("a", .bytes([1]), metadata: ["version": "old"])
        try store.put("a", .bytes([2]), metadata: ["version": "new"])
        let record = try DurableFile.read(scratch.path(of: ".about/a"), bytesMax: 10_000)
        try store.delete("a")
        let again = try store.put("a", .bytes([1]), metadata: [:])
        #expect(again == old)
        try DurableFile.write(record, to: scratch.path(of: ".about/a"))
        let attributes = try store.get("a").attributes
        #expect(attributes.tag == old)
        #expect(attributes.metadata == ["version": "old"])
    }

    @Test func aCopyElsewhereKeepsTagsAndMetadata() throws {
        let store = try DirectoryStore(scratch.path(of: "one"))
        let tag = try store.put("a/b", .bytes([1, 2, 3]), metadata: ["x": "y"])
        try FileManager.default.copyItem(
            atPath: scratch.path(of: "one"), toPath: scratch.path(of: "two"))
        let copy = try DirectoryStore(scratch.path(of: "two"))
        let attributes = try copy.get("a/b").attributes
        #expect(attributes.tag == tag && attributes.metadata == ["x": "y"])
        #expect(try copy.list(.all, after: nil).entries.map(\.tag) == [tag])
        try copy.put("a/b", .bytes([4]), if: .ifTag(tag))
    }

    @Test func aFileChangedByOthersIsAnotherVersion() throws {
        let store = try DirectoryStore(scratch.path)
        let tag = try store.put("a", .bytes([1, 2, 3]), metadata: ["x": "y"])
        try DurableFile.write([1, 2, 4], to: scratch.path(of: "a"))
        let attributes = try store.get("a").attributes
        #expect(attributes.tag != tag && attributes.metadata == [:])
        #expect(
            failure { try store.put("a", .bytes([5]), if: .ifTag(tag)) }?.cause == .conditionFailed)
    }

    @Test func recordsThatAreDamagedDescribeNothing() throws {
        let store = try DirectoryStore(scratch.path)
        let tag = try store.put("a", .bytes([1]), metadata: ["x": "y"])
        let whole = try DurableFile.read(scratch.path(of: ".about/a"), bytesMax: 10_000)
        for end in 0..<whole.count {
            let part = ObjectRecord(reading: Array(whole[..<end]))
            #expect(part.content(with: tag)?.metadata.values.keys.allSatisfy { $0 == "x" } ?? true)
        }
        try DurableFile.write(Array("nonsense\n".utf8), to: scratch.path(of: ".about/a"))
        #expect(try store.get("a").attributes.tag == tag)
        #expect(ObjectRecord(reading: whole).bytes == whole)
    }

    @Test func aFullDiskIsCalledThat() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let error = ObjectStoreError(.put, "a", .outOfSpace)
        #expect(error.description == "Cannot put a: there is no space left. Make space.")
    }

    @Test func aKeyIsNotAlsoAFolder() throws {
        let store = try DirectoryStore(scratch.path)
        try store.put("a", .bytes([1]))
        #expect(failure { try store.put("a/b", .bytes([2])) } != nil)
        #expect(try store.bytes("a", bytesMax: 1).bytes == [1])
        #expect(try Directory.list(scratch.path(of: ".staging")).isEmpty)
    }
}

@Suite struct KeyTests {
    @Test(arguments: [
        "a", "0", "a/b", "ltx/0/0000000000000001-00000000000000ff.ltx", "a.b_c-d",
        String(repeating: "a", count: 200), String(repeating: "a/", count: 255) + "a",
    ])
    func keysAre(_ text: String) { #expect(ObjectKey(parsing: text)?.description == text) }

    @Test(arguments: [
        "", "/a", "a/", "a//b", ".", "..", "a/../b", ".a", "a/.b", "-a", "_a", "A", "é", "a b",
        "a\0",
        "a\\b", "a%20b", "a\n", String(repeating: "a", count: 201),
        String(repeating: "a/", count: 256) + "a",
    ])
    func keysAreNot(_ text: String) { #expect(ObjectKey(parsing: text) == nil) }

    @Test func metadataAreBounded() {
        #expect(ObjectMetadata(["a": String(repeating: "x", count: 2047)]) != nil)
        #expect(ObjectMetadata(["a": String(repeating: "x", count: 2048)]) == nil)
        for bad in [["A": "x"], ["a_b": "x"], ["": "x"], ["a": "é"], ["a": "x\r\ny"], ["a": " x"]] {
            #expect(ObjectMetadata(bad) == nil)
        }
    }
}

extension ObjectKey {
    /// The checked way, which a literal would pass by.
    init?(parsing text: String) {
        guard let key = ObjectKey.init(text) else { return nil }
        self = key
    }
}
