import HTTP
import Platform

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
            guard let output = arguments["output"] else {
                return try api.stream(.get, target) { piece throws(CommandFailure) in
                    try surroundings.print(bytes: piece)
                }
            }
            try write(target, to: output, api)
        }
    }

    /// Writes beside the wanted file and renames, so that it is whole or not there.
    private static func write(
        _ target: APITarget, to output: String, _ api: InstanceAPI
    ) throws(CommandFailure) {
        let partial = output + ".part"
        do {
            try fill(partial, from: target, api)
            try DurableFile.rename(partial, to: output)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw .failed("\(error)")
        }
    }

    private static func fill(
        _ file: String, from target: APITarget, _ api: InstanceAPI
    ) throws(CommandFailure) {
        do {
            try File.open(file, .truncating).close()
            try api.stream(.get, target) { piece throws(CommandFailure) in
                do {
                    try File.open(file, .appending).append(piece)
                } catch {
                    throw .failed("\(error)")
                }
            }
            try File.open(file, .appending).sync()
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw .failed("\(error)")
        }
    }
}
