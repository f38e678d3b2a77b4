import Crypto
public import Platform

/// Finds out whether a store does what backups and sharing need, by doing it under names of its own, which
/// it removes again.
public struct StoreProbe {
    /// What is looked at, in this order; later checks are left out where an earlier one fails for good.
    public enum Check: String, Sendable, CaseIterable {
        case reachable, reading, writing, clock, conditions, leftovers
    }

    /// How a check ended.
    public enum Level: String, Sendable {
        case fine, warning, problem
    }

    /// One check's end in a sentence.
    public struct Finding: Sendable, Equatable {
        public let check: Check
        public let level: Level
        public let sentence: String
    }

    /// What the store is good for.
    public enum Verdict: Sendable, Equatable {
        case unfit
        /// Backups work; several instances must not share it.
        case backupOnly
        case fit
    }

    private static let rivals = 8
    private static let skewMax = Duration.seconds(60)
    private static let leftoverAge = Duration.seconds(86_400)

    private let store: ReliableStore
    private let clockOffset: () -> Duration
    private let folder: String

    /// - Parameter clockOffset: how far the store's clock is ahead, as far as it was noticed.
    public init(
        _ store: ReliableStore, clockOffset: @escaping () -> Duration = { .zero },
        random: RandomSource = .system
    ) {
        self.store = store
        self.clockOffset = clockOffset
        folder = "ibtool-probe/\(Hex.encode(random.bytes(8)))"
    }

    /// Runs the checks and hands over each finding.
    public func run(_ report: (Finding) -> Void) -> Verdict {
        defer { tidy() }
        do throws(ObjectStoreError) {
            _ = try store.list("ibtool-probe/", after: nil)
            report(
                Finding(check: .reachable, level: .fine, sentence: "it answers and can be listed"))
        } catch {
            report(Finding(check: .reachable, level: .problem, sentence: "\(error)"))
            return .unfit
        }
        guard writesAndReads(report) else { return .unfit }
        reportClock(report)
        let verdict = conditions(report)
        reportLeftovers(report)
        return verdict
    }

    private func key(_ name: String) -> ObjectKey { "\(folder)/\(name)" }

    private func writesAndReads(_ report: (Finding) -> Void) -> Bool {
        let bytes = RandomSource.system.bytes(100_000)
        do throws(ObjectStoreError) {
            try store.put(key("whole"), .bytes(bytes), metadata: ["probe": "yes"])
            report(Finding(check: .writing, level: .fine, sentence: "an object was stored"))
        } catch {
            report(Finding(check: .writing, level: .problem, sentence: "\(error)"))
            return false
        }
        do throws(ObjectStoreError) {
            let (read, attributes) = try store.bytes(key("whole"), bytesMax: bytes.count)
            let part = try store.get(key("whole"), range: 50_000..<50_010)
            var middle: [UInt8] = []
            while let piece = try part.content.next() { middle += piece }
            let isSame = read == bytes && middle == Array(bytes[50_000..<50_010])
            let hasMetadata = attributes.metadata["probe"] == "yes"
            report(
                Finding(
                    check: .reading, level: isSame && hasMetadata ? .fine : .problem,
                    sentence: !isSame
                        ? "other bytes were read than were stored"
                        : hasMetadata
                            ? "it was read back, whole and in part" : "its metadata were lost"))
            return isSame && hasMetadata
        } catch {
            report(Finding(check: .reading, level: .problem, sentence: "\(error)"))
            return false
        }
    }

    private func reportClock(_ report: (Finding) -> Void) {
        let offset = clockOffset()
        let seconds = offset.wholeNanoseconds / 1_000_000_000
        let isFine = offset < Self.skewMax && offset > .zero - Self.skewMax
        report(
            Finding(
                check: .clock, level: isFine ? .fine : .warning,
                sentence: isFine
                    ? "the clocks agree well enough"
                    : "the store's clock is \(seconds) seconds ahead of this machine's; requests are "
                        + "signed by the store's"))
    }

    private func reportLeftovers(_ report: (Finding) -> Void) {
        do throws(ObjectStoreError) {
            let count = try store.clearLeftovers(olderThan: Self.leftoverAge)
            report(
                Finding(
                    check: .leftovers, level: .fine,
                    sentence: count == 0
                        ? "nothing was left by broken uploads"
                        : "\(count) broken uploads of more than a day ago were cleared"))
        } catch {
            report(Finding(check: .leftovers, level: .warning, sentence: "\(error)"))
        }
    }

    private func tidy() {
        do throws(ObjectStoreError) {
            for name in ["whole", "created", "raced"] { try store.delete(key(name)) }
        } catch {
            // Told already where it matters: what cannot be deleted could not be written, most likely.
        }
    }
}

extension StoreProbe {
    /// Creates, creates again, lets eight create at once, replaces, replaces with a stale tag, deletes.
    private func conditions(_ report: (Finding) -> Void) -> Verdict {
        do throws(ObjectStoreError) {
            if let broken = try brokenPromise() {
                report(
                    Finding(
                        check: .conditions, level: .warning,
                        sentence: "\(broken): backups work, several instances must not share it"))
                return .backupOnly
            }
            report(
                Finding(
                    check: .conditions, level: .fine,
                    sentence: "conditional writes hold, also between \(Self.rivals) at once"))
            return .fit
        } catch {
            report(
                Finding(
                    check: .conditions, level: .warning,
                    sentence:
                        "conditional writes fail: \(error) Several instances must not share it"))
            return .backupOnly
        }
    }

    /// The first promise that the store does not keep.
    private func brokenPromise() throws(ObjectStoreError) -> String? {
        let created = key("created")
        let first = try store.put(created, .bytes([1]), if: .ifAbsent)
        guard try isRefused(created, .ifAbsent) else {
            return "a second create overwrites the first"
        }
        let second = try store.put(created, .bytes([3]), if: .ifTag(first))
        guard try isRefused(created, .ifTag(first)) else { return "a stale tag overwrites" }
        do throws(ObjectStoreError) {
            try store.delete(created, ifTag: first)
            return "a stale tag deletes"
        } catch {
            guard error.cause == .conditionFailed else { throw error }
        }
        try store.delete(created, ifTag: second)
        let winners = try race()
        return winners == 1 ? nil : "of \(Self.rivals) creates at once \(winners) succeed"
    }

    private func isRefused(
        _ key: ObjectKey, _ condition: ObjectCondition
    ) throws(ObjectStoreError) -> Bool {
        do throws(ObjectStoreError) {
            try store.put(key, .bytes([2]), if: condition)
            return false
        } catch {
            guard error.cause == .conditionFailed else { throw error }
            return true
        }
    }

    /// How many of several creates at the same moment succeed.
    private func race() throws(ObjectStoreError) -> Int {
        let outcomes = Lock<[Result<Bool, ObjectStoreError>]>([])
        let (store, key) = (store, key("raced"))
        var threads: [Thread] = []
        do throws(SystemError) {
            for index in 0..<Self.rivals {
                threads.append(
                    try Thread.start(name: "probe") {
                        let outcome: Result<Bool, ObjectStoreError>
                        do throws(ObjectStoreError) {
                            try store.put(key, .bytes([UInt8(index)]), if: .ifAbsent)
                            outcome = .success(true)
                        } catch {
                            outcome =
                                error.cause == .conditionFailed ? .success(false) : .failure(error)
                        }
                        outcomes.withLock { $0.append(outcome) }
                    })
            }
        } catch {
            throw ObjectStoreError(.put, "\(key)", .system(error))
        }
        for thread in threads { thread.join() }
        var winners = 0
        for outcome in outcomes.withLock({ $0 }) where try outcome.get() { winners += 1 }
        return winners
    }
}
