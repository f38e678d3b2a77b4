/// On which day each demo complaint came in: five years, fewer at weekends and in August, slowly
/// growing, with a few bad weeks. Later complaints have higher indexes.
struct DemoCalendar: Sendable {
    static let daysCount = 5 * 365 + 1

    let lastDay: CivilDate
    private let firstDayNumber: Int
    /// The sum of the weights up to and including each day.
    private let sums: [Int]

    init(seed: UInt64, lastDay: CivilDate) {
        self.lastDay = lastDay
        firstDayNumber = lastDay.dayNumber - Self.daysCount + 1
        var generator = DemoGenerator(seed: seed, kind: 7, index: 0)
        var sum = 0
        var sums: [Int] = []
        var weekFactor = 100
        for day in 0..<Self.daysCount {
            guard let date = CivilDate(dayNumber: firstDayNumber + day) else { continue }
            if date.weekday == 1 {
                weekFactor = generator.chance(40) ? 170 : generator.number(85...115)
            }
            let growth = 1_000 + day * 400 / Self.daysCount
            sum += Self.weekday(date) * Self.month(date) * weekFactor / 100 * growth / 1_000
            sums.append(sum)
        }
        self.sums = sums
    }

    /// The day of the complaint at an index below `rows`.
    func day(at index: Int, of rows: Int) -> CivilDate {
        let total = UInt64(sums.last ?? 1)
        let product = total.multipliedFullWidth(by: UInt64(index))
        let wanted = Int(UInt64(rows).dividingFullWidth(product).quotient)
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        return CivilDate(dayNumber: firstDayNumber + low) ?? lastDay
    }

    private static func weekday(_ date: CivilDate) -> Int {
        [125, 115, 110, 108, 95, 22, 14][date.weekday - 1]
    }

    private static func month(_ date: CivilDate) -> Int {
        [112, 104, 106, 100, 93, 103, 88, 72, 108, 110, 106, 84][date.month - 1]
    }
}
