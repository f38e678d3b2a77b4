import Backup

/// What is backed up where, parsed.
struct BackupPlan: Sendable {
    var destinations: [BackupLocation] = []
    var keys: BackupLocation?
    var settings = ShippingSettings()
    /// Whether a write is answered only when a destination has it.
    var waitsForStore = false

    /// No backup: the log is not read, and nothing costs anything.
    static let none = BackupPlan()

    private init() {}

    init(_ text: SettingText) throws(CommandFailure) {
        destinations = try text.each(.backup, BackupLocation.expected) { BackupLocation($0) }
        keys = try text.each(.backupKeys, BackupLocation.expected) { BackupLocation($0) }.first
        let milliseconds = try text.each(
            .backupInterval, "milliseconds from 0 to 3600000"
        ) { ServeConfiguration.count($0, 0...3_600_000) }[0]
        let days = try text.each(.backupKeep, "days from 1 to 3650") {
            ServeConfiguration.count($0, 1...3650)
        }[0]
        waitsForStore = try text.each(.backupAcknowledge, "disk or store") {
            ["disk": false, "store": true][$0]
        }[0]
        settings = ShippingSettings(
            interval: .milliseconds(waitsForStore ? 0 : milliseconds),
            retention: Retention(snapshots: .seconds(days * 86_400)))
        settings.insistsOnKeys = waitsForStore
        try refuseContradictions()
    }

    private func refuseContradictions() throws(CommandFailure) {
        if waitsForStore, destinations.isEmpty {
            throw .failed("backup-acknowledge = store needs a destination: set backup")
        }
        if Set(destinations.map(\.description)).count != destinations.count {
            throw .failed("backup names the same destination twice")
        }
        if let keys, destinations.contains(keys) {
            throw .failed(
                "backup-keys is a destination of backup too: who reads the backup would have the "
                    + "keys of what is sealed in it. Name another place")
        }
    }
}
