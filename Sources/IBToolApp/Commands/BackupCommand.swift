import Backup
import HTTP
import JSON
import ObjectStore

/// `ibtool backup`: how the backups of a running instance stand, and what lies at a destination.
enum BackupCommand: Command {
    static let name = "backup"
    static let summary = "Say how backups stand; list, verify and probe a destination."
    static let usage = [
        "backup status [--data DIR] [--json]", "backup list --from URL",
        "backup verify --from URL", "backup probe URL",
    ]
    static let options: [Option] =
        [
            .data, Option("json", help: "Print the status as JSON."),
            Option("from", "URL", help: "A destination: what --backup of the instance was."),
        ] + BackupProbe.options

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        switch arguments.operands {
        case ["status"]: try status(arguments, surroundings)
        case ["list"]: try list(try repository(arguments, surroundings), surroundings)
        case ["verify"]: try verify(try repository(arguments, surroundings), surroundings)
        case let words where words.first == "probe" && words.count == 2:
            try BackupProbe.run(words[1], arguments, surroundings)
        default: throw .usage("backup status, list, verify or probe URL?")
        }
    }

    /// The location that an option names.
    static func location(
        _ arguments: Arguments, _ option: String
    ) throws(CommandFailure) -> BackupLocation {
        guard let text = arguments[option] else { throw .usage("--\(option) URL is missing") }
        guard let location = BackupLocation(text) else {
            throw .usage("--\(option) \(text): expected \(BackupLocation.expected)")
        }
        return location
    }

    private static func repository(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) -> LTXRepository {
        let location = try location(arguments, "from")
        do throws(ObjectStoreError) {
            return LTXRepository(try location.open(surroundings.environment))
        } catch {
            throw .failed("\(error)")
        }
    }

    // MARK: status

    private static func status(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let directory = surroundings.dataDirectory(arguments)
        guard let api = LocalInstance.running(in: directory) else {
            throw .failed("no instance runs on \(directory)")
        }
        let answer = try api.call(.get, try APITarget("backup"))
        if arguments.has("json") {
            return try surroundings.print(bytes: answer.serialized() + [0x0A])
        }
        let destinations = (answer.objectValue?["destinations"]?.arrayValue ?? [])
            .compactMap(\.objectValue)
        if destinations.isEmpty { return try surroundings.print("No backup is configured.") }
        var isCurrent = true
        for destination in destinations {
            let state = destination["state"]?.stringValue ?? ""
            isCurrent = isCurrent && state == "current"
            try surroundings.print(
                "\(state)  \(destination["destination"]?.stringValue ?? "")  "
                    + (destination["message"]?.stringValue ?? ""))
        }
        if !isCurrent { throw .warned("not everything is backed up") }
    }

    // MARK: list

    private static func list(
        _ repository: LTXRepository, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let files = try working { () throws(BackupError) in try repository.files() }
        let snapshots = files.filter { $0.level == LTXName.snapshotLevel }
            .sorted { $0.transactions.last < $1.transactions.last }
        for snapshot in snapshots {
            try surroundings.print(
                "snapshot  transaction \(snapshot.transactions.last)  stored \(snapshot.stored)  "
                    + "\(snapshot.byteCount) bytes")
        }
        let bytes = files.reduce(Int64(0)) { $0 + $1.byteCount }
        let plan: RestorePlan
        do throws(RestorePlan.Refusal) { plan = try RestorePlan(files, .newest) } catch {
            throw .failed("\(error)")
        }
        try surroundings.print(
            "newest    transaction \(plan.transaction), from \(plan.files.count) of "
                + "\(files.count) objects; \(bytes) bytes in all")
    }

    // MARK: verify

    /// Reads every object, and looks whether they lead to the newest state.
    private static func verify(
        _ repository: LTXRepository, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let files = try working { () throws(BackupError) in try repository.files() }
        var line = ProgressLine()
        var broken = 0
        for (index, file) in files.enumerated() {
            line.show("\(index) of \(files.count) objects")
            do throws(BackupError) {
                _ = try repository.read(file.name) { (_) throws(BackupError) in }
            } catch {
                line.clear()
                try surroundings.print("BROKEN \(error)")
                broken += 1
            }
        }
        line.clear()
        let plan: RestorePlan
        do throws(RestorePlan.Refusal) { plan = try RestorePlan(files, .newest) } catch {
            throw .failed("\(error)")
        }
        guard broken == 0 else {
            throw .failed("\(broken) of \(files.count) objects are damaged")
        }
        try surroundings.print(
            "ok     \(files.count) objects, every checksum is right; the newest state is "
                + "transaction \(plan.transaction)")
    }

    private static func working<Value>(
        _ body: () throws(BackupError) -> Value
    ) throws(CommandFailure) -> Value {
        do throws(BackupError) { return try body() } catch { throw .failed("\(error)") }
    }
}
