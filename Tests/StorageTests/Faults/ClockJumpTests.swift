import Platform
import Testing

@testable import Storage

/// The clock goes backwards and leaps: order and numbers never hang on it.
@Suite struct ClockJumpTests {
    @Test("The clock leaps by days and years, forth and back: numbers stay dense, the log in order")
    func jumps() throws {
        let directory = try StoreDirectory()
        let clock = ManualClock(Timestamp(microseconds: 1_790_000_000_000_000))
        let store = try directory.open { $0.clock = clock.wallClock }
        var id: Int64 = 0
        for days in [0, 1, -2, 400, -800, 401] {
            clock.advance(by: .seconds(days * 86_400))
            id = try store.create(["summary": "leap"]).value.id
            try store.update(id, 1, ["severity": "minor"])
            #expect(try store.verify(thorough: true).ok, "after a leap of \(days) days")
        }
        #expect(id == 6)
        #expect(try store.value("SELECT count(DISTINCT number) FROM complaint") == "6")
        let sequence = (1...12).map(String.init).joined(separator: ",")
        #expect(
            try store.value("SELECT group_concat(seq) FROM (SELECT seq FROM change ORDER BY seq)")
                == sequence)
        store.close()
        let again = try directory.open()
        #expect(try again.create(["summary": "next"]).value.id == 7)
        #expect(try again.verify(thorough: true).ok)
        again.close()
    }
}
