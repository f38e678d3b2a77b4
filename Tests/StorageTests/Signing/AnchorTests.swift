import Complaints
import Crypto
import JSON
import Platform
import Testing

@testable import Storage

@Suite struct AnchorTests {
    private let directory: StoreDirectory
    private let key: SigningKey

    init() throws {
        directory = try StoreDirectory()
        key = try SigningKey.make()
    }

    /// Six complaints with an anchor after the second and the last, closed.
    private func fill() throws -> [Anchor] {
        let store = try directory.open()
        defer { store.close() }
        var anchors: [Anchor] = []
        for index in 0..<6 {
            try store.create(["summary": .text("Complaint \(index)")])
            if index == 1 || index == 5 { anchors.append(try store.anchor(with: key)) }
        }
        return anchors
    }

    private func firstFalse(
        _ anchors: [Anchor], trusting key: VerifyingKey? = nil
    ) throws -> String? {
        let store = try directory.open()
        defer { store.close() }
        return try store.read { (reader) throws(StorageFailure) in
            try reader.firstFalse(of: anchors, trusting: key)
        }
    }

    @Test("A log that nobody touched bears out its anchors, and goes on from there")
    func sound() throws {
        let anchors = try fill()
        #expect(anchors.map(\.seq) == [2, 6])
        let store = try directory.open()
        try store.create(["summary": "later"])
        #expect(try store.failing() == [:])
        store.close()
        #expect(try firstFalse(anchors, trusting: key.publicKey) == nil)
    }

    @Test("A chain recomputed as a whole passes its own check and no anchor")
    func recomputed() throws {
        let anchors = try fill()
        try directory.tamper(sql: "UPDATE change SET actor = 'eve' WHERE seq = 4")
        try directory.tamper(sql: "UPDATE complaint SET updated_by = 'eve' WHERE id = 4")
        try directory.recomputeChain()
        let store = try directory.open()
        let failing = try store.failing()
        store.close()
        #expect(failing["chain"] == nil)
        #expect(failing["anchors"]?.contains("rows between 3 and 6 were rewritten") == true)
        let found = try firstFalse(anchors)
        #expect(found?.contains("rows between 3 and 6 were rewritten") == true)
        #expect(try firstFalse([anchors[0]]) == nil)
    }

    @Test("A cut tail shows against an anchor kept elsewhere")
    func cut() throws {
        let anchors = try fill()
        try directory.tamper(
            sql: """
                DELETE FROM change WHERE seq > 5; DELETE FROM anchor WHERE seq > 5;
                DELETE FROM complaint_text WHERE rowid = 6; DELETE FROM complaint WHERE id = 6;
                UPDATE counter SET last = 5
                """)
        let store = try directory.open()
        #expect(try store.failing() == [:])
        store.close()
        let found = try firstFalse(anchors)
        #expect(found?.contains("ends with row 5: its tail was cut off") == true)
    }

    @Test("Only the trusted key's anchors count")
    func foreignKey() throws {
        let anchors = try fill()
        let other = try SigningKey.make()
        #expect(try firstFalse(anchors, trusting: other.publicKey)?.contains("another key") == true)
    }

    @Test("A changed anchor is named, whichever byte it was")
    func everyByte() throws {
        let line = try #require(try fill().last).line
        let store = try directory.open()
        defer { store.close() }
        for index in line.indices {
            var changed = line
            changed[index] ^= 1
            // What is not an anchor any more says so; what still is one is not signed.
            guard let anchor = Anchor(line: changed) else { continue }
            let finding = try store.read { (reader) throws(StorageFailure) in
                try reader.firstFalse(of: [anchor], trusting: key.publicKey)
            }
            #expect(finding != nil, "byte \(index)")
        }
    }

    @Test("A line is read in its one form")
    func lines() throws {
        let anchor = try Anchor.sign(
            seq: 7, hash: [UInt8](repeating: 0xAB, count: 32), at: 1_772_442_764_000_001, with: key)
        #expect(Anchor(line: anchor.line) == anchor)
        #expect(try anchor.isSigned())
        #expect(
            String(decoding: anchor.statement, as: UTF8.self)
                == "ibtool anchor 1\nseq 7\nhash "
                + String(repeating: "ab", count: 32) + "\nat 1772442764000001\n")
        let text = String(decoding: anchor.line, as: UTF8.self)
        for other in [
            " " + text, text + "\n", text.replacing("\"seq\":7", with: "\"seq\": 7"),
            text.replacing("{\"anchor\":1,", with: "{\"anchor\":2,"),
            text.replacing("\"seq\":7", with: "\"seq\":-7"),
            text.replacing("abab", with: "ABAB"), text.replacing("}", with: ",\"x\":1}"),
        ] {
            #expect(Anchor(line: Array(other.utf8)) == nil, "\(other)")
        }
    }
}
