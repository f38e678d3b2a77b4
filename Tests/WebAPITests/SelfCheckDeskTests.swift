import Complaints
import Testing

@testable import WebAPI

@Suite struct SelfCheckDeskTests {
    private func key(_ commit: Int64, seen: String = "cp*") throws -> SelfCheckDesk.Key {
        SelfCheckDesk.Key(
            visibility: seen, day: try #require(CivilDate("2026-03-02")), commit: commit)
    }

    @Test func `One counts at a time, and what was counted is kept until something changes`() throws
    {
        let desk = SelfCheckDesk()
        #expect(desk.begin())
        #expect(!desk.begin())
        desk.end(try key(1), [1])
        #expect(desk.answer(try key(1)) == [1])
        #expect(desk.answer(try key(1, seen: "--7")) == nil)
        #expect(desk.answer(try key(2)) == nil)
        #expect(desk.begin())
        desk.end(try key(2), nil)
        #expect(desk.answer(try key(1)) == [1])
        #expect(desk.begin())
        desk.end(try key(2), [2])
        #expect(desk.answer(try key(1)) == nil)
    }
}
