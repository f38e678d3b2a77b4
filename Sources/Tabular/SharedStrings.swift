/// The strings that cells of a workbook refer to by number. Held in memory up to a bound and in a
/// temporary file beyond it; the place of every sixteenth is in memory.
final class SharedStrings {
    private let limits: TableLimits
    private let scratchFolder: String?
    /// Each string as four bytes of its length and its bytes, one after the other.
    private var memory: [UInt8] = []
    private var file: ScratchFile?
    private var places: [Int64] = []
    private(set) var count = 0
    private var length: Int64 = 0
    private var window: (start: Int64, bytes: [UInt8]) = (0, [])

    private static let stride = 16
    private static let windowBytes = 256 << 10

    init(limits: TableLimits, scratchFolder: String?) {
        self.limits = limits
        self.scratchFolder = scratchFolder
    }

    /// Reads xl/sharedStrings.xml (ECMA-376 part 1 section 18.4).
    func read(_ stream: any ByteStream, entry: String) throws(TableError) {
        var xml = XMLPullParser(stream, entry: entry)
        var text: [UInt8] = []
        while true {
            switch try xml.next() {
            case .endOfDocument: return try flush(atEnd: true)
            case .start where xml.isNamed("si"):
                try collectRichText(&xml, into: &text, bytesMax: limits.cellBytesMax)
                try append(decodedEscapes(text))
            default: break
            }
        }
    }

    /// The string of that number; nil when there is none.
    func string(_ index: Int) throws(TableError) -> String? {
        guard index >= 0, index < count else { return nil }
        var offset = places[index / Self.stride]
        for _ in 0..<index % Self.stride { offset += 4 + Int64(try size(at: offset)) }
        let size = try size(at: offset)
        if file == nil {
            let start = Int(offset) + 4
            let memory = memory
            return decodedText(memory.span.extracting(start..<start + size)).text
        }
        let text = try bytes(at: offset + 4, count: size)
        return decodedText(text.span).text
    }

    private func append(_ text: [UInt8]) throws(TableError) {
        guard count < limits.sharedStringsMax else {
            throw .workbook(.tooManyStrings(max: limits.sharedStringsMax))
        }
        if count % Self.stride == 0 { places.append(length) }
        count += 1
        for shift in [0, 8, 16, 24] {
            memory.append(UInt8(truncatingIfNeeded: text.count >> shift))
        }
        memory += text
        length += 4 + Int64(text.count)
        try flush(atEnd: false)
    }

    /// Moves what is in memory to the file: when memory is full for the first time, and from then
    /// on in pieces.
    private func flush(atEnd: Bool) throws(TableError) {
        if file == nil {
            guard memory.count > limits.sharedStringsMemoryMax else { return }
            guard let scratchFolder else {
                throw .scratch(
                    "no folder was given")
            }
            file = try ScratchFile(folder: scratchFolder)
        } else if memory.count < 1 << 20, !atEnd {
            return
        }
        try file?.append(memory)
        memory = []
    }

    private func size(at offset: Int64) throws(TableError) -> Int {
        if file == nil { return Int(littleEndian32(memory, Int(offset))) }
        return Int(littleEndian32(try bytes(at: offset, count: 4), 0))
    }

    /// Bytes of the file, mostly out of the window that was read last.
    private func bytes(at offset: Int64, count: Int) throws(TableError) -> [UInt8] {
        if offset < window.start || offset + Int64(count) > window.start + Int64(window.bytes.count)
        {
            guard let file else { return [] }
            window = (offset, try file.read(at: offset, max: max(count, Self.windowBytes)))
            guard window.bytes.count >= count else {
                throw .scratch("The temporary file is shorter than what was written.")
            }
        }
        let start = Int(offset - window.start)
        return Array(window.bytes[start..<start + count])
    }
}

/// The text of the element at hand: all its `t` elements, readings of Japanese (`rPh`) left out.
/// Bytes beyond the bound are left out; true when there were none.
@discardableResult
func collectRichText(
    _ xml: inout XMLPullParser, into text: inout [UInt8], bytesMax: Int
) throws(TableError) -> Bool {
    text.removeAll(keepingCapacity: true)
    let outside = xml.depth - 1
    var phonetic = 0
    var isInText = false
    var isWhole = true
    while true {
        switch try xml.next() {
        case .text where isInText && phonetic == 0:
            let room = bytesMax - text.count
            isWhole = isWhole && xml.text.count <= room
            text += xml.text.prefix(room)
        case .start:
            if xml.isNamed("t") { isInText = true }
            if xml.isNamed("rPh") { phonetic += 1 }
        case .end:
            if xml.isNamed("t") { isInText = false }
            if xml.isNamed("rPh") { phonetic -= 1 }
            if xml.depth == outside { return isWhole }
        case .text: break
        case .endOfDocument: throw xml.malformed()
        }
    }
}

/// Text with the escapes `_xHHHH_` of workbooks resolved (ECMA-376 part 1 section 22.9.2.19); an
/// escaped NUL is left out.
func decodedEscapes(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(0x5F) else { return text }
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var position = 0
    while position < text.count {
        guard let unit = escapedUnit(text, position) else {
            output.append(text[position])
            position += 1
            continue
        }
        position += 7
        if 0xD800..<0xDC00 ~= unit, let low = escapedUnit(text, position),
            0xDC00..<0xE000 ~= low
        {
            position += 7
            appendUTF8(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00), to: &output)
        } else if unit != 0 {
            appendUTF8(0xD800..<0xE000 ~= unit ? 0xFFFD : unit, to: &output)
        }
    }
    return output
}

/// The code unit of `_xHHHH_` at that place; nil when there is no escape.
func escapedUnit(_ text: [UInt8], _ start: Int) -> UInt32? {
    guard start + 7 <= text.count, text[start] == 0x5F, text[start + 1] == 0x78,
        text[start + 6] == 0x5F
    else { return nil }
    var value: UInt32 = 0
    for byte in text[(start + 2)..<(start + 6)] {
        switch byte {
        case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
        case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
        case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
        default: return nil
        }
    }
    return value
}
