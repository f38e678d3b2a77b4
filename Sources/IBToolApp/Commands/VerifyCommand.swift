import Crypto
import HTTP
import JSON
import Platform
import Storage

/// `ibtool verify`: structure, chain, full text, numbers and keys of a data directory.
enum VerifyCommand: Command {
    static let name = "verify"
    static let summary = "Check the database, its change log and its full text."
    static let usage = ["verify [--data DIR] [--json] [--anchor FILE] [--anchor-public-key FILE]"]
    static let options: [Option] = [
        .data, Option("json", help: "Print the report as JSON."),
        Option(
            "anchor", "FILE",
            help: "Anchors kept elsewhere, one a line: betray a rewritten log and a cut tail."),
        Option(
            "anchor-public-key", "FILE",
            help: "Whose anchors count (PEM); else those of the key in the data directory."),
        Setting.anchorKey.option, Setting.anchorFile.option,
    ]

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        guard arguments.operands.isEmpty else { throw .usage("verify takes no operands") }
        let anchors = try KeptAnchors(arguments, surroundings)
        let report = try LocalInstance.withAPI(of: surroundings.dataDirectory(arguments)) {
            api throws(CommandFailure) in
            let report = try api.call(.get, try APITarget("verify"))
            guard let anchors else { return report }
            return Self.adding(try anchors.check(api), to: report)
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

    /// The report with one more check.
    private static func adding(_ check: JSONObject, to report: JSONValue) -> JSONValue {
        var members = report.objectValue ?? JSONObject()
        let checks = (members["checks"]?.arrayValue ?? []) + [.object(check)]
        let isFine = members["ok"]?.boolValue == true && check["ok"]?.boolValue == true
        members["checks"] = .array(checks)
        members["ok"] = .bool(isFine)
        return .object(members)
    }
}

/// The anchors of a file, and whose signatures on them count.
private struct KeptAnchors {
    private static let fileBytesMax = 256 << 20
    private static let batch = 1000

    private let path: String
    private let anchors: [Anchor]
    /// Nil where no key is known: then anybody's count.
    private let key: VerifyingKey?

    /// Those of `--anchor`; else those that the instance wrote beside its database, nil where there are none.
    init?(_ arguments: Arguments, _ surroundings: Surroundings) throws(CommandFailure) {
        let given = arguments["anchor"]
        path = given ?? surroundings.anchorFilePath(arguments)
        do {
            if given == nil, try DurableFile.status(path) == nil { return nil }
            if let keyPath = arguments["anchor-public-key"] {
                key = try VerifyingKey(pem: try DurableFile.read(keyPath, bytesMax: 4096))
            } else {
                key = try AnchorKeyFile.load(surroundings.anchorKeyPath(arguments))?.publicKey
            }
            let bytes = try DurableFile.read(path, bytesMax: Self.fileBytesMax)
            let lines = bytes.split(separator: 0x0A)
            anchors = given == nil ? Self.own(lines, of: key) : try Self.all(lines, of: path)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw .failed("\(error)")
        }
        // Nothing borne out would read like everything borne out.
        if anchors.isEmpty {
            if given == nil { return nil }
            throw .failed("\(path) holds no anchor")
        }
    }

    /// Every line is one: somebody says so.
    private static func all(
        _ lines: [ArraySlice<UInt8>], of path: String
    ) throws(CommandFailure) -> [Anchor] {
        var anchors: [Anchor] = []
        for (index, line) in lines.enumerated() {
            guard let anchor = Anchor(line: Array(line)) else {
                throw .failed("line \(index + 1) of \(path) is no anchor")
            }
            anchors.append(anchor)
        }
        return anchors
    }

    /// Those under the present key; a line that the end of power cut short is none.
    private static func own(_ lines: [ArraySlice<UInt8>], of key: VerifyingKey?) -> [Anchor] {
        lines.compactMap { Anchor(line: Array($0)) }
            .filter { key == nil || $0.key == key?.raw }
    }

    /// What the instance says of them, as one check of the report.
    func check(_ api: InstanceAPI) throws(CommandFailure) -> JSONObject {
        var start = 0
        while start < anchors.count {
            // Each batch begins with the last of the one before, so that a flaw has its lower bound.
            let batch = anchors[max(0, start - 1)..<min(anchors.count, start + Self.batch)]
            let answer = try ask(api, batch)
            if answer["ok"]?.boolValue != true {
                return Self.check(false, answer["detail"]?.stringValue ?? "not borne out")
            }
            start += Self.batch
        }
        let trust = key == nil ? ", whoever signed them: no key is known to trust" : ""
        return Self.check(true, "The log bears out all \(anchors.count) of \(path)\(trust).")
    }

    private func ask(
        _ api: InstanceAPI, _ batch: ArraySlice<Anchor>
    ) throws(CommandFailure) -> JSONObject {
        var body = JSONObject([("anchors", .array(batch.map { .object($0.json) }))])
        if let key { body["public_key"] = .string(String(decoding: key.pem, as: UTF8.self)) }
        let target = try APITarget("anchors", "check")
        return try api.call(.post, target, .json(.object(body))).objectValue ?? JSONObject()
    }

    private static func check(_ isFine: Bool, _ detail: String) -> JSONObject {
        JSONObject([
            ("name", .string("kept_anchors")), ("ok", .bool(isFine)), ("detail", .string(detail)),
        ])
    }
}
