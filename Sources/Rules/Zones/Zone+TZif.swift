extension Zone {
    /// Bytes of a zone's file at most; the largest of the database has 4,000.
    public static let fileBytesMax = 256 << 10

    /// Reads a file of the time-zone database (TZif, RFC 8536), of any version; nil for what is none.
    public init?(name: String, tzif bytes: [UInt8]) {
        guard bytes.count <= Self.fileBytesMax else { return nil }
        var reading = Reading(bytes: bytes)
        guard var header = reading.header() else { return nil }
        var wordLength = 4
        if header.version >= 2 {
            // The first block is for readers of version 1 alone.
            guard reading.skip(header.length(wordLength: 4)), let second = reading.header() else {
                return nil
            }
            header = second
            wordLength = 8
        }
        guard header.types > 0, reading.has(header.length(wordLength: wordLength)) else {
            return nil
        }
        var moments: [Int] = []
        for _ in 0..<header.times { moments.append(reading.integer(wordLength)) }
        let kinds = reading.take(header.times)
        var offsets: [Int] = []
        for _ in 0..<header.types {
            offsets.append(reading.integer(4))
            _ = reading.skip(2)
        }
        _ = reading.skip(header.tail(wordLength: wordLength))
        var transitions: [Transition] = []
        for (moment, kind) in zip(moments, kinds) {
            guard Int(kind) < offsets.count, moment > transitions.last?.at ?? Int.min else {
                return nil
            }
            transitions.append(Transition(at: moment, offset: offsets[Int(kind)]))
        }
        guard offsets.allSatisfy({ abs($0) <= 26 * 3_600 }) else { return nil }
        let footer = wordLength == 8 ? reading.footer() : ""
        let rule = PosixRule(footer)
        guard footer.isEmpty || rule != nil else { return nil }
        self.init(name: name, first: offsets[0], transitions: transitions, rule: rule)
    }

    /// The six counts of a header (RFC 8536 section 3.1).
    private struct Header {
        let version: Int
        let utcMarks: Int
        let standardMarks: Int
        let leapSeconds: Int
        let times: Int
        let types: Int
        let characters: Int

        /// Bytes behind the types.
        func tail(wordLength: Int) -> Int {
            characters + leapSeconds * (wordLength + 4) + standardMarks + utcMarks
        }

        func length(wordLength: Int) -> Int {
            times * (wordLength + 1) + types * 6 + tail(wordLength: wordLength)
        }
    }

    private struct Reading {
        let bytes: [UInt8]
        private var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        func has(_ count: Int) -> Bool { bytes.count - position >= count }

        mutating func skip(_ count: Int) -> Bool {
            guard has(count) else { return false }
            position += count
            return true
        }

        mutating func take(_ count: Int) -> ArraySlice<UInt8> {
            defer { position += count }
            return bytes[position..<position + count]
        }

        /// A signed number, the most significant byte first.
        mutating func integer(_ length: Int) -> Int {
            let slice = take(length)
            let raw = slice.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return length == 4 ? Int(Int32(truncatingIfNeeded: raw)) : Int(Int64(bitPattern: raw))
        }

        mutating func header() -> Header? {
            guard has(44), take(4).elementsEqual("TZif".utf8) else { return nil }
            let version = Int(take(1).first ?? 0)
            _ = skip(15)
            var counts: [Int] = []
            for _ in 0..<6 { counts.append(integer(4)) }
            guard counts.allSatisfy({ (0...Zone.fileBytesMax).contains($0) }) else { return nil }
            return Header(
                version: version == 0 ? 1 : version - 0x30, utcMarks: counts[0],
                standardMarks: counts[1], leapSeconds: counts[2], times: counts[3],
                types: counts[4], characters: counts[5])
        }

        /// The rule between two line ends behind everything else.
        mutating func footer() -> String {
            guard has(2), bytes[position] == 0x0A,
                let end = bytes[(position + 1)...].firstIndex(of: 0x0A)
            else { return "" }
            return String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
        }
    }
}
