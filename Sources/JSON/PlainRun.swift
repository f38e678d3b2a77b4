/// Finds the end of the bytes that stand in a JSON string as they are.
enum PlainRun {
    /// The first offset from `start` on whose byte is a quote, a backslash or a control character;
    /// the count when there is none. Bytes above ASCII count as plain. Eight bytes are looked at at
    /// once.
    static func end(_ text: Span<UInt8>, from start: Int) -> Int {
        var position = start
        let count = text.count
        // UInt8 has no padding that a view as raw bytes could show.
        let bytes = unsafe text.bytes
        while position &+ 8 <= count {
            // Eight bytes from `position` lie inside the span, as the loop's condition says.
            let word = unsafe bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: position, as: UInt64.self)
            if hasSpecial(word) { break }
            position &+= 8
        }
        while position < count {
            let byte = text[position]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C { return position }
            position &+= 1
        }
        return position
    }

    /// Whether all of it is ASCII that stands in a JSON string as it is.
    static func isPlainASCII(_ text: Span<UInt8>) -> Bool {
        var position = 0
        let count = text.count
        // UInt8 has no padding that a view as raw bytes could show.
        let bytes = unsafe text.bytes
        while position &+ 8 <= count {
            // Eight bytes from `position` lie inside the span, as the loop's condition says.
            let word = unsafe bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: position, as: UInt64.self)
            if word & 0x8080_8080_8080_8080 != 0 || hasSpecial(word) { return false }
            position &+= 8
        }
        while position < count {
            let byte = text[position]
            if byte < 0x20 || byte > 0x7F || byte == 0x22 || byte == 0x5C { return false }
            position &+= 1
        }
        return true
    }

    /// Whether any of the eight bytes is below 0x20, a quote or a backslash: the classical tests of
    /// a word for a byte below n and for a zero byte, which a higher byte's borrow cannot hide.
    private static func hasSpecial(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let quotes = word ^ (ones &* 0x22)
        let backslashes = word ^ (ones &* 0x5C)
        let below = (word &- ones &* 0x20) & ~word
        let zeros = (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
        return (below | zeros) & highs != 0
    }
}
