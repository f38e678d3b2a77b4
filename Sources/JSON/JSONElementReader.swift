/// Cuts a long JSON text into its elements as it arrives, so that the whole never sits in memory.
///
/// Feed chunks of any size, take elements until there are none, feed again; `finish` after the last
/// chunk, then take the rest. The reader checks the frame around the elements; whether an element
/// is valid JSON is for `JSONValue.parse` to say.
///
/// ```
/// array     start → beforeElement → value → afterElement → ',' beforeElement | ']' done
/// member    start → beforeName → name → beforeColon → beforeValue → skipped value → afterMember
///           … beforeValue of the wanted name → beforeElement … afterElement → afterMember → done
/// lines     start → value → newline → start
/// sequence  start → value → start
/// ```
public struct JSONElementReader: Sendable {
    /// How the elements stand in the text.
    public enum Shape: Sendable, Equatable {
        /// One array; its elements.
        case array
        /// One value a line (NDJSON); blank lines are passed over, a broken line harms no other.
        case lines
        /// Values one after the other with white space between, each over any number of lines.
        case sequence
        /// One object that holds the array under this name, such as `results` of openFDA.
        case member(String)
    }

    /// One element as it stands in the text, without the white space around it.
    public struct Element: Sendable, Equatable {
        /// The text of the value.
        public let bytes: [UInt8]
        /// Which one it is, counted from 1.
        public let ordinal: Int64
        /// The line it begins on, counted from 1.
        public let line: Int64
    }

    private enum State {
        case start, beforeElement, afterElement, beforeName, beforeColon, beforeValue, afterMember
        case value, name, skipped, done
    }

    private let shape: Shape
    private let elementBytesMax: Int
    private var state = State.start
    private var scanner = JSONScanner()
    private var input: [UInt8] = []
    private var position = 0
    /// Where in the whole text the input begins.
    private var base = 0
    private var isFinished = false
    private var collected: [UInt8] = []
    private var line: Int64 = 1
    private var elementLine: Int64 = 1
    private var ordinal: Int64 = 0
    private var mayClose = true
    private var isWanted = false
    private var wasFound = false

    /// A reader that refuses an element of more than `elementBytesMax` bytes.
    public init(_ shape: Shape, elementBytesMax: Int = 8 << 20) {
        self.shape = shape
        self.elementBytesMax = elementBytesMax
    }

    /// Adds the next bytes of the text.
    public mutating func feed(_ chunk: [UInt8]) {
        base += position
        if position == input.count {
            input = chunk
        } else {
            input.removeSubrange(..<position)
            input += chunk
        }
        position = 0
    }

    /// Says that no more bytes follow.
    public mutating func finish() {
        isFinished = true
    }

    /// The next whole element; nil when more bytes are needed or, after `finish`, when all were
    /// taken.
    ///
    /// - Throws: when the frame is broken, an element is too long, or the text ends inside the
    ///   frame. The reader is of no use afterwards.
    public mutating func next() throws(JSONError) -> Element? {
        while position < input.count {
            switch state {
            case .value:
                if try collect() { return takeElement() }
            case .name:
                if try collect() { endName() }
            case .skipped:
                skip()
            default:
                try stepFrame()
            }
        }
        return isFinished ? try lastElement() : nil
    }
}

// MARK: - Values

extension JSONElementReader {
    private mutating func beginValue(_ next: State) throws(JSONError) {
        switch input[position] {
        case 0x2C, 0x3A, 0x5D, 0x7D: throw unexpected()
        default: break
        }
        state = next
        scanner = JSONScanner()
        collected = []
        elementLine = line
    }

    /// Takes bytes of the value or name at hand; true when it is whole.
    private mutating func collect() throws(JSONError) -> Bool {
        let start = position
        let isWhole = shape == .lines ? scanLine() : scan()
        guard collected.count + position - start <= elementBytesMax else {
            throw .tooManyBytes(max: elementBytesMax, offset: base + start)
        }
        collected += input[start..<position]
        return isWhole
    }

    private mutating func scanLine() -> Bool {
        while position < input.count {
            if input[position] == 0x0A { return true }
            position += 1
        }
        return false
    }

    /// Moves behind the value's last byte that is at hand; true when that is its last at all.
    private mutating func scan() -> Bool {
        while position < input.count {
            let byte = input[position]
            switch scanner.step(byte) {
            case .endsBefore: return true
            case .endsAfter:
                position += 1
                return true
            case .goesOn:
                if byte == 0x0A { line += 1 }
                position += 1
            }
        }
        return false
    }

    private mutating func skip() {
        if scan() { state = .afterMember }
    }

    private mutating func takeElement() -> Element {
        while let last = collected.last, isSpace(last) { collected.removeLast() }
        ordinal += 1
        state = shape == .lines || shape == .sequence ? .start : .afterElement
        var bytes: [UInt8] = []
        swap(&bytes, &collected)
        return Element(bytes: bytes, ordinal: ordinal, line: elementLine)
    }

    private mutating func endName() {
        isWanted = false
        if case .member(let wanted) = shape, !wasFound {
            // A name that is not a string fails here and is skipped; the frame check follows.
            isWanted = collected.elementsEqual(JSONValue.string(wanted).serialized())
        }
        state = .beforeColon
    }

    /// What is still open when the text has ended.
    private mutating func lastElement() throws(JSONError) -> Element? {
        switch (state, shape) {
        case (.done, _), (.start, .lines), (.start, .sequence): return nil
        case (.value, .lines), (.value, .sequence): return takeElement()
        default: throw .unexpectedEnd(offset: base + position)
        }
    }
}

// MARK: - The frame around the values

extension JSONElementReader {
    private mutating func stepFrame() throws(JSONError) {
        let byte = input[position]
        if isSpace(byte) {
            if byte == 0x0A { line += 1 }
            position += 1
            return
        }
        switch state {
        case .start: try begin(byte)
        case .beforeElement:
            if byte == 0x5D, mayClose { return endArray() }
            try beginValue(.value)
        case .afterElement:
            if byte == 0x5D { return endArray() }
            try take(0x2C, to: .beforeElement)
            mayClose = false
        case .beforeName:
            if byte == 0x7D, mayClose { return try endObject() }
            guard byte == 0x22 else { throw unexpected() }
            try beginValue(.name)
        case .beforeColon: try take(0x3A, to: .beforeValue)
        case .beforeValue:
            guard isWanted else { return try beginValue(.skipped) }
            try take(0x5B, to: .beforeElement)
            wasFound = true
            mayClose = true
        case .afterMember:
            if byte == 0x7D { return try endObject() }
            try take(0x2C, to: .beforeName)
            mayClose = false
        case .value, .name, .skipped, .done: throw .trailingBytes(offset: base + position)
        }
    }

    private mutating func begin(_ byte: UInt8) throws(JSONError) {
        switch shape {
        case .array: try take(0x5B, to: .beforeElement)
        case .member: try take(0x7B, to: .beforeName)
        case .lines:
            state = .value
            collected = []
            elementLine = line
        case .sequence: try beginValue(.value)
        }
    }

    private mutating func take(_ expected: UInt8, to next: State) throws(JSONError) {
        guard input[position] == expected else { throw unexpected() }
        position += 1
        state = next
    }

    private mutating func endArray() {
        position += 1
        state = shape == .array ? .done : .afterMember
    }

    /// An object without the wanted array is not what the caller was told it is.
    private mutating func endObject() throws(JSONError) {
        guard wasFound else { throw unexpected() }
        position += 1
        state = .done
    }

    private func unexpected() -> JSONError {
        .unexpectedByte(input[position], offset: base + position)
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
