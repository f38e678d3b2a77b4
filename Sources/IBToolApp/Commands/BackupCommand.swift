import Backup
import ObjectStore

/// `ibtool backup`: how the backups of a running instance stand, and what lies at a destination.
enum BackupCommand: Command {
    static let name = "backup"
    static let summary = "Say how backups stand; prove, list, verify and probe a destination."
    static let usage = [
        "backup status [--data DIR] [--json]", "backup now [--data DIR]",
        "backup drill [--data DIR]", "backup list --from URL [--encryption FILE|kms:KEY]",
        "backup verify --from URL [--encryption FILE|kms:KEY]", "backup probe URL",
        "backup new-key FILE", "backup new-key --from URL --encryption kms:KEY",
    ]
    static let encryption = Option(
        "encryption", "FILE|kms:KEY",
        help: "What the destination's objects are sealed with: a key file, or a key of a KMS.")
    static let options: [Option] =
        [
            .data, Option("json", help: "Print the status as JSON."),
            Option("from", "URL", help: "A destination: what --backup of the instance was."),
            encryption,
        ] + StoreAccess.options

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        switch arguments.operands {
        case ["status"]: try InstanceBackups(arguments, surroundings).status(arguments.has("json"))
        case ["now"]: try InstanceBackups(arguments, surroundings).snapshot()
        case ["drill"]: try InstanceBackups(arguments, surroundings).drill()
        case ["list"]: try contents(arguments, surroundings).list(surroundings)
        case ["verify"]: try contents(arguments, surroundings).verify(surroundings)
        case let words where words.first == "probe" && words.count == 2:
            try BackupProbe.run(words[1], arguments, surroundings)
        case let words where words.first == "new-key" && words.count == 2:
            try EncryptionKeyFile(path: words[1]).addKey(surroundings)
        case ["new-key"]: try rotate(arguments, surroundings)
        default: throw .usage("backup status, now, drill, list, verify, probe URL or new-key FILE?")
        }
    }

    /// The place that an option names, and what it is sealed with.
    static func place(
        _ arguments: Arguments, _ option: String, _ encryption: String?
    ) throws(CommandFailure) -> BackupPlace {
        guard let text = arguments[option] else { throw .usage("--\(option) URL is missing") }
        guard let location = BackupLocation(text) else {
            throw .usage(
                "--\(option) \(text.withoutSecrets): expected \(BackupLocation.expected)")
        }
        return try BackupPlace(location, encryption: encryption)
    }

    private static func rotate(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let place = try place(arguments, "from", arguments["encryption"])
        guard case .wrapped(let location)? = place.encryption else {
            throw .usage("backup new-key FILE, or --from URL --encryption kms:KEY?")
        }
        try place.rotate(StoreAccess(arguments, surroundings), location)
        try surroundings.print(
            "A new key, wrapped by \(location), is at \(place). New objects are sealed with it from "
                + "the instance's next start on; what was sealed before still opens with its own.")
    }

    private static func contents(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) -> BackupContents {
        let place = try place(arguments, "from", arguments["encryption"])
        return BackupContents(try place.open(StoreAccess(arguments, surroundings)))
    }
}

extension String {
    /// What may be shown of a location that could not be read: somebody may have put a key into it.
    var withoutSecrets: String {
        let words = ["@", "key", "secret", "token", "password", "credential"]
        let text = lowercased()
        return words.contains(where: text.contains) ? "(not shown: it may hold a secret)" : self
    }
}
