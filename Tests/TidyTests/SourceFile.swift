import Foundation

/// A file of the repository, with its lines as written and, for Swift, with comments and string
/// contents blanked out so that rules look at code only.
struct SourceFile {
    let path: String
    let lines: [String]
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.components(separatedBy: "\n")
        code = path.hasSuffix(".swift") ? Self.codeOnly(text).components(separatedBy: "\n") : lines
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

    private static func codeOnly(_ text: String) -> String {
        var output = ""
        var state = Blanking.code
        let characters = Array(text)
        var index = 0
        while index < characters.count {
            let step = state.step(characters, index)
            output += step.output
            index += step.consumed
            state = step.next
        }
        return output
    }
}

/// Where a scan of Swift text is: in code, a comment or a string. Interpolations count as string.
private enum Blanking {
    case code, lineComment
    case blockComment(depth: Int)
    case string, longString

    func step(
        _ text: [Character], _ index: Int
    ) -> (output: String, consumed: Int, next: Blanking) {
        func at(_ word: String) -> Bool {
            let letters = Array(word)
            guard index + letters.count <= text.count else { return false }
            return Array(text[index..<index + letters.count]) == letters
        }
        let kept = text[index] == "\n" ? "\n" : " "
        switch self {
        case .code:
            if at("//") { return ("", 2, .lineComment) }
            if at("/*") { return ("", 2, .blockComment(depth: 1)) }
            if at("\"\"\"") { return ("\"\"\"", 3, .longString) }
            if at("\"") { return ("\"", 1, .string) }
            return (String(text[index]), 1, .code)
        case .lineComment:
            return text[index] == "\n" ? ("\n", 1, .code) : ("", 1, .lineComment)
        case .blockComment(let depth):
            if at("*/") { return ("", 2, depth == 1 ? .code : .blockComment(depth: depth - 1)) }
            if at("/*") { return ("", 2, .blockComment(depth: depth + 1)) }
            return (kept, 1, self)
        case .string:
            if at("\\") { return ("  ", 2, .string) }
            if at("\"") { return ("\"", 1, .code) }
            return (kept, 1, text[index] == "\n" ? .code : .string)
        case .longString:
            if at("\\") { return ("  ", 2, .longString) }
            if at("\"\"\"") { return ("\"\"\"", 3, .code) }
            return (kept, 1, .longString)
        }
    }
}
