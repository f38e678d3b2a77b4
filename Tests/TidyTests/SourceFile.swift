import Foundation

/// A file of the repository, with its lines as written and, for Swift, with comments and string
/// contents blanked out so that rules look at code only.
struct SourceFile {
    let path: String
    let lines: [String]
    let code: [String]
    /// The lines, and the code, in one piece, for a first look by a regular expression.
    let wholeText: String
    let wholeCode: String

    init(path: String, text: String) {
        self.path = path
        wholeText = text
        wholeCode =
            path.hasSuffix(".swift")
            ? String(decoding: Self.codeOnly(Array(text.utf8)), as: UTF8.self) : text
        lines = Self.lines(of: wholeText)
        code = Self.lines(of: wholeCode)
    }

    var name: String { (path as NSString).lastPathComponent }

    /// The module under Sources, or nil elsewhere.
    var module: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    /// The repository's root, found from this file's own place.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every file under `directory` with one of `extensions`.
    static func all(under directory: String, _ extensions: Set<String>) -> [SourceFile] {
        let base = root.appendingPathComponent(directory)
        guard let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
        else { return [] }
        return walk.compactMap { $0 as? URL }
            .filter { extensions.contains($0.pathExtension) }
            .sorted { $0.path < $1.path }
            .compactMap { url in
                guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
                return SourceFile(
                    path: String(url.path.dropFirst(root.path.count + 1)), text: text)
            }
    }

    private static func lines(of text: String) -> [String] {
        text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
    }

    private static func codeOnly(_ text: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var state = Blanking.code
        var index = 0
        while index < text.count { index += state.take(text, index, &output) }
        return output
    }
}

/// Where a scan of Swift text is: in code, a comment or a string. Interpolations count as string.
private enum Blanking {
    case code, lineComment
    case blockComment(depth: Int)
    case string, longString

    private static let newline: UInt8 = 0x0A
    private static let blank: UInt8 = 0x20
    private static let slash: UInt8 = 0x2F
    private static let star: UInt8 = 0x2A
    private static let quote: UInt8 = 0x22
    private static let backslash: UInt8 = 0x5C

    /// Looks at the byte at `index`, writes what is kept of it, and answers how many were taken.
    mutating func take(_ text: [UInt8], _ index: Int, _ output: inout [UInt8]) -> Int {
        let byte = text[index]
        let next = index + 1 < text.count ? text[index + 1] : 0
        switch self {
        case .code: return takeCode(text, index, &output)
        case .lineComment:
            guard byte == Self.newline else { return 1 }
            output.append(byte)
            self = .code
            return 1
        case .blockComment(let depth):
            if byte == Self.star, next == Self.slash {
                self = depth == 1 ? .code : .blockComment(depth: depth - 1)
                return 2
            }
            if byte == Self.slash, next == Self.star {
                self = .blockComment(depth: depth + 1)
                return 2
            }
            output.append(byte == Self.newline ? byte : Self.blank)
            return 1
        case .string, .longString: return takeString(text, index, &output)
        }
    }

    private mutating func takeCode(
        _ text: [UInt8], _ index: Int, _ output: inout [UInt8]
    ) -> Int {
        let byte = text[index]
        let next = index + 1 < text.count ? text[index + 1] : 0
        if byte == Self.slash, next == Self.slash {
            self = .lineComment
            return 2
        }
        if byte == Self.slash, next == Self.star {
            self = .blockComment(depth: 1)
            return 2
        }
        output.append(byte)
        guard byte == Self.quote else { return 1 }
        guard Self.isLongQuote(text, index) else {
            self = .string
            return 1
        }
        output += [Self.quote, Self.quote]
        self = .longString
        return 3
    }

    private mutating func takeString(
        _ text: [UInt8], _ index: Int, _ output: inout [UInt8]
    ) -> Int {
        let byte = text[index]
        let isLong = if case .longString = self { true } else { false }
        if byte == Self.backslash {
            let isLineEnd = index + 1 < text.count && text[index + 1] == Self.newline
            output += [Self.blank, isLineEnd ? Self.newline : Self.blank]
            return 2
        }
        if byte == Self.quote, !isLong || Self.isLongQuote(text, index) {
            self = .code
            let length = isLong ? 3 : 1
            output += [UInt8](repeating: byte, count: length)
            return length
        }
        output.append(byte == Self.newline ? byte : Self.blank)
        if byte == Self.newline, !isLong { self = .code }
        return 1
    }

    private static func isLongQuote(_ text: [UInt8], _ index: Int) -> Bool {
        index + 2 < text.count && text[index + 1] == quote && text[index + 2] == quote
    }
}
