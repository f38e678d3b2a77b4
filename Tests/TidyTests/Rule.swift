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
        Rule(
            name: problem, applies: applies,
            findings: { file in
                file.code.enumerated().compactMap { index, line in
                    line.range(of: pattern, options: .regularExpression) == nil
                        ? nil : (index + 1, problem)
                }
            }, canary: canary)
    }
}

extension SourceFile {
    var isSwift: Bool { path.hasSuffix(".swift") }
    var isProduct: Bool { isSwift && path.hasPrefix("Sources/") }

    /// The functions of a Swift file, by matching braces from each `func` or `init` line.
    var functions: [(name: String, line: Int, length: Int)] {
        let pattern = #"^\s*(?:[a-z@A-Z()]+\s+)*(?:func\s+[^\s(<]+|init[?]?[(<]|deinit)"#
        return code.indices.compactMap { start in
            guard code[start].range(of: pattern, options: .regularExpression) != nil else {
                return nil
            }
            var depth = 0
            var hasOpened = false
            for line in start..<code.count {
                for character in code[line] {
                    if character == "{" { (depth, hasOpened) = (depth + 1, true) }
                    if character == "}" { depth -= 1 }
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
