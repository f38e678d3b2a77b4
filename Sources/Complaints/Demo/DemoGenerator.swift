/// Random numbers for demo records: SplitMix64, so that one seed gives the same records for ever,
/// on every machine and with every Swift.
struct DemoGenerator {
    private var state: UInt64

    /// The numbers of one record: they depend on nothing but these three.
    init(seed: UInt64, kind: UInt64, index: Int) {
        state = seed &+ kind &* 0xD1B5_4A32_D192_ED03
        state = next() &+ UInt64(index) &* 0xAEF1_7502_108E_F2D9
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound` - 1.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// True that many times in a thousand.
    mutating func chance(_ perMille: Int) -> Bool {
        below(1_000) < perMille
    }

    /// One of a list that is not empty.
    mutating func pick<Element>(_ list: [Element]) -> Element {
        list[below(list.count)]
    }

    /// One of a list, each as often as its weight says.
    mutating func pick<Element>(weighted list: [(Element, Int)]) -> Element {
        var rest = below(list.reduce(0) { $0 + $1.1 })
        for (element, weight) in list {
            if rest < weight { return element }
            rest -= weight
        }
        return list[list.count - 1].0
    }

    /// Decimal digits.
    mutating func digits(_ count: Int) -> String {
        var text = ""
        for _ in 0..<count { text.append(String(below(10))) }
        return text
    }

    /// Two different positions below `count`, which is at least 2, in no order.
    mutating func pair(below count: Int) -> (Int, Int) {
        let first = below(count)
        let second = below(count - 1)
        return (first, second < first ? second : second + 1)
    }
}
