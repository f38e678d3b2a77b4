/// Dates as numbers that sort like their texts: 2013 → 20130000, 2013-07 → 20130700.
enum DateKey {
    /// Nil for what is not `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    static func key(_ text: Span<UInt8>) -> UInt32? {
        guard text.count == 4 || text.count == 7 || text.count == 10 else { return nil }
        var key: UInt32 = 0
        for index in 0..<text.count {
            if index == 4 || index == 7 {
                guard text[index] == 0x2D else { return nil }
            } else {
                let digit = text[index] &- 0x30
                guard digit < 10 else { return nil }
                key = key * 10 + UInt32(digit)
            }
        }
        if text.count == 4 { return key * 10_000 }
        return text.count == 7 ? key * 100 : key
    }

    /// The text of a key; nil for 0.
    static func text(_ key: UInt32) -> String? {
        guard key > 0 else { return nil }
        var text = padded(key / 10_000, 4)
        if key % 10_000 > 0 { text += "-" + padded(key / 100 % 100, 2) }
        if key % 100 > 0 { text += "-" + padded(key % 100, 2) }
        return text
    }

    private static func padded(_ number: UInt32, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
