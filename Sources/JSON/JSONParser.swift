/// Reads one JSON text from borrowed bytes by recursive descent, as deep as the limits allow.
struct JSONParser: ~Escapable {
    private let bytes: Span<UInt8>
    private let limits: JSONLimits
    private let depthMax: Int
    private var position = 0
    private var depth = 0
    private var nodes = 0

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
        depthMax = min(limits.depthMax, 512)
    }

    /// The value of the whole text.
    mutating func parseText() throws(JSONError) -> JSONValue {
        guard bytes.count <= limits.bytesMax else {
            throw .tooManyBytes(max: limits.bytesMax, offset: limits.bytesMax)
        }
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            throw .byteOrderMark(offset: 0)
        }
        let value = try parseValue()
        skipWhitespace()
        guard position == bytes.count else { throw .trailingBytes(offset: position) }
        return value
    }

    private mutating func parseValue() throws(JSONError) -> JSONValue {
        skipWhitespace()
        nodes += 1
        guard nodes <= limits.nodesMax else {
            throw .tooManyNodes(max: limits.nodesMax, offset: position)
        }
        switch try currentByte() {
        case 0x7B: return .object(try parseObject())
        case 0x5B: return .array(try parseArray())
        case 0x22: return .string(try parseString())
        case 0x74:
            try expect("true")
            return .bool(true)
        case 0x66:
            try expect("false")
            return .bool(false)
        case 0x6E:
            try expect("null")
            return .null
        case 0x2D, 0x30...0x39: return .number(try parseNumber())
        case let byte: throw .unexpectedByte(byte, offset: position)
        }
    }

    private mutating func parseArray() throws(JSONError) -> [JSONValue] {
        try enter()
        var elements: [JSONValue] = []
        skipWhitespace()
        if try currentByte() != 0x5D {
            repeat {
                elements.append(try parseValue())
                skipWhitespace()
            } while try comma(or: 0x5D)
        }
        leave()
        return elements
    }

    private mutating func parseObject() throws(JSONError) -> JSONObject {
        try enter()
        var object = JSONObject()
        var seen: Set<String> = []
        skipWhitespace()
        if try currentByte() != 0x7D {
            repeat {
                skipWhitespace()
                let start = position
                guard try currentByte() == 0x22 else {
                    throw .unexpectedByte(bytes[position], offset: position)
                }
                let name = try parseString()
                if limits.rejectsDuplicateNames, !seen.insert(name).inserted {
                    throw .duplicateName(name, offset: start)
                }
                skipWhitespace()
                guard try currentByte() == 0x3A else {
                    throw .unexpectedByte(bytes[position], offset: position)
                }
                position += 1
                object.append(name, try parseValue())
                skipWhitespace()
            } while try comma(or: 0x7D)
        }
        leave()
        return object
    }

    private mutating func parseNumber() throws(JSONError) -> JSONNumber {
        guard let end = jsonNumberEnd(bytes, from: position) else {
            throw .invalidNumber(offset: position)
        }
        // "01" and "1.": the grammar stopped early, at a byte that only a number could go on with.
        if end < bytes.count, bytes[end] &- 0x30 < 10 || bytes[end] == 0x2E {
            throw .invalidNumber(offset: position)
        }
        let literal = try string(position..<end)
        position = end
        return JSONNumber(checked: literal)
    }

    private mutating func enter() throws(JSONError) {
        depth += 1
        guard depth <= depthMax else { throw .tooDeep(max: depthMax, offset: position) }
        position += 1
    }

    private mutating func leave() {
        depth -= 1
        position += 1
    }

    /// Steps over a comma and says true, or stays at the closing byte and says false.
    private mutating func comma(or close: UInt8) throws(JSONError) -> Bool {
        let byte = try currentByte()
        if byte == 0x2C {
            position += 1
            return true
        }
        guard byte == close else { throw .unexpectedByte(byte, offset: position) }
        return false
    }

    private func currentByte() throws(JSONError) -> UInt8 {
        guard position < bytes.count else { throw .unexpectedEnd(offset: position) }
        return bytes[position]
    }

    private mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private mutating func expect(_ word: StaticString) throws(JSONError) {
        for index in 0..<word.utf8CodeUnitCount {
            // The index is below the count of the literal, which lives as long as the program.
            let expected = unsafe word.utf8Start[index]
            let byte = try currentByte()
            guard byte == expected else { throw .unexpectedByte(byte, offset: position) }
            position += 1
        }
    }
}

// MARK: - Strings (RFC 8259 section 7)

extension JSONParser {
    /// The string whose opening quote is at the current position.
    private mutating func parseString() throws(JSONError) -> String {
        position += 1
        let start = position
        let end = PlainRun.end(bytes, from: start)
        guard end < bytes.count else { throw .unexpectedEnd(offset: end) }
        switch bytes[end] {
        case 0x22:
            position = end + 1
            return try string(start..<end)
        case 0x5C: return try parseEscapedString(from: start, firstEscape: end)
        default: throw .controlCharacter(offset: end)
        }
    }

    private mutating func parseEscapedString(
        from start: Int, firstEscape: Int
    ) throws(JSONError) -> String {
        var text = try string(start..<firstEscape)
        position = firstEscape
        while true {
            let runStart = position
            position = PlainRun.end(bytes, from: runStart)
            let ending = try currentByte()
            guard ending >= 0x20 else { throw .controlCharacter(offset: position) }
            if position > runStart { text += try string(runStart..<position) }
            if ending == 0x22 {
                position += 1
                return text
            }
            text.unicodeScalars.append(try parseEscape())
        }
    }

    /// The character of the escape whose backslash is at the current position.
    private mutating func parseEscape() throws(JSONError) -> Unicode.Scalar {
        let start = position
        position += 1
        let letter = try currentByte()
        position += 1
        switch letter {
        case 0x22, 0x5C, 0x2F: return Unicode.Scalar(letter)
        case 0x62: return "\u{08}"
        case 0x66: return "\u{0C}"
        case 0x6E: return "\n"
        case 0x72: return "\r"
        case 0x74: return "\t"
        case 0x75: return try parseUnicodeEscape(start)
        default: throw .invalidEscape(offset: start)
        }
    }

    private mutating func parseUnicodeEscape(_ start: Int) throws(JSONError) -> Unicode.Scalar {
        let unit = try parseFourHex(start)
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00, position + 1 < bytes.count, bytes[position] == 0x5C,
            bytes[position + 1] == 0x75
        else { throw .loneSurrogate(offset: start) }
        let second = position
        position += 2
        let low = try parseFourHex(second)
        guard (0xDC00..<0xE000).contains(low) else { throw .loneSurrogate(offset: start) }
        let combined = 0x10000 + UInt32(unit - 0xD800) << 10 + UInt32(low - 0xDC00)
        guard let scalar = Unicode.Scalar(combined) else { throw .loneSurrogate(offset: start) }
        return scalar
    }

    private mutating func parseFourHex(_ start: Int) throws(JSONError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            let byte = try currentByte()
            let digit: UInt8 =
                switch byte {
                case 0x30...0x39: byte - 0x30
                case 0x41...0x46: byte - 0x37
                case 0x61...0x66: byte - 0x57
                default: throw .invalidEscape(offset: start)
                }
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return value
    }

    /// A copy of the bytes as text.
    private func string(_ range: Range<Int>) throws(JSONError) -> String {
        do throws(UTF8.ValidationError) {
            return String(copying: try UTF8Span(validating: bytes.extracting(range)))
        } catch {
            throw .invalidUTF8(offset: range.lowerBound + error.byteOffsets.lowerBound)
        }
    }
}
