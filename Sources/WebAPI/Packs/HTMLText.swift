/// An HTML document as it is put together: text is always escaped, so that nothing anybody wrote becomes
/// markup.
struct HTMLText {
    private(set) var bytes: [UInt8] = []

    /// Markup of this program's own.
    mutating func markup(_ text: StaticString) { bytes += text.description.utf8 }

    /// What somebody wrote, as text or as the value of an attribute in double quotes.
    mutating func text(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case 0x26: bytes += "&amp;".utf8
            case 0x3C: bytes += "&lt;".utf8
            case 0x3E: bytes += "&gt;".utf8
            case 0x22: bytes += "&quot;".utf8
            case 0x27: bytes += "&#39;".utf8
            default: bytes.append(byte)
            }
        }
    }

    /// An element that holds a text.
    mutating func element(_ name: StaticString, _ text: String) {
        markup("<")
        markup(name)
        markup(">")
        self.text(text)
        markup("</")
        markup(name)
        markup(">\n")
    }

    /// A row of cells; the first one heads it.
    mutating func row(_ cells: [String]) {
        markup("<tr>")
        if let head = cells.first {
            markup("<th scope=\"row\">")
            text(head)
            markup("</th>")
        }
        self.cells(cells.dropFirst())
        markup("</tr>\n")
    }

    /// Cells that head nothing.
    mutating func cells(_ texts: some Sequence<String>) {
        for cell in texts {
            markup("<td>")
            text(cell)
            markup("</td>")
        }
    }

    /// The head of a table.
    mutating func columns(_ names: [String]) {
        markup("<thead><tr>")
        for name in names {
            markup("<th scope=\"col\">")
            text(name)
            markup("</th>")
        }
        markup("</tr></thead>\n")
    }

    /// A link to a file beside this document.
    mutating func link(to path: String, _ text: String) {
        markup("<a href=\"")
        self.text(Self.address(path))
        markup("\">")
        self.text(text)
        markup("</a>")
    }

    /// Everything before the content; nothing the document names is fetched, and nothing in it runs.
    mutating func begin(_ title: String, in language: String) {
        markup("<!doctype html>\n<html lang=\"")
        text(language)
        markup("\"><head><meta charset=\"utf-8\">\n")
        markup("<meta http-equiv=\"Content-Security-Policy\" ")
        markup("content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
        markup("<meta name=\"viewport\" content=\"width=device-width\">\n")
        element("title", title)
        markup(Self.style)
        markup("</head><body><main>\n")
        element("h1", title)
    }

    mutating func end() { markup("</main></body></html>\n") }

    /// A relative path as an address (RFC 3986 section 3.3).
    private static func address(_ path: String) -> String {
        var address = ""
        for byte in path.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E:
                address.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                address += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return address
    }

    private static let style: StaticString = """
        <style>
        body { font: 14px/1.45 system-ui, sans-serif; color: #1b1f24; background: #fff; margin: 0; }
        main { max-width: 1000px; margin: 0 auto; padding: 24px; }
        h1 { font-size: 20px; } h2 { font-size: 16px; margin: 24px 0 8px; } h3 { font-size: 14px; margin: 16px 0 4px; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: 4px 8px; border-bottom: 1px solid #d6dae0;
          overflow-wrap: anywhere; white-space: pre-wrap; }
        tbody th { font-weight: 600; width: 240px; } code { font-size: 12px; }
        p.note { color: #4d5661; } table.answers { margin: 8px 0 0 16px; width: calc(100% - 16px); }
        table.answers tbody th { font-weight: 400; width: auto; } table.answers td { width: 22%; }
        table.log, table.files { table-layout: fixed; } table.log th:nth-child(1) { width: 15%; }
        table.log th:nth-child(2) { width: 10%; } table.log th:nth-child(3) { width: 20%; }
        table.log th:nth-child(5) { width: 19%; } table.files th:nth-child(1) { width: 28%; }
        table.files th:nth-child(2) { width: 16%; } table.files th:nth-child(3) { width: 10%; }
        table.log td:last-child { font: 11px/1.4 ui-monospace, monospace; }
        @page { size: A4; margin: 16mm; }
        @media print { main { padding: 0; max-width: none; } body { font-size: 10pt; }
          h2, h3 { break-after: avoid; } tr, section { break-inside: avoid; } }
        @media (max-width: 600px) { main { padding: 12px; } tbody th { width: 40%; }
          table.log, table.log tbody, table.log tr, table.log td, table.log tbody th { display: block; width: auto; }
          table.log thead { display: none; } }
        </style>

        """
}
