import JSON
import Storage

/// `ibtool doctor`: what is wrong here, and what to do.
enum DoctorCommand: Command {
    static let name = "doctor"
    static let summary = "Say what is wrong with a data directory and its machine, and what to do."
    static let usage = ["doctor [--data DIR] [--json] [--sizes] [SETTING]…"]
    static let options: [Option] =
        ServeCommand.options.filter { $0.name != "print-config" } + [
            Option("json", help: "Print the report as JSON."),
            Option("sizes", help: "Also say what takes the room in the database; reads all of it."),
        ]

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        guard arguments.operands.isEmpty else { throw .usage("doctor takes no operands") }
        var findings: [Finding] = []
        var directory = surroundings.dataDirectory(arguments)
        let configuration = configuration(arguments, surroundings, &directory, &findings)
        let report = Doctor(
            directory: directory, tls: configuration?.tls, knowsSettings: configuration != nil,
            clock: surroundings.clock,
            countsPages: arguments.has("sizes")
        ).examine()
        findings += report.findings
        let sizes = arguments.has("sizes") ? report.inspection.flatMap(SizeReport.init) : nil
        if arguments.has("json") {
            try surroundings.print(bytes: json(findings, sizes) + [0x0A])
        } else {
            for finding in findings { try surroundings.print(finding.text) }
            if let sizes { try surroundings.print("\n" + sizes.text) }
        }
        try end(with: findings)
    }

    /// What `serve` would run with. The directory is also known where other settings are wrong.
    private static func configuration(
        _ arguments: Arguments, _ surroundings: Surroundings, _ directory: inout String,
        _ findings: inout [Finding]
    ) -> ServeConfiguration? {
        do throws(CommandFailure) {
            let settings = try ServeCommand.resolve(arguments, surroundings)
            directory = try SettingText(settings).one(.data)
            let configuration = try ServeConfiguration(settings)
            findings.append(.fine(.configuration, "The settings can be served with."))
            return configuration
        } catch {
            findings.append(
                .problem(
                    .configuration, "serve would refuse its settings: \(error.sentence).",
                    remedy: "Correct them; ibtool serve --print-config shows where each comes from."
                ))
            return nil
        }
    }

    private static func json(_ findings: [Finding], _ sizes: SizeReport?) -> [UInt8] {
        let worst = findings.map(\.level).max() ?? .fine
        var object = JSONObject([
            ("worst", .string(worst.rawValue)), ("findings", .array(findings.map(\.json))),
        ])
        if let sizes { object["sizes"] = sizes.json }
        return JSONValue.object(object).serialized()
    }

    /// Success, warnings only, or a problem: each has an exit code of its own.
    private static func end(with findings: [Finding]) throws(CommandFailure) {
        let problems = findings.filter { $0.level == .problem }
        let warnings = findings.filter { $0.level == .warning }
        if !problems.isEmpty {
            throw .failed("doctor found \(count(problems, "problem")): \(names(problems))")
        }
        if !warnings.isEmpty {
            throw .warned("doctor found \(count(warnings, "warning")): \(names(warnings))")
        }
    }

    private static func count(_ findings: [Finding], _ word: String) -> String {
        findings.count == 1 ? "a \(word)" : "\(findings.count) \(word)s"
    }

    private static func names(_ findings: [Finding]) -> String {
        var names: [String] = []
        for finding in findings where names.last != finding.check.rawValue {
            names.append(finding.check.rawValue)
        }
        return names.joined(separator: ", ")
    }
}
