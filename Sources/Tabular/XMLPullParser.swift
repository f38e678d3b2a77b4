/// Reads XML as a stream of tags and text: just as much of XML 1.0 as workbooks are made of. A
/// document type is refused, so there are no entities but the five and the numeric ones. Prefixes
/// of names are left out. Belongs to one entry of an archive.
struct XMLPullParser {
    enum Event { case start, end, text, endOfDocument }

    private let stream: any ByteStream
    private let entry: String
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    private var openNames: [UInt64] = []
    private var pendingEnd = false
    private var hasRoot = false
    private var skipsLineFeed = false

    /// The local name of the tag at hand, as bytes of the buffer.
    private var nameRange = 0..<0
    private var tagRange = 0..<0

    /// The text of a text event, entities resolved, line ends as LF. Long text comes in several
    /// events.
    private(set) var text: [UInt8] = []

    /// A tag with its attributes may be this long.
    private static let tagBytesMax = 64 << 10
    private static let depthMax = 256

    init(_ stream: any ByteStream, entry: String) {
        self.stream = stream
        self.entry = entry
    }

    /// How many elements are open.
    var depth: Int { openNames.count }

    /// The next event.
    mutating func next() throws(TableError) -> Event {
        if pendingEnd {
            pendingEnd = false
            openNames.removeLast()
            return .end
        }
        while true {
            if position == buffer.count, try !refill() {
                guard openNames.isEmpty, hasRoot else { throw malformed() }
                return .endOfDocument
            }
            if buffer[position] != 0x3C {
                try readText()
                if !text.isEmpty, !openNames.isEmpty { return .text }
            } else if let event = try readMarkup() {
                return event
            }
        }
    }

    /// Whether the local name of the tag at hand is that one.
    func isNamed(_ name: StaticString) -> Bool {
        guard nameRange.count == name.utf8CodeUnitCount else { return false }
        for index in 0..<nameRange.count {
            // The index is below the count of the literal, which lives as long as the program.
            guard unsafe buffer[nameRange.lowerBound + index] == name.utf8Start[index] else {
                return false
            }
        }
        return true
    }

    /// The value of an attribute of the start tag at hand, prefix of its name left out, as bytes.
    func attribute(_ name: StaticString) throws(TableError) -> ArraySlice<UInt8>? {
        var at = nameRange.upperBound
        while let found = try nextAttribute(&at) {
            guard found.name.count == name.utf8CodeUnitCount else { continue }
            var isSame = true
            for index in 0..<found.name.count where isSame {
                // As in isNamed.
                isSame = unsafe buffer[found.name.lowerBound + index] == name.utf8Start[index]
            }
            if isSame { return buffer[found.value] }
        }
        return nil
    }

    /// The value of an attribute as text, entities resolved.
    func attributeText(_ name: StaticString) throws(TableError) -> String? {
        guard let bytes = try attribute(name) else { return nil }
        var output: [UInt8] = []
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if bytes[at] == 0x26 {
                try appendEntity(&at, end: bytes.endIndex, to: &output)
            } else {
                output.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    func malformed() -> TableError { .workbook(.malformed(entry: entry)) }
}

// MARK: - Text

extension XMLPullParser {
    /// Takes the text at hand, up to the next tag or the end of the buffer.
    private mutating func readText() throws(TableError) {
        text.removeAll(keepingCapacity: true)
        while position < buffer.count {
            let byte = buffer[position]
            if byte == 0x3C { break }
            if byte == 0x26 {
                // An entity has at most 12 bytes; it must not be cut by the end of the buffer.
                if buffer.count - position < 12, !isAtEnd {
                    if !text.isEmpty { return }
                    while buffer.count - position < 12, try refill() {}
                }
                skipsLineFeed = false
                try appendEntity(&position, end: buffer.count, to: &text)
                continue
            }
            appendRun()
        }
    }

    /// Takes bytes up to the next tag or entity, line ends made LF (XML 1.0 section 2.11).
    private mutating func appendRun() {
        let start = position
        while position < buffer.count {
            let byte = buffer[position]
            if byte == 0x3C || byte == 0x26 { break }
            if byte == 0x0D || byte == 0x0A && skipsLineFeed {
                if position > start { break }
                if byte == 0x0D { text.append(0x0A) }
                skipsLineFeed = byte == 0x0D
                position += 1
                return
            }
            skipsLineFeed = false
            position += 1
        }
        text += buffer[start..<position]
    }

    /// Takes `&…;` and appends what it stands for.
    private func appendEntity(
        _ at: inout Int, end: Int, to output: inout [UInt8]
    ) throws(TableError) {
        var close = at + 1
        while close < end, close - at < 12, buffer[close] != 0x3B { close += 1 }
        guard close < end, buffer[close] == 0x3B else { throw malformed() }
        let name = buffer[(at + 1)..<close]
        at = close + 1
        if name.first == 0x23 {
            let isHex = name.dropFirst().first == 0x78
            let digits = String(decoding: name.dropFirst(isHex ? 2 : 1), as: UTF8.self)
            guard let value = UInt32(digits, radix: isHex ? 16 : 10),
                Unicode.Scalar(value) != nil, value != 0
            else { throw malformed() }
            return appendUTF8(value, to: &output)
        }
        switch String(decoding: name, as: UTF8.self) {
        case "amp": output.append(0x26)
        case "lt": output.append(0x3C)
        case "gt": output.append(0x3E)
        case "quot": output.append(0x22)
        case "apos": output.append(0x27)
        default: throw malformed()
        }
    }
}

// MARK: - Markup

extension XMLPullParser {
    private mutating func readMarkup() throws(TableError) -> Event? {
        skipsLineFeed = false
        try need(2)
        switch buffer[position + 1] {
        case 0x3F:
            try skip(to: "?>")
            return nil
        case 0x21: return try readDeclaration()
        case 0x2F: return try readEndTag()
        default: return try readStartTag()
        }
    }

    private mutating func readDeclaration() throws(TableError) -> Event? {
        try need(9)
        if starts(with: "<!--") {
            try skip(to: "-->")
            return nil
        }
        if starts(with: "<![CDATA[") {
            position += 9
            let start = position
            let end = try find("]]>", from: start)
            text = Array(buffer[position..<end])
            position = end + 3
            return text.isEmpty ? nil : .text
        }
        throw .workbook(.documentType(entry: entry))
    }

    private mutating func readStartTag() throws(TableError) -> Event {
        let end = try tagEnd()
        let isEmpty = buffer[end - 1] == 0x2F
        tagRange = (position + 1)..<(isEmpty ? end - 1 : end)
        try readName()
        guard openNames.count < Self.depthMax, !openNames.isEmpty || !hasRoot else {
            throw malformed()
        }
        hasRoot = true
        openNames.append(nameHash())
        pendingEnd = isEmpty
        position = end + 1
        return .start
    }

    private mutating func readEndTag() throws(TableError) -> Event {
        let end = try tagEnd()
        tagRange = (position + 2)..<end
        try readName()
        guard openNames.popLast() == nameHash() else { throw malformed() }
        position = end + 1
        return .end
    }

    /// Where the `>` of the tag at hand is; quotes may contain others.
    private mutating func tagEnd() throws(TableError) -> Int {
        var at = position + 1
        var quote: UInt8 = 0
        while true {
            if at == buffer.count {
                let offset = at - position
                guard offset <= Self.tagBytesMax, try refill() else { throw malformed() }
                at = position + offset
            }
            let byte = buffer[at]
            if byte == 0x3C { throw malformed() }
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == 0x3E {
                return at
            }
            at += 1
        }
    }

    private mutating func readName() throws(TableError) {
        var start = tagRange.lowerBound
        var end = start
        while end < tagRange.upperBound, !isSpace(buffer[end]) {
            if buffer[end] == 0x3A { start = end + 1 }
            end += 1
        }
        guard end > start else { throw malformed() }
        nameRange = start..<end
    }

    /// FNV-1a: tells a wrong end tag without keeping names.
    private func nameHash() -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in nameRange { hash = (hash ^ UInt64(buffer[index])) &* 0x100_0000_01B3 }
        return hash
    }

    private func nextAttribute(
        _ at: inout Int
    ) throws(TableError) -> (name: Range<Int>, value: Range<Int>)? {
        let end = tagRange.upperBound
        while at < end, isSpace(buffer[at]) { at += 1 }
        guard at < end else { return nil }
        var nameStart = at
        while at < end, buffer[at] != 0x3D, !isSpace(buffer[at]) {
            if buffer[at] == 0x3A { nameStart = at + 1 }
            at += 1
        }
        let name = nameStart..<at
        while at < end, isSpace(buffer[at]) { at += 1 }
        guard at < end, buffer[at] == 0x3D else { throw malformed() }
        at += 1
        while at < end, isSpace(buffer[at]) { at += 1 }
        guard at < end, buffer[at] == 0x22 || buffer[at] == 0x27 else { throw malformed() }
        let quote = buffer[at]
        let valueStart = at + 1
        at = valueStart
        while at < end, buffer[at] != quote { at += 1 }
        guard at < end else { throw malformed() }
        at += 1
        return (name, valueStart..<(at - 1))
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}

// MARK: - The buffer

extension XMLPullParser {
    /// Adds the next piece behind what is not used yet; false at the end.
    private mutating func refill() throws(TableError) -> Bool {
        guard !isAtEnd, let piece = try stream.next() else {
            isAtEnd = true
            return false
        }
        if position == buffer.count {
            buffer = piece
        } else {
            buffer.removeSubrange(..<position)
            buffer += piece
        }
        position = 0
        return true
    }

    /// Makes sure that many bytes are at hand.
    private mutating func need(_ count: Int) throws(TableError) {
        while buffer.count - position < count {
            guard try refill() else { throw malformed() }
        }
    }

    private func starts(with word: String) -> Bool {
        buffer[position...].starts(with: word.utf8)
    }

    private mutating func skip(to mark: String) throws(TableError) {
        position = try find(mark, from: position) + mark.utf8.count
    }

    /// Where the mark begins, all of it at hand together with what lies before.
    private mutating func find(_ mark: String, from start: Int) throws(TableError) -> Int {
        let mark = Array(mark.utf8)
        var offset = start - position
        while true {
            while position + offset + mark.count <= buffer.count {
                let at = position + offset
                if buffer[at] == mark[0], buffer[at..<(at + mark.count)].elementsEqual(mark) {
                    return at
                }
                offset += 1
            }
            guard offset <= 1 << 20, try refill() else { throw malformed() }
        }
    }
}
