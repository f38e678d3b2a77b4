/// One verb of the command line.
protocol Command {
    static var name: String { get }
    /// One line for the overview.
    static var summary: String { get }
    /// The forms it takes, without the program's name.
    static var usage: [String] { get }
    static var options: [Option] { get }

    /// Does it; returning is success (exit code 0).
    static func run(_ arguments: Arguments, _ surroundings: Surroundings) throws(CommandFailure)
}

extension Command {
    /// What `ibtool NAME --help` prints.
    static var help: String {
        let forms = usage.map { "  ibtool \($0)\n" }.joined()
        return "\(summary)\n\nUsage:\n\(forms)\nOptions:\n" + optionTable(options + [.help])
    }

    private static func optionTable(_ options: [Option]) -> String {
        let names = options.map { "--\($0.name)" + ($0.placeholder.map { " \($0)" } ?? "") }
        let width = (names.map(\.count).max() ?? 0) + 2
        return zip(names, options).map { name, option in
            "  " + name + String(repeating: " ", count: width - name.count) + option.help + "\n"
        }.joined()
    }
}
