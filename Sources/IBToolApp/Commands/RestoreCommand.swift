import Backup
import Platform
import Storage

/// `ibtool restore`: a data directory from a backup.
enum RestoreCommand: Command {
    static let name = "restore"
    static let summary = "Make a data directory from a backup."
    static let usage = [
        "restore --from URL --to DIR [--keys URL] [--at TIME | --tx NUMBER] "
            + "[--encryption FILE|kms:KEY]"
    ]
    static let options: [Option] =
        [
            Option("from", "URL", help: "The backup: what --backup of the instance was."),
            Option("to", "DIR", help: "The data directory to make; nothing in it is overwritten."),
            Option("keys", "URL", help: "The key file: what --backup-keys was."),
            Option("at", "TIME", help: "The last state before that moment: 2026-03-02T10:11:12Z."),
            Option("tx", "NUMBER", help: "The state after that transaction of the backup."),
            BackupCommand.encryption,
            Option("keys-encryption", "FILE|kms:KEY", help: "What --keys is sealed with."),
        ] + StoreAccess.options

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        guard arguments.operands.isEmpty else { throw .usage("restore takes no operands") }
        guard let directory = arguments["to"], !directory.isEmpty else {
            throw .usage("restore where to? Give --to DIR")
        }
        let from = try BackupCommand.place(arguments, "from", arguments["encryption"])
        let keys =
            arguments["keys"] == nil
            ? nil : try BackupCommand.place(arguments, "keys", arguments["keys-encryption"])
        let target = try target(arguments)
        var line = ProgressLine()
        let outcome = try RestoreWork(
            from: from, keys: keys, to: directory, StoreAccess(arguments, surroundings)
        ).run(target) { line.show(text(of: $0)) }
        line.clear()
        guard let outcome else { throw .failed("\(RestorePlan.Refusal.nothingThere)") }
        try surroundings.print(
            "Restored transaction \(outcome.transaction) of \(outcome.time) into \(directory): "
                + "\(outcome.bytes) bytes, \(outcome.commit) changes.")
        for check in outcome.report.checks {
            try surroundings.print("ok     \(check.name): \(check.detail)")
        }
        let attachments = outcome.attachments
        try surroundings.print(
            "ok     attachments: \(attachments.files) files, \(attachments.bytes) bytes, each what "
                + "its name says.")
        for lost in attachments.lost { try surroundings.print("LOST   \(lost)") }
        if !outcome.hasKeys {
            throw .warned(
                "the key file was not restored: complainants, patients, source rows and the free "
                    + "text of the history cannot be read, and the instance does not start without "
                    + "it. Put the file \"keys\" into \(directory), or restore again with --keys URL"
            )
        }
        if !attachments.lost.isEmpty {
            throw .warned(
                "\(attachments.lost.count) files of attachments are not in the backup as they were; "
                    + "everything else is restored. Put them into \(directory)/attachments from "
                    + "another copy, or restore from another destination")
        }
    }

    private static func target(
        _ arguments: Arguments
    ) throws(CommandFailure) -> RestorePlan.Target {
        switch (arguments["at"], arguments["tx"]) {
        case (nil, nil): return .newest
        case (let text?, nil):
            guard let time = Timestamp(rfc3339: text) else {
                throw .usage("--at \(text): expected a time such as 2026-03-02T10:11:12Z")
            }
            return .time(time)
        case (nil, let text?):
            guard let number = UInt64(text), number > 0 else {
                throw .usage("--tx \(text): expected a number from 1 on")
            }
            return .transaction(number)
        default: throw .usage("--at and --tx exclude each other")
        }
    }

    private static func text(of step: DirectoryRestore.Step) -> String {
        switch step {
        case .reading(let done, let total): "reading: \(percent(done, total))"
        case .keys: "reading the key file"
        case .attachments(let done): "attachments: \(done)"
        case .checking(let done, let total): "checking: \(percent(done, total))"
        }
    }

    private static func percent(_ done: Int64, _ total: Int64) -> String {
        "\(total > 0 ? done * 100 / total : 100) %"
    }
}
