/// One option a command understands: `--name VALUE`, `--name=VALUE`, or `--name` alone.
struct Option: Sendable, Equatable {
    /// Without the dashes.
    let name: String
    /// What stands for the value in the help; nil for a switch.
    let placeholder: String?
    let help: String
    let isRepeatable: Bool

    init(_ name: String, _ placeholder: String? = nil, help: String, isRepeatable: Bool = false) {
        self.name = name
        self.placeholder = placeholder
        self.help = help
        self.isRepeatable = isRepeatable
    }

    /// Every command's own help.
    static let help = Option("help", help: "Show this help.")
    /// The data directory, which every command that touches data needs.
    static let data = Option(
        "data", "DIR", help: "The data directory (IBTOOL_DATA; default: ./var).")
}
