/// Turns text of any supported encoding into UTF-8, piece by piece, without a byte order mark.
/// Bytes that are not text come out as U+FFFD, except in UTF-8, which passes as it is: the reader
/// of a cell repairs it and reports the row.
struct Transcoder {
    private let encoding: TextEncoding
    private var carry: [UInt8] = []
    private var highSurrogate: UInt32?
    private var isAtStart = true

    init(_ encoding: TextEncoding) {
        self.encoding = encoding
    }

    /// The piece as UTF-8. What is cut at its end waits for the next.
    mutating func convert(_ piece: [UInt8]) -> [UInt8] {
        switch encoding {
        case .utf8: return withoutMark(piece)
        case .utf16LittleEndian: return convertUTF16(piece, isBigEndian: false)
        case .utf16BigEndian: return convertUTF16(piece, isBigEndian: true)
        case .windows1252: return convertSingleBytes(piece, SingleByteTables.windows1252)
        case .macRoman: return convertSingleBytes(piece, SingleByteTables.macRoman)
        }
    }

    /// What is left at the end of the text.
    mutating func finish() -> [UInt8] {
        let isCut = encoding != .utf8 && (highSurrogate != nil || !carry.isEmpty)
        let rest = encoding == .utf8 ? carry : []
        carry = []
        highSurrogate = nil
        return isCut ? Array("\u{FFFD}".utf8) : rest
    }

    private mutating func withoutMark(_ piece: [UInt8]) -> [UInt8] {
        guard isAtStart else { return piece }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let start = carry + piece
        if start.count < 3, mark.starts(with: start) {
            carry = start
            return []
        }
        isAtStart = false
        carry = []
        return start.starts(with: mark) ? Array(start.dropFirst(3)) : start
    }

    private mutating func convertUTF16(_ piece: [UInt8], isBigEndian: Bool) -> [UInt8] {
        let bytes = carry + piece
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var position = 0
        while position + 1 < bytes.count {
            let first = UInt32(bytes[position])
            let second = UInt32(bytes[position + 1])
            let unit = isBigEndian ? first << 8 | second : second << 8 | first
            position += 2
            if isAtStart {
                isAtStart = false
                if unit == 0xFEFF { continue }
            }
            appendUnit(unit, to: &output)
        }
        carry = Array(bytes[position...])
        return output
    }

    private mutating func appendUnit(_ unit: UInt32, to output: inout [UInt8]) {
        if let high = highSurrogate {
            highSurrogate = nil
            if (0xDC00..<0xE000).contains(unit) {
                return appendUTF8(0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00), to: &output)
            }
            appendUTF8(0xFFFD, to: &output)
        }
        switch unit {
        case 0xD800..<0xDC00: highSurrogate = unit
        case 0xDC00..<0xE000: appendUTF8(0xFFFD, to: &output)
        default: appendUTF8(unit, to: &output)
        }
    }

    private func convertSingleBytes(_ piece: [UInt8], _ highHalf: [UInt16]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(piece.count + piece.count / 8)
        for byte in piece {
            if byte < 0x80 {
                output.append(byte)
            } else {
                appendUTF8(UInt32(highHalf[Int(byte) - 0x80]), to: &output)
            }
        }
        return output
    }
}

/// Appends the UTF-8 form of a scalar value (RFC 3629 section 3).
func appendUTF8(_ scalar: UInt32, to output: inout [UInt8]) {
    func byte(_ value: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: value) }
    switch scalar {
    case 0..<0x80: output.append(byte(scalar))
    case 0x80..<0x800:
        output.append(byte(0xC0 | scalar >> 6))
        output.append(byte(0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
        output.append(byte(0xE0 | scalar >> 12))
        output.append(byte(0x80 | scalar >> 6 & 0x3F))
        output.append(byte(0x80 | scalar & 0x3F))
    default:
        output.append(byte(0xF0 | scalar >> 18))
        output.append(byte(0x80 | scalar >> 12 & 0x3F))
        output.append(byte(0x80 | scalar >> 6 & 0x3F))
        output.append(byte(0x80 | scalar & 0x3F))
    }
}

/// Text as UTF-8, drawn from bytes in another encoding.
final class TextStream: ByteStream {
    private let upstream: any ByteStream
    private var transcoder: Transcoder
    private var isAtEnd = false

    init(_ upstream: any ByteStream, encoding: TextEncoding) {
        self.upstream = upstream
        transcoder = Transcoder(encoding)
    }

    func next() throws(TableError) -> [UInt8]? {
        while !isAtEnd {
            guard let piece = try upstream.next() else {
                isAtEnd = true
                let rest = transcoder.finish()
                return rest.isEmpty ? nil : rest
            }
            let text = transcoder.convert(piece)
            if !text.isEmpty { return text }
        }
        return nil
    }
}
