public import Platform

/// The states that can be restored, along the time: each file ends with one. A state's moment is when the
/// first file that ends with it was stored, a moment after it was committed.
public struct RestoreTimeline: Sendable, Equatable {
    /// States of an equal part of the time.
    public struct Stretch: Sendable, Equatable {
        public let begin: Timestamp
        public var states = 0
        public var snapshots = 0
        /// Bytes stored in it.
        public var bytes: Int64 = 0
        /// The last of its states.
        public var transaction: UInt64 = 0
        public var last: Timestamp
    }

    public let begin: Timestamp
    public let end: Timestamp
    /// The moments of the first and the last state; nil when there is none.
    public let oldest: Timestamp?
    public let newest: Timestamp?
    /// In order, without those in which nothing lies.
    public let stretches: [Stretch]

    /// - Parameters:
    ///   - begin: nil for the oldest state's.
    ///   - count: into how many parts the time is divided.
    public init(
        _ files: [LTXFile], from begin: Timestamp?, to end: Timestamp, stretches count: Int
    ) {
        precondition(count > 0)
        let first = files.filter { $0.level == LTXName.snapshotLevel }.map(\.transactions.last)
            .min()
        var moments: [UInt64: Timestamp] = [:]
        for file in files where file.transactions.last >= first ?? .max {
            let last = file.transactions.last
            moments[last] = min(moments[last] ?? file.stored, file.stored)
        }
        oldest = moments.values.min()
        newest = moments.values.max()
        self.end = end
        let start = min(begin ?? oldest ?? end, end)
        self.begin = start
        let length = max(1, (end - start).wholeNanoseconds)
        let place = { (time: Timestamp) -> Int? in
            guard time >= start, time <= end else { return nil }
            let part = Double((time - start).wholeNanoseconds) / Double(length)
            return min(count - 1, Int(part * Double(count)))
        }
        var found: [Int: Stretch] = [:]
        func change(_ index: Int, _ body: (inout Stretch) -> Void) {
            let share = Double(length) * Double(index) / Double(count)
            let time = start + .nanoseconds(Int64(share))
            body(&found[index, default: Stretch(begin: time, last: time)])
        }
        for (transaction, time) in moments {
            guard let index = place(time) else { continue }
            change(index) { stretch in
                stretch.states += 1
                guard transaction > stretch.transaction else { return }
                stretch.transaction = transaction
                stretch.last = time
            }
        }
        for file in files {
            guard let index = place(file.stored) else { continue }
            change(index) { stretch in
                stretch.bytes += file.byteCount
                if file.level == LTXName.snapshotLevel { stretch.snapshots += 1 }
            }
        }
        stretches = found.sorted { $0.key < $1.key }.map(\.value)
    }
}
