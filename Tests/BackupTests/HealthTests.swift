import Platform
import Telemetry
import Testing

@testable import Backup

/// What is green, and what is an alarm.
@Suite struct HealthTests {
    private static let now = Timestamp(microseconds: 1_800_000_000_000_000)

    private static func drill(
        ended ago: Duration = .seconds(60), fault: String? = nil
    ) -> DrillResult {
        DrillResult(
            destination: "d", began: now + (.zero - ago), ended: now + (.zero - ago), fault: fault)
    }

    private static func health(
        _ state: BackupStatus.State = .current, lag: Duration = .zero,
        drill: DrillResult? = drill(), keysFailing: Duration? = nil, missing: Int64 = 0,
        interval: Duration? = .seconds(86_400)
    ) -> BackupHealth {
        var status = BackupStatus(destination: "d")
        status.state = state
        status.attachments.missing = missing
        var limits = BackupHealth.Limits()
        limits.drillInterval = interval
        return BackupHealth(
            status, lag: lag, drill: drill, keysFailing: keysFailing.map { now + (.zero - $0) },
            limits, at: now)
    }

    @Test func onlyADrillThatPassedMakesItGreen() {
        #expect(Self.health().level == .green)
        #expect(Self.health().reasons.isEmpty)
        #expect(Self.health(drill: nil).reasons == [.unproven])
        #expect(Self.health(drill: nil).level == .amber)
        #expect(Self.health(drill: Self.drill(fault: "no")).reasons == [.drillFailed])
        #expect(Self.health(drill: Self.drill(fault: "no")).level == .red)
    }

    @Test(arguments: [
        (BackupStatus.State.starting, BackupHealth.Reason.starting, BackupHealth.Level.amber),
        (.snapshot, .snapshot, .amber), (.behind, .behind, .amber), (.stopped, .stopped, .red),
    ])
    func aStateThatIsNotCurrentIsAReason(
        _ state: BackupStatus.State, _ reason: BackupHealth.Reason, _ level: BackupHealth.Level
    ) {
        #expect(Self.health(state).reasons == [reason])
        #expect(Self.health(state).level == level)
    }

    @Test func aLimitIsAnAlarmWhenItIsPassedAndNotBefore() {
        #expect(Self.health(.behind, lag: .seconds(900)).level == .amber)
        #expect(Self.health(.behind, lag: .milliseconds(900_001)).reasons == [.lag, .behind])
        #expect(Self.health(keysFailing: .seconds(900)).level == .green)
        #expect(Self.health(keysFailing: .seconds(901)).reasons == [.keys])
        let daily = Duration.seconds(2 * 86_400 + 3600)
        #expect(Self.health(drill: Self.drill(ended: daily)).level == .green)
        #expect(
            Self.health(drill: Self.drill(ended: daily + .seconds(1))).reasons == [.drillAge])
        let month = Duration.seconds(31 * 86_400)
        #expect(Self.health(drill: Self.drill(ended: month), interval: nil).level == .green)
        #expect(
            Self.health(drill: Self.drill(ended: month + .seconds(1)), interval: nil).level == .red)
    }

    @Test func whatTheInstanceLostIsSaid() {
        #expect(Self.health(missing: 1).reasons == [.attachments])
        #expect(Self.health(missing: 1).level == .amber)
    }

    @Test func anAlarmIsALineWhenItBeginsAndWhenItIsOver() throws {
        let lines = MemorySink()
        let log = Log(least: .info, format: .text, clock: .system, sink: lines)
        let lag = Lock(Duration.zero)
        let watch = BackupWatch(log: log) {
            let now = lag.withLock { $0 }
            return [
                BackupWatch.Reading(
                    destination: "d", health: Self.health(.behind, lag: now), lag: now)
            ]
        }
        watch.look()
        #expect(lines.lines.isEmpty)
        lag.withLock { $0 = .seconds(1000) }
        watch.look()
        watch.look()
        #expect(lines.lines.filter { $0.contains("backup.alarm") }.count == 1)
        lag.withLock { $0 = .zero }
        watch.look()
        watch.look()
        #expect(lines.lines.filter { $0.contains("backup.alarm.over") }.count == 1)
        #expect(lines.lines.count == 2)
        #expect(watch.lags(of: "d") == [0, 1000, 1000, 0, 0])
    }

    @Test func theLagsOfAnHourAreKept() {
        let watch = BackupWatch(log: .silent) {
            [BackupWatch.Reading(destination: "d", health: Self.health(), lag: .seconds(1))]
        }
        for _ in 0..<BackupWatch.samplesMax + 1 { watch.look() }
        #expect(watch.lags(of: "d").count == BackupWatch.samplesMax)
    }
}

/// What can be restored, along the time.
@Suite struct RestoreTimelineTests {
    private func moment(_ second: Int64) -> Timestamp {
        Timestamp(microseconds: second * 1_000_000)
    }

    @Test func eachStateCountsOnceAtItsFirstMoment() throws {
        let files = [
            try file(9, 1, 2, stored: 100), try file(0, 3, 3, stored: 110),
            try file(0, 4, 4, stored: 120), try file(1, 3, 4, stored: 150),
        ]
        let timeline = RestoreTimeline(files, from: nil, to: moment(200), stretches: 10)
        #expect(timeline.oldest == moment(100) && timeline.newest == moment(120))
        #expect(timeline.begin == moment(100))
        #expect(timeline.stretches.map(\.states) == [1, 1, 1, 0])
        #expect(timeline.stretches.map(\.transaction) == [2, 3, 4, 0])
        #expect(timeline.stretches.map(\.snapshots) == [1, 0, 0, 0])
        #expect(timeline.stretches.map(\.bytes) == [100, 100, 100, 100])
    }

    @Test func whatLiesBeforeTheFirstSnapshotIsNoState() throws {
        let files = [try file(0, 3, 3, stored: 10), try file(9, 1, 5, stored: 20)]
        let timeline = RestoreTimeline(files, from: nil, to: moment(30), stretches: 5)
        #expect(timeline.oldest == moment(20))
        #expect(timeline.stretches.map(\.states).reduce(0, +) == 1)
    }

    @Test func aTimeCutsOutWhatLiesInIt() throws {
        let files = [
            try file(9, 1, 1, stored: 0), try file(0, 2, 2, stored: 50),
            try file(0, 3, 3, stored: 100),
        ]
        let timeline = RestoreTimeline(files, from: moment(40), to: moment(60), stretches: 2)
        #expect(timeline.stretches.map(\.transaction) == [2])
        #expect(timeline.stretches.first?.last == moment(50))
        let none = RestoreTimeline([], from: nil, to: moment(60), stretches: 2)
        #expect(none.stretches.isEmpty && none.oldest == nil)
    }
}
