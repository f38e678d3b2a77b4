/// Which files of a level are merged into one of the level above, when that is due.
public struct CompactionPlan: Sendable, Equatable {
    /// How many files one merge takes; what is more is left to the next.
    public static let inputsMax = 128

    /// The level that the merge goes to, and how often.
    public struct Step: Sendable, Equatable {
        public let level: Int
        public let interval: Duration

        public init(level: Int, interval: Duration) {
            self.level = level
            self.interval = interval
        }
    }

    /// As litestream's: 30 seconds, 5 minutes, an hour.
    public static let steps = [
        Step(level: 1, interval: .seconds(30)), Step(level: 2, interval: .seconds(300)),
        Step(level: 3, interval: .seconds(3600)),
    ]

    public let inputs: [LTXFile]
    public let output: LTXName

    /// Nil when nothing new lies on the level below. Takes files that follow one another; across a gap
    /// that a snapshot closed nothing is merged.
    public init?(_ files: [LTXFile], to level: Int) {
        let done = files.filter { $0.level == level }.map(\.transactions.last).max() ?? 0
        let below = files.filter { $0.level == level - 1 && $0.transactions.last > done }
            .sorted { $0.transactions.first < $1.transactions.first }
        var inputs: [LTXFile] = []
        for file in below.prefix(Self.inputsMax) {
            if let last = inputs.last, file.transactions.first != last.transactions.last + 1 {
                break
            }
            inputs.append(file)
        }
        guard let first = inputs.first, let last = inputs.last,
            let range = TransactionRange(first.transactions.first, last.transactions.last)
        else { return nil }
        self.inputs = inputs
        output = LTXName(level: level, range)
    }
}
