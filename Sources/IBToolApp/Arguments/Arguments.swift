/// The words after a command's name, parsed against the options it knows.
struct Arguments: Sendable, Equatable {
    private(set) var operands: [String] = []
    private var valuesByOption: [String: [String]] = [:]

    /// Parses `words`; after `--` everything is an operand, and `-` alone is one.
    init(_ words: [String], knowing options: [Option]) throws(CommandFailure) {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                return
            }
            guard word.hasPrefix("--") else {
                if word.hasPrefix("-"), word != "-" {
                    throw .usage("\(word) is not understood; options begin with --")
                }
                operands.append(word)
                continue
            }
            try take(word.dropFirst(2), from: &rest, knowing: options)
        }
    }

    /// Whether a switch was given.
    func has(_ name: String) -> Bool { valuesByOption[name] != nil }

    /// The last value given, or nil.
    subscript(name: String) -> String? { valuesByOption[name]?.last }

    /// Every value given, in order.
    func all(_ name: String) -> [String] { valuesByOption[name] ?? [] }

    private mutating func take(
        _ text: Substring, from rest: inout ArraySlice<String>, knowing options: [Option]
    ) throws(CommandFailure) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let option = options.first(where: { $0.name == name }) else {
            throw .usage("--\(name) is not an option of this command")
        }
        if !option.isRepeatable, has(name) { throw .usage("--\(name) was given twice") }
        guard let placeholder = option.placeholder else {
            if parts.count > 1 { throw .usage("--\(name) takes no value") }
            valuesByOption[name] = [""]
            return
        }
        guard let value = parts.count > 1 ? String(parts[1]) : rest.popFirst() else {
            throw .usage("--\(name) needs a value: --\(name) \(placeholder)")
        }
        valuesByOption[name, default: []].append(value)
    }
}
