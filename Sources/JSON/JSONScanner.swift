/// Finds where a JSON value ends, by quotes and brackets alone, one byte at a time.
struct JSONScanner: Sendable {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    enum Progress {
        /// The byte belongs to the value, which goes on.
        case goesOn
        /// The byte is the value's last.
        case endsAfter
        /// The value, a number or a word, ended with the byte before.
        case endsBefore
    }

    mutating func step(_ byte: UInt8) -> Progress {
        if isInString { return stepInString(byte) }
        switch byte {
        case 0x22: isInString = true
        case 0x7B, 0x5B: depth += 1
        case 0x7D, 0x5D:
            if depth == 0 { return .endsBefore }
            depth -= 1
            return depth == 0 ? .endsAfter : .goesOn
        case 0x2C, 0x3A, 0x20, 0x09, 0x0A, 0x0D:
            return depth == 0 ? .endsBefore : .goesOn
        default: break
        }
        return .goesOn
    }

    private mutating func stepInString(_ byte: UInt8) -> Progress {
        if isEscaped {
            isEscaped = false
        } else if byte == 0x5C {
            isEscaped = true
        } else if byte == 0x22 {
            isInString = false
            return depth == 0 ? .endsAfter : .goesOn
        }
        return .goesOn
    }
}
