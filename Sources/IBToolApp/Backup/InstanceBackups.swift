import HTTP
import JSON
import Platform

/// The backups of a running instance, asked and told through its API.
struct InstanceBackups {
    /// How often it is asked how far it is.
    private static let pause = Duration.milliseconds(200)

    private let api: InstanceAPI
    private let surroundings: Surroundings

    init(_ arguments: Arguments, _ surroundings: Surroundings) throws(CommandFailure) {
        let directory = surroundings.dataDirectory(arguments)
        guard let api = LocalInstance.running(in: directory) else {
            throw .failed("no instance runs on \(directory)")
        }
        self.api = api
        self.surroundings = surroundings
    }

    /// Prints how each destination stands; warns while one is not green.
    func status(_ asJSON: Bool) throws(CommandFailure) {
        let answer = try api.call(.get, try APITarget("backup"))
        if asJSON { return try surroundings.print(bytes: answer.serialized() + [0x0A]) }
        let destinations = try destinations(of: answer)
        if destinations.isEmpty { return try surroundings.print("No backup is configured.") }
        for destination in destinations {
            let reasons = (destination["reasons"]?.arrayValue ?? []).compactMap(\.stringValue)
            let name = destination["destination"]?.stringValue ?? ""
            try surroundings.print(
                "\(destination["level"]?.stringValue ?? "")  "
                    + "\(destination["state"]?.stringValue ?? "")  \(name)  "
                    + (destination["message"]?.stringValue ?? ""))
            for reason in reasons { try surroundings.print("    \(Self.sentence(reason))") }
            try surroundings.print("    \(Self.proof(destination))")
        }
        if destinations.contains(where: { $0["level"]?.stringValue != "green" }) {
            throw .warned("not every backup is stored and proved")
        }
    }

    /// Makes a snapshot at each destination and waits until it is stored.
    func snapshot() throws(CommandFailure) {
        let begin = surroundings.clock.now()
        _ = try api.call(.post, try APITarget("backup", "snapshots"))
        try wait("snapshot") { destination in
            guard let stored = Self.time(destination["last_snapshot"]), stored >= begin else {
                return nil
            }
            return .success(
                "stored  \(destination["destination"]?.stringValue ?? "")  transaction "
                    + "\(destination["transaction"]?.int64Value ?? 0)")
        }
    }

    /// Proves each destination by a drill and waits for what it finds.
    func drill() throws(CommandFailure) {
        let before = try destinations(of: try api.call(.get, try APITarget("backup")))
        let known = before.map { $0["drills"]?.arrayValue?.first }
        _ = try api.call(.post, try APITarget("backup", "drills"))
        try wait("drill") { destination in
            let name = destination["destination"]?.stringValue ?? ""
            let index = before.firstIndex { $0["destination"]?.stringValue == name }
            let last = destination["drills"]?.arrayValue?.first
            guard destination["drill_wanted"]?.boolValue == false, let last,
                last != index.flatMap({ known[$0] })
            else { return nil }
            let sentence = "\(name)  \(Self.proof(destination))"
            return last.objectValue?["passed"]?.boolValue == true
                ? .success("passed  " + sentence) : .failure("FAILED  " + sentence)
        }
    }

    // MARK: Waiting

    /// What became of one destination.
    private enum Outcome {
        case success(String)
        case failure(String)
    }

    /// Asks again and again until each destination is done, and prints what became of it. One whose
    /// last error is new and that does not go on by itself ends the wait.
    private func wait(
        _ what: String, _ outcome: (JSONObject) -> Outcome?
    ) throws(CommandFailure) {
        var line = ProgressLine()
        var done: Set<String> = []
        var isFine = true
        while true {
            let destinations = try destinations(of: try api.call(.get, try APITarget("backup")))
            if destinations.isEmpty { throw .failed("no backup is configured") }
            for destination in destinations {
                let name = destination["destination"]?.stringValue ?? ""
                guard !done.contains(name) else { continue }
                var result = outcome(destination)
                if result == nil, destination["state"]?.stringValue == "stopped" {
                    result = .failure(
                        "STOPPED  \(name)  \(destination["message"]?.stringValue ?? "")")
                }
                guard let result else {
                    line.show("\(what): \(destination["message"]?.stringValue ?? "")")
                    continue
                }
                line.clear()
                done.insert(name)
                switch result {
                case .success(let text): try surroundings.print(text)
                case .failure(let text):
                    try surroundings.print(text)
                    isFine = false
                }
            }
            if done.count == destinations.count { break }
            Thread.sleep(for: Self.pause)
        }
        if !isFine { throw .failed("not every destination passed") }
    }

    private func destinations(of answer: JSONValue) throws(CommandFailure) -> [JSONObject] {
        (answer.objectValue?["destinations"]?.arrayValue ?? []).compactMap(\.objectValue)
    }

    private static func time(_ value: JSONValue?) -> Timestamp? {
        value?.stringValue.flatMap { Timestamp(rfc3339: $0) }
    }

    /// What the last drill found.
    private static func proof(_ destination: JSONObject) -> String {
        guard let drill = destination["drills"]?.arrayValue?.first?.objectValue else {
            return "No drill has proved it yet."
        }
        let moment = drill["began"]?.stringValue ?? ""
        guard drill["passed"]?.boolValue == true else {
            return "The drill of \(moment) failed: \(drill["fault"]?.stringValue ?? "")"
        }
        return "Proved \(moment): transaction \(drill["transaction"]?.int64Value ?? 0) restored, "
            + "\(drill["bytes"]?.int64Value ?? 0) bytes, "
            + "\(drill["attachments"]?.int64Value ?? 0) attachments"
            + (drill["keys"]?.boolValue == true ? "." : ", without the keys of personal data.")
    }

    /// A reason in words.
    private static func sentence(_ reason: String) -> String {
        switch reason {
        case "stopped": "Another instance writes to this destination."
        case "lag": "ALARM: commits have waited for longer than the limit."
        case "drill_failed": "ALARM: the last drill failed."
        case "drill_age": "ALARM: the last drill is too long ago."
        case "keys": "ALARM: the key file could not be copied for longer than the limit."
        case "starting": "It was not reached since the start."
        case "snapshot": "A snapshot is on its way."
        case "behind": "Something waits."
        case "unproven": "Not proved by a drill yet."
        case "attachments": "The instance has lost files of attachments: see its log."
        default: reason
        }
    }
}
