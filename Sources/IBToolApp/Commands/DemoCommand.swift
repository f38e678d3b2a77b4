import HTTP
import JSON

/// `ibtool demo`: fills a database with believable complaints, sites and systems.
enum DemoCommand: Command {
    static let name = "demo"
    static let summary = "Fill a database with demonstration data."
    static let usage = ["demo [--data DIR] [--rows N] [--seed S]"]
    static let options: [Option] = [
        .data,
        Option("rows", "N", help: "How many complaints (default 1000)."),
        Option("seed", "S", help: "The same seed gives the same data (default 1)."),
    ]
    private static let rowsMax: Int64 = 10_000_000

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let rows = try number(arguments, "rows", or: 1000, in: 1...rowsMax)
        let seed = try number(arguments, "seed", or: 1, in: 0...Int64.max)
        guard arguments.operands.isEmpty else { throw .usage("demo takes no operands") }
        let wanted = JSONObject([
            ("rows", .number(JSONNumber(rows))), ("seed", .number(JSONNumber(seed))),
        ])
        let ended = try LocalInstance.withAPI(
            of: surroundings.dataDirectory(arguments), mayCreate: true
        ) { api throws(CommandFailure) in
            let begun = try api.call(.post, try APITarget("demo"), .json(.object(wanted)))
            guard let id = begun.objectValue?["id"]?.int64Value else {
                throw .failed("the instance gave the job no id")
            }
            return try Job(target: APITarget("jobs", "\(id)"), api: api).wait { record in
                "\(record["done"]?.int64Value ?? 0) of \(rows) complaints"
            }
        }
        if let failure = ended["failure"]?.stringValue { throw .failed(failure) }
        try surroundings.print("\(rows) complaints made (seed \(seed))")
    }

    private static func number(
        _ arguments: Arguments, _ name: String, or initial: Int64, in range: ClosedRange<Int64>
    ) throws(CommandFailure) -> Int64 {
        guard let text = arguments[name] else { return initial }
        guard let value = Int64(text), range.contains(value) else {
            throw .usage(
                "--\(name) \(text): expected a number from \(range.lowerBound) "
                    + "to \(range.upperBound)")
        }
        return value
    }
}
