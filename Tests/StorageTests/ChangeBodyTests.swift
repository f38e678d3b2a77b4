import Complaints
import Crypto
import JSON
import Testing

@testable import Storage

@Suite struct ChangeBodyTests {
    private let key = [UInt8](repeating: 7, count: 32)
    private let nonce = [UInt8](repeating: 9, count: 12)

    @Test("The bytes of an open body are those of docs/change-log.md")
    func openBytes() throws {
        var body = ChangeBodyBuilder()
        body.add("a", old: .null, new: "é", sealed: false)
        body.add("b", old: .integer(-2), new: .boolean(true), sealed: false)
        body.addErased("c")
        #expect(
            Hex.encode(body.finish()) == "0103" + "0161000001" + "02c3a9"
                + "01620002fffffffffffffffe05" + "016302" + "00")
    }

    @Test(
        "Every kind of value comes back, open and sealed",
        arguments: [
            FieldValue.null, .text(""), .text("Ünïcode"), .integer(.min), .integer(.max),
            .decimal(-0.5), .boolean(false), .boolean(true),
            .object(JSONObject([("a", .array([.null, .string("x")]))])),
        ])
    func roundTrip(value: FieldValue) throws {
        var builder = ChangeBodyBuilder()
        builder.add("open", old: value, new: "n", sealed: false)
        builder.add("sealed", old: "o", new: value, sealed: true)
        let body = try builder.finish(key: key, nonce: nonce, complaint: 3, seq: 8)
        let open = FieldChange(name: "open", values: .known(old: value, new: "n"))
        #expect(
            try ChangeBody.decode(body, key: key, complaint: 3, seq: 8) == [
                open, FieldChange(name: "sealed", values: .known(old: "o", new: value)),
            ])
        #expect(
            try ChangeBody.decode(body, key: nil, complaint: 3, seq: 8) == [
                open, FieldChange(name: "sealed", values: .erased),
            ])
        #expect(ChangeBody.names(body) == ["open", "sealed"])
        for (complaint, seq) in [(4, 8), (3, 9)] as [(Int64, Int64)] {
            #expect(throws: StorageFailure.self) {
                try ChangeBody.decode(body, key: key, complaint: complaint, seq: seq)
            }
        }
    }

    @Test("A body that is cut or has more behind it is damage, not a crash")
    func cuts() throws {
        var builder = ChangeBodyBuilder()
        builder.add("open", old: "o", new: .integer(5), sealed: false)
        builder.add("sealed", old: "o", new: "n", sealed: true)
        let body = try builder.finish(key: key, nonce: nonce, complaint: 3, seq: 8)
        for end in 0..<body.count {
            #expect(throws: StorageFailure.self) {
                try ChangeBody.decode(Array(body[..<end]), key: key, complaint: 3, seq: 8)
            }
        }
        #expect(ChangeBody.names(body + [0]) == nil)
        #expect(ChangeBody.names([2] + body.dropFirst()) == nil)
    }

    @Test(
        "Lengths have one form",
        arguments: [
            (0, [0]), (127, [127]), (128, [0x80, 1]), (300, [0xAC, 2]),
            (1 << 20, [0x80, 0x80, 0x40]),
        ] as [(Int, [UInt8])])
    func lengths(value: Int, bytes: [UInt8]) {
        var made: [UInt8] = []
        made.append(length: value)
        #expect(made == bytes)
        var reader = ByteReader(bytes)
        #expect(reader.length() == value)
        var longer = ByteReader([0x80, 0x00])
        #expect(longer.length() == nil)
    }

    @Test("A row's hash depends on each of its parts and on the row before it")
    func hash() {
        let row = ChangeRow(
            seq: 1, at: 2, actor: "a", origin: "web", address: "", reason: nil,
            entity: "complaint", entityID: 3, code: "C", operation: "create", version: 1, site: nil,
            oldSite: nil, importID: nil, body: [1, 0, 0])
        let zero = [UInt8](repeating: 0, count: 32)
        // Computed apart, from docs/change-log.md.
        #expect(
            Hex.encode(row.hash(after: zero))
                == "cd785b4a081912c72ab87b933cb5d28a7ace7ea10df418d15e0e90a9921074e5")
        var hashes: Set<[UInt8]> = [row.hash(after: zero), row.hash(after: row.hash(after: zero))]
        let changes: [(inout ChangeRow) -> Void] = [
            { $0.seq = 2 }, { $0.at = 3 }, { $0.actor = "b" }, { $0.origin = "api" },
            { $0.address = "x" }, { $0.reason = "" }, { $0.entity = "site" }, { $0.entityID = 4 },
            { $0.code = "D" }, { $0.operation = "update" }, { $0.version = 2 }, { $0.site = 0 },
            { $0.oldSite = 0 }, { $0.importID = 0 }, { $0.body = [1, 0, 0, 0] },
            { ($0.actor, $0.origin) = ("aw", "eb") },
        ]
        for change in changes {
            var other = row
            change(&other)
            hashes.insert(other.hash(after: zero))
        }
        #expect(hashes.count == changes.count + 2)
    }
}
