import Backup
import Platform
import Testing

@Suite struct PlanTests {
    @Test func aRestoreTakesTheSnapshotAndWhatLeadsFurthest() throws {
        let files = [
            try file(9, 1, 4), try file(9, 1, 9), try file(0, 12, 12), try file(0, 13, 13),
            try file(1, 10, 11), try file(1, 12, 12), try file(0, 10, 10), try file(2, 1, 11),
        ]
        let plan = try RestorePlan(files, .newest)
        #expect(
            plan.files == [
                try file(9, 1, 9), try file(2, 1, 11), try file(1, 12, 12), try file(0, 13, 13),
            ])
        #expect(plan.transaction == 13)
    }

    @Test func aRestoreCanEndAtATransaction() throws {
        let files =
            [try file(9, 1, 4), try file(9, 1, 9)] + (try (5...12).map { try file(0, $0, $0) })
        #expect(try RestorePlan(files, .transaction(6)).files.map(\.level) == [9, 0, 0])
        #expect(try RestorePlan(files, .transaction(9)).files == [try file(9, 1, 9)])
        #expect(throws: RestorePlan.Refusal.notReached(wanted: 13, reached: 12)) {
            try RestorePlan(files, .transaction(13))
        }
        #expect(throws: RestorePlan.Refusal.nothingThatOld) {
            try RestorePlan(files, .transaction(2))
        }
    }

    @Test func aHoleIsRefused() throws {
        let files = [try file(9, 1, 4), try file(0, 5, 5), try file(0, 7, 7)]
        #expect(throws: RestorePlan.Refusal.hole(after: 5, next: 7)) {
            try RestorePlan(files, .newest)
        }
        #expect(throws: RestorePlan.Refusal.hole(after: 5, next: 7)) {
            try RestorePlan(files, .time(Timestamp(microseconds: 0)))
        }
        #expect(try RestorePlan(files, .transaction(5)).transaction == 5)
        #expect(throws: RestorePlan.Refusal.hole(after: 0, next: 5)) {
            try RestorePlan([file(0, 5, 5)], .newest)
        }
        #expect(throws: RestorePlan.Refusal.nothingThere) { try RestorePlan([], .newest) }
    }

    @Test func aTimeTakesWhatWasWrittenBefore() throws {
        let files = try (1...20).map { try file(0, $0, $0) } + [file(9, 1, 10)]
        var asked = 0
        for second in Int64(1)...21 {
            let found = TimeFilter.files(
                files, before: Timestamp(microseconds: second * 1_000_000)
            ) { file in
                asked += 1
                return Timestamp(microseconds: Int64(file.transactions.last) * 1_000_000)
            }
            let wanted = files.filter { Int64($0.transactions.last) < second }
            #expect(Set(found) == Set(wanted))
        }
        #expect(asked < 21 * 8)
    }

    @Test func aCompactionTakesWhatIsNewAndFollows() throws {
        var files = try (1...5).map { try file(0, $0, $0) }
        #expect(CompactionPlan(files, to: 2) == nil)
        let first = try #require(CompactionPlan(files, to: 1))
        #expect(first.inputs.count == 5)
        #expect(first.output == (try file(1, 1, 5).name))
        files += [try file(1, 1, 5), try file(0, 6, 6), try file(0, 8, 8)]
        #expect(CompactionPlan(files, to: 1)?.output == (try file(1, 6, 6).name))
        files.append(try file(1, 6, 6))
        #expect(CompactionPlan(files, to: 1)?.output == (try file(1, 8, 8).name))
        #expect(CompactionPlan(files, to: 2)?.output == (try file(2, 1, 6).name))
    }

    @Test func aCompactionIsBounded() throws {
        let files = try (1...400).map { try file(0, $0, $0) }
        #expect(CompactionPlan(files, to: 1)?.inputs.count == CompactionPlan.inputsMax)
    }

    @Test func retentionKeepsWhatASnapshotNeeds() throws {
        let day: Int64 = 86_400
        let files = try [
            file(9, 1, 10, stored: 0), file(9, 1, 20, stored: 10 * day),
            file(9, 1, 30, stored: 11 * day), file(1, 1, 10, stored: 0),
            file(1, 11, 20, stored: 10 * day), file(1, 21, 31, stored: 11 * day),
            file(0, 30, 30, stored: 11 * day), file(0, 31, 31, stored: 11 * day),
            file(0, 32, 32, stored: 11 * day),
        ]
        let now = Timestamp(microseconds: 12 * day * 1_000_000)
        let gone = Retention(snapshots: .seconds(3 * day), snapshotsMin: 1).expired(files, at: now)
        #expect(
            Set(gone.map(\.name.text))
                == Set(
                    try [
                        file(9, 1, 10), file(1, 1, 10), file(0, 30, 30), file(0, 31, 31),
                    ].map(\.name.text)))
        let few = Retention(snapshots: .zero, snapshotsMin: 1).expired(files, at: now)
        #expect(few.filter { $0.level == 9 }.count == 2)
        let many = Retention(snapshots: .zero, snapshotsMin: 3).expired(files, at: now)
        #expect(many.filter { $0.level > 0 }.isEmpty)
    }

    @Test func anUploadThatNoMergeTookIsKept() throws {
        let files = try [
            file(9, 1, 1), file(0, 2, 2), file(0, 3, 3), file(0, 4, 4), file(0, 5, 5),
            file(1, 2, 2), file(1, 4, 5),
        ]
        let now = Timestamp(microseconds: 86_400_000_000)
        let gone = Retention().expired(files, at: now)
        #expect(gone == [try file(0, 2, 2), try file(0, 4, 4)])
        let later = Retention(snapshots: .zero, snapshotsMin: 1)
            .expired(files + [try file(9, 1, 5)], at: now)
        #expect(later.contains(try file(0, 3, 3)))
    }

    @Test func whatIsKeptCanAlwaysBeRestored() throws {
        var random = Seeded()
        for _ in 0..<200 {
            var files: [LTXFile] = [try file(9, 1, 1)]
            let last = UInt64.random(in: 5...60, using: &random)
            for number in 2...last {
                files.append(try file(0, number, number, stored: Int64(number)))
            }
            for level in 1...3 {
                for _ in 0..<3 where Bool.random(using: &random) {
                    if let plan = CompactionPlan(files, to: level) {
                        files.append(
                            LTXFile(
                                name: plan.output, byteCount: 9,
                                stored: Timestamp(microseconds: Int64(last) * 1_000_000)))
                    }
                }
            }
            for _ in 0..<2 {
                let upTo = UInt64.random(in: 2...last, using: &random)
                files.append(try file(9, 1, upTo, stored: Int64(upTo)))
            }
            let retention = Retention(
                snapshots: .seconds(Int64.random(in: 0...60, using: &random)), snapshotsMin: 1)
            let now = Timestamp(microseconds: Int64(last) * 1_000_000 + 400_000_000)
            let gone = Set(retention.expired(files, at: now))
            let plan = try RestorePlan(files.filter { !gone.contains($0) }, .newest)
            #expect(plan.transaction == last, "seed \(random.seed)")
        }
    }
}
