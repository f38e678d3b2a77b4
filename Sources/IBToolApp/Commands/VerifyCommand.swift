import HTTP
import JSON

/// `ibtool verify`: structure, chain, full text, numbers and keys of a data directory.
enum VerifyCommand: Command {
    static let name = "verify"
    static let summary = "Check the database, its change log and its full text."
    static let usage = ["verify [--data DIR] [--json]"]
    static let options: [Option] = [.data, Option("json", help: "Print the report as JSON.")]

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        guard arguments.operands.isEmpty else { throw .usage("verify takes no operands") }
        let report = try LocalInstance.withAPI(of: surroundings.dataDirectory(arguments)) {
            api throws(CommandFailure) in
            try api.call(.get, try APITarget("verify"))
        }
        let checks = (report.objectValue?["checks"]?.arrayValue ?? []).compactMap(\.objectValue)
        if arguments.has("json") {
            try surroundings.print(bytes: report.serialized() + [0x0A])
        } else {
            for check in checks {
                let mark = check["ok"]?.boolValue == true ? "ok     " : "BROKEN "
                let detail = check["detail"]?.stringValue ?? ""
                let name = check["name"]?.stringValue ?? ""
                try surroundings.print(mark + name + (detail.isEmpty ? "" : ": " + detail))
            }
        }
        guard report.objectValue?["ok"]?.boolValue == true else {
            let broken = checks.filter { $0["ok"]?.boolValue != true }
            let names = broken.compactMap { $0["name"]?.stringValue }
            throw .failed(
                "the database is damaged: \(names.joined(separator: ", ")). Restore a backup, and "
                    + "keep this directory for whoever finds out why")
        }
    }
}
