import Foundation

extension Rule {
    /// The rules of the house style; each stands beside a canary that breaks it.
    static let all: [Rule] = size + errors + walls + words + web

    private static let typeStart = LinePattern(
        #"^(public |final |indirect )*(struct|class|enum|protocol) "#)
    private static let statement = LinePattern(
        #""\s*(SELECT .* FROM|INSERT INTO|UPDATE .* SET|DELETE FROM) "#)
    private static let reminder = LinePattern(#"\b(TODO|FIXME|XXX)\b"#)
    private static let promise = LinePattern(
        #"^\s*public\s+(final\s+|static\s+|mutating\s+|consuming\s+|borrowing\s+|indirect\s+)*(struct|class|enum|protocol|actor|func\s+[a-zA-Z]+)\b"#
    )

    private static let product: @Sendable (SourceFile) -> Bool = { $0.isProduct }

    private static func outside(_ modules: String...) -> @Sendable (SourceFile) -> Bool {
        { file in file.isProduct && !modules.contains(file.module ?? "") }
    }

    private static let size: [Rule] = [
        Rule(
            name: "a file stays within 400 lines",
            // The table of the interface's files is written by a script.
            applies: {
                ($0.path.hasPrefix("Sources/") || $0.path.hasPrefix("Tests/"))
                    && $0.path != "Sources/CWebAssets/assets.c"
            },
            findings: { $0.lines.count > 401 ? [(401, "\($0.lines.count - 1) lines")] : [] },
            canary: ("Sources/X/Long.swift", String(repeating: "\n", count: 401))),
        Rule(
            name: "a function stays under 60 lines", applies: product,
            findings: { file in
                file.functions.filter { $0.length > 60 }
                    .map { ($0.line, "\($0.name) has \($0.length) lines") }
            },
            canary: (
                "Sources/X/Long.swift",
                "func long() {\n" + String(repeating: "    work()\n", count: 60) + "}\n"
            )),
        Rule(
            name: "no tabs and no blanks at a line's end", applies: { _ in true },
            findings: { file in
                file.lines.enumerated().compactMap { index, line in
                    line.utf8.contains(0x09) || line.utf8.last == 0x20
                        ? (index + 1, "white space") : nil
                }
            }, canary: ("Sources/X/Blank.swift", "let a = 1 \n")),
        Rule(
            name: "a file is named after what it declares", applies: product,
            findings: { file in
                let stem = file.name.dropLast(".swift".count).split(separator: "+")[0]
                let pattern =
                    #"\b(struct|class|enum|protocol|extension|typealias|actor)\s+([A-Za-z]+\.)*"#
                    + stem + #"\b"#
                let isNamed = !LinePattern(pattern).indices(in: file.code, of: file.wholeCode)
                    .isEmpty
                // Several types of one subject may share a file named after the subject.
                return isNamed || stem == "main"
                    || typeStart.indices(in: file.code, of: file.wholeCode).count > 1
                    ? [] : [(1, "declares no \(stem)")]
            }, canary: ("Sources/X/Apple.swift", "struct Pear {}\n")),
    ]

    private static let errors: [Rule] = [
        .forbids(
            #"\btry[?!]"#, because: "no try? and no try!", in: product,
            canary: ("Sources/X/A.swift", "let a = try? b()")),
        .forbids(
            #"\bas!"#, because: "no as!", in: product, canary: ("Sources/X/A.swift", "a as! B")),
        .forbids(
            #"\bfatalError\("#, because: "no fatalError", in: product,
            canary: ("Sources/X/A.swift", "fatalError()")),
        .forbids(
            #"[A-Za-z0-9_)\]]!(?![=A-Za-z0-9_(])"#, because: "no forced unwrapping", in: product,
            canary: ("Sources/X/A.swift", "let a = b!")),
        .forbids(
            #"(precondition|assert)\([^)]*(\+=|-=|\.(append|remove|send|close)\()"#,
            because: "no side effect in a precondition", in: product,
            canary: ("Sources/X/A.swift", "precondition(list.remove(1) == 2)")),
    ]

    private static let walls: [Rule] = [
        .forbids(
            #"^\s*((public|package|internal|private|@[a-z_]+)\s+)*import Foundation"#,
            because: "no Foundation in the product", in: product,
            canary: ("Sources/X/A.swift", "public import Foundation")),
        .forbids(
            #"import CSQLite"#, because: "Storage alone knows SQLite", in: outside("Storage"),
            canary: ("Sources/WebAPI/A.swift", "import CSQLite")),
        .forbids(
            #"import COpenSSL"#, because: "cryptography lives in Crypto",
            in: outside("Crypto", "TLS"),
            canary: ("Sources/WebAPI/A.swift", "import COpenSSL")),
        .forbids(
            #"import CZlib"#, because: "zlib is met in Compression", in: outside("Compression"),
            canary: ("Sources/WebAPI/A.swift", "import CZlib")),
        .forbids(
            #"\berrno\b"#, because: "Platform is the only reader of errno", in: outside("Platform"),
            canary: ("Sources/WebAPI/A.swift", "let code = errno")),
        .forbids(
            #"\bgetenv\("#, because: "the environment is read in one place",
            in: outside("Platform"),
            canary: ("Sources/WebAPI/A.swift", "getenv(name)")),
        .forbids(
            #"import (WebAPI|Storage)\b"#, because: "the server does not know what it serves",
            in: { $0.module == "HTTPServer" },
            canary: ("Sources/HTTPServer/A.swift", "import WebAPI")),
        .forbids(
            #"import HTTPServer\b"#, because: "the application does not know its server",
            in: { $0.module == "WebAPI" }, canary: ("Sources/WebAPI/A.swift", "import HTTPServer")),
        .forbids(
            #"\b(async|await|Task)\b(?!\()"#, because: "threads, not the concurrency runtime",
            in: product,
            canary: ("Sources/X/A.swift", "func a() async {}")),
        Rule(
            name: "SQL stands in Storage", applies: outside("Storage"),
            findings: { file in
                statement.indices(in: file.lines, of: file.wholeText).map { ($0 + 1, "SQL") }
            }, canary: ("Sources/WebAPI/A.swift", "\"SELECT a FROM b \"")),
    ]

    private static let words: [Rule] = [
        .forbids(
            #"\b(class|struct|enum|protocol|actor)\s+\w*(Manager|Helper|Util|Utils|Service|Info|Data|Impl)\b"#,
            because: "names are words of the field", in: product,
            canary: ("Sources/X/A.swift", "struct ComplaintManager {}")),
        Rule(
            name: "no TODO and no FIXME", applies: { $0.path.hasPrefix("Sources/") },
            findings: { file in
                reminder.indices(in: file.lines, of: file.wholeText).map { ($0 + 1, "unfinished") }
            }, canary: ("Sources/X/A.swift", "// TODO: finish")),
        Rule(
            name: "what leaves its file says what it promises", applies: product,
            findings: { file in
                promise.indices(in: file.code, of: file.wholeCode)
                    .filter { !file.hasDocumentation(above: $0) }
                    .map { ($0 + 1, file.code[$0].trimmingCharacters(in: .whitespaces)) }
            }, canary: ("Sources/X/A.swift", "public struct A {}\n")),
    ]

    private static let isScript: @Sendable (SourceFile) -> Bool = {
        $0.path.hasPrefix("Sources/CWebAssets/web/")
    }

    private static let web: [Rule] = [
        .forbids(
            #"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\("#,
            because: "no HTML from strings", in: isScript,
            canary: ("Sources/CWebAssets/web/a.js", "a.innerHTML = b")),
        .forbids(
            #"(https?:)?//[a-z0-9.-]+\.(com|org|net|io|dev)"#, because: "no foreign host",
            in: isScript,
            canary: ("Sources/CWebAssets/web/a.css", "@import 'https://fonts.example.com'")),
        .forbids(
            #"<[a-z]+[^>]*\sstyle\s*=|setAttribute\(.style"#, because: "no style attributes",
            in: isScript,
            canary: ("Sources/CWebAssets/web/a.html", "<p style=\"color: red\">")),
    ]
}

extension SourceFile {
    /// Whether a `///` line stands above, attributes between allowed.
    fileprivate func hasDocumentation(above index: Int) -> Bool {
        var line = index - 1
        while line >= 0, lines[line].trimmingCharacters(in: .whitespaces).hasPrefix("@") {
            line -= 1
        }
        return line >= 0 && lines[line].trimmingCharacters(in: .whitespaces).hasPrefix("///")
    }
}
