import HTTP

/// `ibtool export`: complaints as a file.
enum ExportCommand: Command {
    static let name = "export"
    static let summary = "Export complaints as CSV, XLSX or NDJSON."
    static let usage = ["export [--data DIR] [--format FORMAT] [--filter QUERY] [--output FILE]"]
    static let options: [Option] = [
        .data,
        Option("format", "FORMAT", help: "csv (the default), xlsx or ndjson."),
        Option(
            "filter", "QUERY",
            help: "Which ones, as in the interface's address: 'status=closed&severity=serious'."),
        Option("output", "FILE", help: "Where to; standard output without it."),
    ]

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let format = arguments["format"] ?? "csv"
        guard ["csv", "xlsx", "ndjson"].contains(format) else {
            throw .usage("--format \(format) is not csv, xlsx or ndjson")
        }
        guard arguments.operands.isEmpty else { throw .usage("export takes no operands") }
        let filter = try FilterText(arguments["filter"] ?? "")
        let target = try APITarget(
            "complaints", "export", query: [("format", format)] + filter.items)
        try LocalInstance.withAPI(of: surroundings.dataDirectory(arguments)) {
            api throws(CommandFailure) in
            try api.save(target, to: arguments["output"], surroundings)
        }
    }
}
