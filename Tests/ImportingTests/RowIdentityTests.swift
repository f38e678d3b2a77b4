import Testing

@testable import Importing

@Suite("Row identities")
struct RowIdentityTests {
    private func digest(_ text: String) -> RowDigest { SipHash.digest(of: Array(text.utf8)) }

    @Test("the digest is SipHash-2-4-128 of the reference vectors")
    func vectors() {
        // From the authors' vectors.h: the first and the sixteenth, bytes in order.
        #expect(SipHash.digest(of: []).bytes == "a3817f04ba25a8e66df67214c7550293")
        #expect(
            SipHash.digest(of: (0..<15).map { UInt8($0) }).bytes
                == "5493e99933b0a8117e08ec0f97cfc3d9")
    }

    @Test("different rows of one id get numbers, equal rows the same identity again")
    func repeatedID() {
        var identities = RowIdentities()
        let rows = ["a", "b", "a", "c", "b", "a"]
        let found = rows.map { identities.identity(sourceID: "7", digest: digest($0)).text }
        #expect(found == ["7", "7#2", "7", "7#3", "7#2", "7"])
    }

    @Test("equal rows without an id are told apart by their occurrence")
    func withoutID() {
        var identities = RowIdentities()
        let found = ["a", "b", "a"].map {
            identities.identity(sourceID: nil, digest: digest($0)).text
        }
        #expect(found[0].hasSuffix("#1") && found[1].hasSuffix("#1") && found[2].hasSuffix("#2"))
        #expect(found[0].dropLast() == found[2].dropLast())
        #expect(found[0].dropLast() != found[1].dropLast())
    }

    @Test("a hundred thousand ids stay apart while the table grows")
    func grows() {
        var identities = RowIdentities()
        for round in 0..<2 {
            for number in 0..<100_000 {
                let found = identities.identity(
                    sourceID: String(number), digest: digest("row \(number)")
                ).text
                if found != String(number) {
                    Issue.record("\(number) in round \(round) became \(found)")
                    return
                }
            }
        }
    }
}

extension RowDigest {
    /// The sixteen bytes as the reference code writes them.
    fileprivate var bytes: String {
        var text = ""
        for word in [high, low] {
            for shift in stride(from: 0, to: 64, by: 8) {
                let byte = UInt8(truncatingIfNeeded: word >> UInt64(shift))
                text += byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
            }
        }
        return text
    }
}
