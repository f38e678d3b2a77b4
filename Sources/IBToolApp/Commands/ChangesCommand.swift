import HTTP

/// `ibtool changes export`: the change log as a file that a third party checks without our program.
enum ChangesCommand: Command {
    static let name = "changes"
    static let summary = "Export the change log as NDJSON, to be checked by others."
    static let usage = ["changes export [--data DIR] [--after ROW] [--output FILE]"]
    static let options: [Option] = [
        .data,
        Option("after", "ROW", help: "Only rows after this one."),
        Option("output", "FILE", help: "Where to; standard output without it."),
    ]

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        guard arguments.operands == ["export"] else { throw .usage("changes export?") }
        let query = arguments["after"].map { [(name: "after", value: $0)] } ?? []
        let target = try APITarget("changes", "export", query: query)
        try LocalInstance.withAPI(of: surroundings.dataDirectory(arguments)) {
            api throws(CommandFailure) in
            try api.save(target, to: arguments["output"], surroundings)
        }
    }
}
