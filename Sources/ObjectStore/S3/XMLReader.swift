/// Why bytes are not the XML that stores answer with.
public enum XMLError: Error, Sendable, Equatable {
    case malformed(offset: Int)
    case tooLarge
    /// Document types can define entities that blow up; no store sends one.
    case documentType
}

/// An element of an answer: its name without prefix, its text, its children.
public struct XMLElement: Sendable, Equatable {
    public let name: String
    /// The text directly in it, entities resolved; blanks between children are part of it.
    public fileprivate(set) var text = ""
    public fileprivate(set) var children: [XMLElement] = []

    init(_ name: String) { self.name = name }

    /// The first child of that name.
    public subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The children of that name.
    public func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }
}

/// Reads small XML documents (XML 1.0, UTF-8) within bounds: elements and text, CDATA, character references
/// and the five entities. Attributes, comments and processing instructions are read past.
public struct XMLReader {
    /// The longest document; a thousand keys of the longest kind fit.
    public static let bytesMax = 4 << 20
    public static let depthMax = 16
    public static let elementsMax = 50_000
    private static let entityBytesMax = 10

    private let bytes: [UInt8]
    private var position = 0
    private var elementCount = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The root element.
    public static func read(_ bytes: [UInt8]) throws(XMLError) -> XMLElement {
        guard bytes.count <= bytesMax else { throw .tooLarge }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .malformed(offset: 0) }
        var reader = XMLReader(bytes)
        return try reader.document()
    }

    private mutating func document() throws(XMLError) -> XMLElement {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        try skipProlog()
        guard peek() == 0x3C else { throw malformed }
        let root = try tree()
        try skipProlog()
        guard position == bytes.count else { throw malformed }
        return root
    }

    /// Reads an element and all in it; open elements are kept in a list, so depth costs no stack.
    private mutating func tree() throws(XMLError) -> XMLElement {
        var open: [(element: XMLElement, name: String, text: [UInt8])] = []
        while true {
            let (name, isEmpty) = try startTag()
            open.append((XMLElement(Self.local(name)), name, []))
            guard open.count <= Self.depthMax else { throw .tooLarge }
            var isClosed = isEmpty
            while true {
                if isClosed {
                    let last = open.removeLast()
                    var element = last.element
                    element.text = String(decoding: last.text, as: UTF8.self)
                    guard !open.isEmpty else { return element }
                    open[open.count - 1].element.children.append(element)
                    isClosed = false
                }
                try content(&open[open.count - 1].text)
                guard starts(with: "</") else { break }
                try endTag(open[open.count - 1].name)
                isClosed = true
            }
        }
    }

    /// Text up to the next tag.
    private mutating func content(_ text: inout [UInt8]) throws(XMLError) {
        while true {
            guard let byte = peek() else { throw malformed }
            if byte == 0x26 {
                try reference(&text)
            } else if byte != 0x3C {
                guard Self.isAllowed(byte) else { throw malformed }
                text.append(byte)
                position += 1
            } else if starts(with: "<![CDATA[") {
                position += 9
                let end = try find("]]>")
                for byte in bytes[position..<end] where !Self.isAllowed(byte) { throw malformed }
                text += bytes[position..<end]
                position = end + 3
            } else if starts(with: "<!--") || starts(with: "<?") {
                try skipMarkup()
            } else {
                return
            }
        }
    }

    private mutating func startTag() throws(XMLError) -> (name: String, isEmpty: Bool) {
        elementCount += 1
        guard elementCount <= Self.elementsMax else { throw .tooLarge }
        position += 1
        let name = try name()
        while true {
            let hadBlank = skipBlanks()
            guard let byte = peek() else { throw malformed }
            if byte == 0x3E {
                position += 1
                return (name, false)
            }
            if starts(with: "/>") {
                position += 2
                return (name, true)
            }
            guard hadBlank else { throw malformed }
            try skipAttribute()
        }
    }

    private mutating func endTag(_ expected: String) throws(XMLError) {
        position += 2
        guard try name() == expected else { throw malformed }
        skipBlanks()
        guard peek() == 0x3E else { throw malformed }
        position += 1
    }

    private mutating func skipAttribute() throws(XMLError) {
        _ = try name()
        skipBlanks()
        guard peek() == 0x3D else { throw malformed }
        position += 1
        skipBlanks()
        guard let quote = peek(), quote == 0x22 || quote == 0x27 else { throw malformed }
        position += 1
        while let byte = peek(), byte != quote {
            guard byte != 0x3C, Self.isAllowed(byte) else { throw malformed }
            position += 1
        }
        guard peek() == quote else { throw malformed }
        position += 1
    }

    /// A name, with its prefix where it has one.
    private mutating func name() throws(XMLError) -> String {
        let start = position
        while let byte = peek(), Self.isNameByte(byte, isFirst: position == start) { position += 1 }
        let parts = bytes[start..<position].split(separator: 0x3A, omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }) else { throw malformed }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func local(_ name: String) -> String {
        String(name.split(separator: ":").last ?? "")
    }

    private mutating func reference(_ text: inout [UInt8]) throws(XMLError) {
        let start = position + 1
        guard let end = bytes[start...].prefix(Self.entityBytesMax).firstIndex(of: 0x3B) else {
            throw malformed
        }
        guard let value = Self.value(ofEntity: String(decoding: bytes[start..<end], as: UTF8.self))
        else { throw malformed }
        text += String(value).utf8
        position = end + 1
    }

    private static func value(ofEntity name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard name.hasPrefix("#") else { return nil }
        let isHex = name.hasPrefix("#x")
        let digits = name.dropFirst(isHex ? 2 : 1)
        guard digits.utf8.allSatisfy({ $0 != 0x2B && $0 != 0x2D }),
            let code = UInt32(digits, radix: isHex ? 16 : 10), code >= 0x20 || isBlank(code)
        else { return nil }
        return Unicode.Scalar(code)
    }

    private mutating func skipProlog() throws(XMLError) {
        while true {
            skipBlanks()
            if starts(with: "<!DOCTYPE") { throw .documentType }
            guard starts(with: "<?") || starts(with: "<!--") else { return }
            try skipMarkup()
        }
    }

    /// A comment or a processing instruction.
    private mutating func skipMarkup() throws(XMLError) {
        let isComment = starts(with: "<!--")
        position += isComment ? 4 : 2
        let end = isComment ? "-->" : "?>"
        position = try find(end) + end.utf8.count
    }

    private func find(_ text: String) throws(XMLError) -> Int {
        let wanted = Array(text.utf8)
        var index = position
        while index + wanted.count <= bytes.count {
            if bytes[index..<index + wanted.count].elementsEqual(wanted) { return index }
            index += 1
        }
        throw malformed
    }

    @discardableResult
    private mutating func skipBlanks() -> Bool {
        let start = position
        while let byte = peek(), Self.isBlank(UInt32(byte)) { position += 1 }
        return position > start
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private func starts(with text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

    private var malformed: XMLError { .malformed(offset: position) }

    private static func isBlank(_ code: UInt32) -> Bool {
        code == 0x20 || code == 0x09 || code == 0x0A || code == 0x0D
    }

    private static func isAllowed(_ byte: UInt8) -> Bool { byte >= 0x20 || isBlank(UInt32(byte)) }

    private static func isNameByte(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...: true
        case 0x30...0x39, 0x2D, 0x2E, 0x3A: !isFirst
        default: false
        }
    }
}
