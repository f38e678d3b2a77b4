import HTTP
import JSON
import Platform

/// `ibtool import FILE…`: complaints from files, one job a file.
enum ImportCommand: Command {
    static let name = "import"
    static let summary = "Import complaints from CSV, TSV, XLSX, JSON and other files."
    static let usage = ["import [--data DIR] [--json] [--dry-run] [--source NAME] FILE…"]
    static let options: [Option] = [
        .data,
        Option("json", help: "Print one JSON object a file."),
        Option("dry-run", help: "Do everything but the writing."),
        Option("source", "NAME", help: "Where the rows come from; the same name finds them again."),
        Option("mapping", "ID", help: "A saved mapping instead of the suggested one."),
    ]

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        guard !arguments.operands.isEmpty else { throw .usage("import needs at least one FILE") }
        let failed = try LocalInstance.withAPI(
            of: surroundings.dataDirectory(arguments), mayCreate: true
        ) { api throws(CommandFailure) in
            var failed: [String] = []
            for path in arguments.operands {
                let result = outcome(of: path, arguments, api)
                if let failure = result["failure"]?.stringValue {
                    failed.append("\(path): \(failure)")
                }
                try report(path, result, asJSON: arguments.has("json"), surroundings)
            }
            return failed
        }
        guard failed.isEmpty else { throw .failed(failed.joined(separator: "; ")) }
    }

    /// What became of a file; one that cannot be taken harms no other.
    private static func outcome(
        of path: String, _ arguments: Arguments, _ api: InstanceAPI
    ) -> JSONObject {
        do throws(CommandFailure) {
            return try importOne(try ImportFile(path: path), arguments, api)
        } catch {
            return JSONObject([("failure", .string(error.sentence))])
        }
    }

    private static func importOne(
        _ file: ImportFile, _ arguments: Arguments, _ api: InstanceAPI
    ) throws(CommandFailure) -> JSONObject {
        var query = [(name: "name", value: file.name)]
        if arguments.has("dry-run") { query.append(("dry_run", "true")) }
        for name in ["source", "mapping"] {
            if let value = arguments[name] { query.append((name, value)) }
        }
        let begun = try api.call(
            .post, try APITarget("imports", query: query),
            .file(path: file.path, length: file.length))
        guard let id = begun.objectValue?["id"]?.int64Value else {
            throw .failed("the instance gave the import no id")
        }
        return try Job(target: APITarget("imports", "\(id)"), api: api).wait { record in
            let rows = record["read"]?.int64Value ?? 0
            return "\(file.name): \(rows) rows"
        }
    }

    private static func isDryRun(_ result: JSONObject) -> Bool { result["dry_run"] == .bool(true) }

    private static func report(
        _ path: String, _ result: JSONObject, asJSON: Bool, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let counts = ["read", "created", "updated", "unchanged", "rejected"].map { name in
            (name, result[name] ?? .number(JSONNumber(0)))
        }
        guard asJSON else {
            // What was not taken at all has no counts; its sentence comes at the end.
            guard result["id"] != nil else { return }
            let words = counts.map { name, value in "\(value.int64Value ?? 0) \(name)" }
            var line = "\(path): \(words.joined(separator: ", "))"
            if result["read"]?.int64Value == 0 { line += " (a header and no rows)" }
            if isDryRun(result) { line += " (a trial: nothing was written)" }
            return try surroundings.print(line)
        }
        var object = JSONObject([("file", .string(path))] + counts)
        object["seconds"] = result["seconds"] ?? .null
        object["id"] = result["id"] ?? .null
        if isDryRun(result) { object["dry_run"] = .bool(true) }
        if let failure = result["failure"], failure != .null { object["failure"] = failure }
        try surroundings.print(bytes: JSONValue.object(object).serialized() + [0x0A])
    }
}

/// A file named on the command line, there and readable.
private struct ImportFile {
    let path: String
    let length: Int64

    init(path: String) throws(CommandFailure) {
        self.path = path
        do {
            guard let status = try DurableFile.status(path) else {
                throw CommandFailure.failed("there is no such file")
            }
            guard status.kind == .file else { throw CommandFailure.failed("it is not a file") }
            guard status.length > 0 else { throw CommandFailure.failed("the file is empty") }
            length = status.length
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw .failed("\(error)")
        }
    }

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}
