import Importing
import Testing

@Suite("Why rows are rejected")
struct RejectionReasonTests {
    @Test("every reason has a sentence of its own in both languages")
    func words() {
        let all = RejectionReason.allCases.map(\.words)
        #expect(Set(all.map(\.english)).count == all.count)
        #expect(Set(all.map(\.french)).count == all.count)
        #expect(all.allSatisfy { $0.english.hasSuffix(".") && $0.french.hasSuffix(".") })
    }
}
