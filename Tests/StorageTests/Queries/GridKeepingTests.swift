import Platform
import Testing

@testable import Storage

/// When the columns go to their file.
@Suite struct GridKeepingTests {
    private let start = MonotonicInstant(nanoseconds: 1_000_000_000_000)

    private func turn(
        _ keeping: GridKeeping, _ commit: Int64, after seconds: Int, isQuiet: Bool = false
    ) -> GridKeeping.Turn {
        keeping.turn(commit, records: 100_000, now: start + .seconds(seconds), isQuiet: isQuiet)
    }

    @Test func withoutAFileTheyGoAtOnceButNotTwiceInVain() {
        var keeping = GridKeeping(GridKeeping.Limits())
        #expect(turn(keeping, 5, after: 0) == .now)
        #expect(turn(keeping, 0, after: 0) == .never)
        keeping.noteFailure(at: start)
        #expect(turn(keeping, 5, after: 1) == .at(start + .seconds(600)))
        #expect(turn(keeping, 5, after: 600) == .now)
    }

    @Test func aFiftiethWaitsForQuietAndATenthDoesNot() {
        var keeping = GridKeeping(GridKeeping.Limits())
        keeping.note(10, at: start)
        #expect(turn(keeping, 2_009, after: 600) == .never)
        #expect(turn(keeping, 2_010, after: 599) == .at(start + .seconds(600)))
        #expect(turn(keeping, 2_010, after: 600) == .at(start + .seconds(601)))
        #expect(turn(keeping, 2_010, after: 600, isQuiet: true) == .now)
        #expect(turn(keeping, 10_009, after: 600) == .at(start + .seconds(601)))
        #expect(turn(keeping, 10_010, after: 600) == .now)
    }

    @Test func aFileThatWasTakenNeedsNoRest() {
        var keeping = GridKeeping(GridKeeping.Limits())
        keeping.note(10, at: start, wasWritten: false)
        #expect(turn(keeping, 10_010, after: 0) == .now)
    }

    @Test func afterItsRemovalThereIsNoFile() {
        var keeping = GridKeeping(GridKeeping.Limits())
        keeping.note(10, at: start, wasWritten: false)
        #expect(turn(keeping, 11, after: 0) == .never && !keeping.isDueAtStop(11))
        keeping.noteRemoval()
        #expect(turn(keeping, 11, after: 0) == .now && keeping.isDueAtStop(11))
    }

    @Test func aStopWritesWhenThereWereEnoughChanges() {
        var keeping = GridKeeping(GridKeeping.Limits())
        #expect(!keeping.isDueAtStop(0))
        #expect(keeping.isDueAtStop(1))
        keeping.note(1, at: start)
        #expect(!keeping.isDueAtStop(1_000))
        #expect(keeping.isDueAtStop(1_001))
    }

    @Test func aQuarterIsFollowed() {
        #expect(GridKeeping.Limits().changesMax(records: 100) == 10_000)
        #expect(GridKeeping.Limits().changesMax(records: 1_000_000) == 250_000)
    }
}
