public import Platform

/// Which files, one applied after the other, give a state. The same choice as litestream's: the newest
/// snapshot, then always the file that leads furthest.
public struct RestorePlan: Sendable, Equatable {
    /// What is wanted.
    public enum Target: Sendable, Equatable {
        case newest
        case transaction(UInt64)
        /// The last state before that moment, by the time in each file's header.
        case time(Timestamp)
    }

    /// Why there is no plan.
    public enum Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        case nothingThere
        /// Nothing is as old as the target.
        case nothingThatOld
        /// The state after `reached` cannot be had: a file is missing, while later ones are there.
        case hole(after: UInt64, next: UInt64)
        /// The store does not hold that transaction, or no longer.
        case notReached(wanted: UInt64, reached: UInt64)

        public var description: String {
            switch self {
            case .nothingThere: "There is no backup."
            case .nothingThatOld: "The backup begins later than that."
            case .hole(let last, let next):
                "The backup has a hole: after transaction \(last) comes \(next). Restore up to "
                    + "\(last) with --tx \(last)."
            case .notReached(let wanted, let reached):
                "The backup cannot give transaction \(wanted), only \(reached)."
            }
        }
    }

    /// In the order of applying; the first is a snapshot.
    public let files: [LTXFile]

    /// The transaction that they lead to.
    public var transaction: UInt64 { files.last?.transactions.last ?? 0 }

    public var byteCount: Int64 { files.reduce(0) { $0 + $1.byteCount } }

    /// Makes the plan. `files` are all of the store, in any order; for a time, those before it
    /// (`TimeFilter`).
    public init(_ files: [LTXFile], _ target: Target) throws(Refusal) {
        guard !files.isEmpty else {
            if case .time = target { throw .nothingThatOld }
            throw .nothingThere
        }
        var limit = UInt64.max
        if case .transaction(let number) = target { limit = number }
        let possible = files.filter { $0.transactions.last <= limit }
        var chosen: [LTXFile] = []
        var current: UInt64 = 0
        let snapshots = possible.filter { $0.level == LTXName.snapshotLevel }
        if let snapshot = snapshots.max(by: { $0.transactions.last < $1.transactions.last }) {
            chosen.append(snapshot)
            current = snapshot.transactions.last
        }
        let others = Self.byReach(possible.filter { $0.level != LTXName.snapshotLevel })
        while let next = Self.furthest(others, after: current) {
            chosen.append(next)
            current = next.transactions.last
        }
        guard let first = chosen.first, first.transactions.first == 1 else {
            throw possible.isEmpty ? .nothingThatOld : Self.hole(after: 0, others)
        }
        if case .transaction(let wanted) = target, current != wanted {
            throw .notReached(wanted: wanted, reached: current)
        }
        switch target {
        case .newest, .time:
            if others.contains(where: { $0.transactions.first > current + 1 }) {
                throw Self.hole(after: current, others)
            }
        case .transaction: break
        }
        self.files = chosen
    }

    private static func hole(after last: UInt64, _ files: [LTXFile]) -> Refusal {
        let later = files.map(\.transactions.first).filter { $0 > last }
        return .hole(after: last, next: later.min() ?? last)
    }

    /// By the last transaction, falling; of equals the longest first, then the highest level.
    private static func byReach(_ files: [LTXFile]) -> [LTXFile] {
        files.sorted { left, right in
            if left.transactions.last != right.transactions.last {
                return left.transactions.last > right.transactions.last
            }
            if left.transactions.first != right.transactions.first {
                return left.transactions.first < right.transactions.first
            }
            return left.level > right.level
        }
    }

    private static func furthest(_ sorted: [LTXFile], after current: UInt64) -> LTXFile? {
        for file in sorted {
            if file.transactions.last <= current { return nil }
            if file.transactions.first <= current + 1 { return file }
        }
        return nil
    }
}

/// Leaves the files that were written before a moment. The time stands in each file's header and grows
/// with the transactions, so a few headers of each level are enough.
public enum TimeFilter {
    /// Bisects each level; `time` reads the header's time of a file.
    public static func files<Failure: Error>(
        _ files: [LTXFile], before moment: Timestamp,
        time: (LTXFile) throws(Failure) -> Timestamp
    ) throws(Failure) -> [LTXFile] {
        var kept: [LTXFile] = []
        for level in Set(files.map(\.level)).sorted() {
            let sorted = files.filter { $0.level == level }
                .sorted { $0.transactions.last < $1.transactions.last }
            var low = 0
            var high = sorted.count
            while low < high {
                let middle = (low + high) / 2
                if try time(sorted[middle]) < moment { low = middle + 1 } else { high = middle }
            }
            kept += sorted[..<low]
        }
        return kept
    }
}
