import Tabular

/// What the values of a column look like, apart from its name.
struct ColumnProfile: Sendable {
    let name: String
    let words: ColumnName
    let label: String?
    let dates: DateVote
    /// Different values with their numbers, at most `ColumnSample.distinctMax` of them.
    let counts: [String: Int]
    let isDistinctComplete: Bool
    let valueCount: Int
    let fill: Double
    let averageBytes: Int
    let bytesMax: Int
    /// Up to three different values, for a person to look at.
    let samples: [String]

    init(name: String, sample: ColumnSample) {
        let label = sample.label(of: name)
        var dates = DateVote()
        var counts: [String: Int] = [:]
        var samples: [String] = []
        var isComplete = true
        let texts = sample.texts(label: label)
        for (cell, text) in texts {
            dates.count(cell, text)
            let value = String(text)
            if counts[value] == nil {
                if samples.count < 3 { samples.append(String(cell.shown.prefix(120))) }
                guard counts.count < ColumnSample.distinctMax else {
                    isComplete = false
                    continue
                }
            }
            counts[value, default: 0] += 1
        }
        self.name = name
        self.words = ColumnName(name)
        self.label = label
        self.dates = dates
        self.counts = counts
        self.isDistinctComplete = isComplete
        self.valueCount = texts.count
        self.fill = sample.fill
        self.averageBytes = sample.averageBytes
        self.bytesMax = sample.bytesMax
        self.samples = samples
    }

    /// The part of the counted values for which `isFit` holds; 1 for a column without values.
    func share(where isFit: (String) -> Bool) -> Double {
        var fit = 0
        var all = 0
        for (value, count) in counts {
            all += count
            if isFit(value) { fit += count }
        }
        return all == 0 ? 1 : Double(fit) / Double(all)
    }

    /// The part of the values that differ from one another.
    var distinctShare: Double {
        if valueCount == 0 { return 0 }
        return isDistinctComplete ? Double(counts.count) / Double(valueCount) : 1
    }
}
