/// The configuration file: `name = value` a line, `#` begins a comment line, a repeatable setting may
/// stand on several lines. Unknown names and second values are refused, so that a typing error never
/// passes for a setting.
struct ConfigurationFile: Sendable {
    struct Entry: Sendable, Equatable {
        let name: String
        let value: String
        let line: Int
    }

    /// Bytes of the largest file that is read.
    static let bytesMax = 64 << 10

    let path: String
    let entries: [Entry]

    init(path: String, text: String) throws(CommandFailure) {
        self.path = path
        var entries: [Entry] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, raw) in lines.enumerated() {
            let line = raw.trimmingBlanks
            if line.isEmpty || line.hasPrefix("#") { continue }
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw .failed("\(path), line \(index + 1): expected \"name = value\"")
            }
            let entry = Entry(
                name: String(parts[0].trimmingBlanks), value: String(parts[1].trimmingBlanks),
                line: index + 1)
            try Self.check(entry, among: entries, path: path)
            entries.append(entry)
        }
        self.entries = entries
    }

    private static func check(
        _ entry: Entry, among earlier: [Entry], path: String
    ) throws(CommandFailure) {
        guard let setting = Setting.all.first(where: { $0.name == entry.name }) else {
            throw .failed("\(path), line \(entry.line): \"\(entry.name)\" is not a setting")
        }
        if !setting.isRepeatable, let first = earlier.first(where: { $0.name == entry.name }) {
            throw .failed(
                "\(path), line \(entry.line): \"\(entry.name)\" is already set in line \(first.line)"
            )
        }
    }
}

extension StringProtocol {
    /// Without blanks, tabs and carriage returns at both ends.
    var trimmingBlanks: SubSequence {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
        var part = self[...]
        while let first = part.first, isBlank(first) { part = part.dropFirst() }
        while let last = part.last, isBlank(last) { part = part.dropLast() }
        return part
    }
}
