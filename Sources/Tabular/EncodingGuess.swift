/// Finds out how a text is written as bytes, from as much of it as it is shown.
///
/// A byte order mark decides. NUL bytes at every other place mean UTF-16. Otherwise it is UTF-8
/// unless it is not; then Windows-1252 and Mac OS Roman are read with French eyes: an accented
/// letter beside letters speaks for an encoding, a capital or a symbol in the middle of a word
/// against it.
struct EncodingGuess {
    private var start: [UInt8] = []
    private var carry: [UInt8] = []
    private var before: UInt8 = 0x20
    private var zerosAtEven = 0
    private var zerosAtOdd = 0
    private var controls = 0
    private var count = 0
    private var validSequences = 0
    private var invalidBytes = 0
    private var windowsScore = 0
    private var macScore = 0

    /// Whether any byte so far is outside ASCII.
    var hasHighBytes: Bool { validSequences + invalidBytes > 0 }

    /// Looks at the next piece of the file.
    mutating func look(at piece: [UInt8]) {
        if start.count < 4 { start += piece.prefix(4 - start.count) }
        let bytes = carry + piece
        // Each byte is judged with three behind it at hand, so that pieces make no difference.
        let judged = judge(bytes, until: bytes.count - 3)
        carry = Array(bytes[judged...])
    }

    private mutating func judge(_ bytes: [UInt8], until end: Int) -> Int {
        var position = 0
        while position < end {
            let byte = bytes[position]
            var length = 1
            if byte == 0 {
                if (count + position) & 1 == 0 { zerosAtEven += 1 } else { zerosAtOdd += 1 }
            } else if byte < 0x09 || (0x0E..<0x20).contains(byte) {
                controls += 1
            } else if byte >= 0x80 {
                score(bytes, position)
                if let sequence = sequenceLength(bytes, position) {
                    validSequences += 1
                    length = sequence
                } else {
                    invalidBytes += 1
                }
            }
            position += length
            before = bytes[position - 1]
        }
        count += position
        return position
    }

    /// The encoding, when the whole text or enough of it was looked at; nil when the bytes are no
    /// text.
    mutating func result() -> TextEncoding? {
        carry.removeFirst(judge(carry, until: carry.count))
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
        if start.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
        if start.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
        let zeros = zerosAtEven + zerosAtOdd
        if zeros * 4 > count {
            if zerosAtOdd > 9 * zerosAtEven { return .utf16LittleEndian }
            if zerosAtEven > 9 * zerosAtOdd { return .utf16BigEndian }
        }
        if (zeros + controls) * 20 > count { return nil }
        // A broken character here and there does not make a UTF-8 file another.
        if invalidBytes == 0 || validSequences > 4 * invalidBytes { return .utf8 }
        return macScore > windowsScore ? .macRoman : .windows1252
    }

    /// The length of the UTF-8 sequence of two bytes and more at `start`; nil when there is none.
    private func sequenceLength(_ bytes: [UInt8], _ start: Int) -> Int? {
        let lead = bytes[start]
        let length: Int
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default: return nil
        }
        guard start + length <= bytes.count else { return nil }
        for index in start + 1..<start + length where bytes[index] & 0xC0 != 0x80 { return nil }
        switch (lead, bytes[start + 1]) {
        case (0xE0, ..<0xA0), (0xED, 0xA0...), (0xF0, ..<0x90), (0xF4, 0x90...): return nil
        default: return length
        }
    }

    private mutating func score(_ bytes: [UInt8], _ position: Int) {
        let after = position + 1 < bytes.count ? bytes[position + 1] : 0x20
        let index = Int(bytes[position]) - 0x80
        windowsScore += plausibility(SingleByteTables.windows1252[index], before, after)
        macScore += plausibility(SingleByteTables.macRoman[index], before, after)
    }

    /// How likely that character is between those two bytes.
    private func plausibility(_ character: UInt16, _ before: UInt8, _ after: UInt8) -> Int {
        let afterLower = (0x61...0x7A).contains(before)
        let besideLower = afterLower || (0x61...0x7A).contains(after)
        let besideUpper = (0x41...0x5A).contains(before) || (0x41...0x5A).contains(after)
        switch character {
        case 0xFFFD: return -10
        // à â ç è é ê ë î ï ô ù û ü ö ä ñ ß œ
        case 0xE0, 0xE2, 0xE4, 0xE7...0xEB, 0xEE, 0xEF, 0xF1, 0xF4, 0xF6, 0xF9, 0xFB, 0xFC, 0xDF,
            0x153:
            return besideLower ? 4 : 1
        // The same as capitals begin a word or stand among capitals.
        case 0xC0, 0xC2, 0xC4, 0xC7...0xCB, 0xCE, 0xCF, 0xD1, 0xD4, 0xD6, 0xD9, 0xDB, 0xDC, 0x152:
            return afterLower ? -3 : besideUpper ? 3 : besideLower ? 2 : 0
        // ’ between letters; other quotes, dashes, spaces and signs of print.
        case 0x2019: return besideLower || besideUpper ? 4 : 1
        case 0x2018, 0x201C, 0x201D, 0x2013, 0x2014, 0x2026, 0xA0, 0xAB, 0xBB, 0xB0, 0xAE, 0x2122,
            0x20AC, 0xA9, 0xB5, 0xBF:
            return 2
        default: return besideLower && afterLower ? -2 : 0
        }
    }
}
