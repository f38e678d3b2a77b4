import Foundation
import Testing

/// One thing about the house style that a machine can check.
struct Rule: Sendable, CustomTestStringConvertible {
    let name: String
    /// Which files it looks at.
    let applies: @Sendable (SourceFile) -> Bool
    /// A line number and what is wrong there.
    let findings: @Sendable (SourceFile) -> [(line: Int, problem: String)]
    /// A file that breaks the rule: a rule that finds nothing here checks nothing.
    let canary: (path: String, text: String)

    var testDescription: String { name }

    /// A rule that finds `pattern` in the code of product sources.
    static func forbids(
        _ pattern: String, because problem: String,
        in applies: @escaping @Sendable (SourceFile) -> Bool,
        canary: (String, String)
    ) -> Rule {
        let pattern = LinePattern(pattern)
        return Rule(
            name: problem, applies: applies,
            findings: { file in
                pattern.indices(in: file.code, of: file.wholeCode).map { ($0 + 1, problem) }
            }, canary: canary)
    }
}

/// A regular expression, compiled once, that is looked for in lines.
struct LinePattern: Sendable {
    private let expression: NSRegularExpression

    init(_ pattern: String) {
        do {
            expression = try NSRegularExpression(pattern: pattern, options: .anchorsMatchLines)
        } catch {
            fatalError("\(pattern): \(error)")
        }
    }

    func matches(_ text: String) -> Bool {
        expression.firstMatch(
            in: text, range: NSRange(location: 0, length: text.utf16.count)) != nil
    }

    /// Which lines match. The whole text is asked first: what a line has, the whole has too.
    func indices(in lines: [String], of whole: String) -> [Int] {
        matches(whole) ? lines.indices.filter { matches(lines[$0]) } : []
    }
}

extension SourceFile {
    var isSwift: Bool { path.hasSuffix(".swift") }
    var isProduct: Bool { isSwift && path.hasPrefix("Sources/") }

    private static let functionStart = LinePattern(
        #"^\s*(?:[a-z@A-Z()]+\s+)*(?:func\s+[^\s(<]+|init[?]?[(<]|deinit)"#)

    /// The functions of a Swift file, by matching braces from each `func` or `init` line.
    var functions: [(name: String, line: Int, length: Int)] {
        Self.functionStart.indices(in: code, of: wholeCode).compactMap { start in
            var depth = 0
            var hasOpened = false
            for line in start..<code.count {
                for byte in code[line].utf8 {
                    if byte == UInt8(ascii: "{") { (depth, hasOpened) = (depth + 1, true) }
                    if byte == UInt8(ascii: "}") { depth -= 1 }
                }
                if hasOpened, depth <= 0 {
                    return (
                        code[start].trimmingCharacters(in: .whitespaces), start + 1,
                        line - start + 1
                    )
                }
                if !hasOpened, line > start + 12 { return nil }
            }
            return nil
        }
    }
}
