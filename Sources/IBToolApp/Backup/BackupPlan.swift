import Backup

/// What is backed up where, parsed.
struct BackupPlan: Sendable {
    var destinations: [BackupPlace] = []
    var keys: BackupPlace?
    var settings = ShippingSettings()
    /// From when on something is an alarm.
    var limits = BackupHealth.Limits()
    /// Whether a write is answered only when a destination has it.
    var waitsForStore = false
    /// Where an empty data directory begins; nil for a new one.
    var restoreFrom: BackupPlace?
    var access = StoreAccess(environment: [:])

    /// No backup: the log is not read, and nothing costs anything.
    static let none = BackupPlan()

    private init() {}

    init(_ text: SettingText) throws(CommandFailure) {
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
        limits.lag = .seconds(
            try text.each(.backupAlarmLag, "seconds from 10 to 86400") {
                ServeConfiguration.count($0, 10...86_400)
            }[0])
        let hours = try text.each(.backupDrill, "hours from 0 to 720") {
            ServeConfiguration.count($0, 0...720)
        }[0]
        limits.drillInterval = hours == 0 ? nil : .seconds(hours * 3600)
        access.credentialsFile = text.settings[.backupCredentials].texts.first
        access.profile = text.settings[.backupProfile].texts.first
        access.authorities = text.settings[.backupCA].texts.first
        try readPlaces(text)
        try refuseContradictions()
    }

    private mutating func readPlaces(_ text: SettingText) throws(CommandFailure) {
        let locations = try text.each(.backup, BackupLocation.expected) { BackupLocation($0) }
        let encryptions = text.settings[.backupEncryption].texts
        guard encryptions.count <= 1 || encryptions.count == locations.count else {
            throw .failed(
                "backup-encryption names \(encryptions.count) encryptions for \(locations.count) "
                    + "destinations: one for all, or one for each in the same order, \"none\" where "
                    + "there is none")
        }
        for (index, location) in locations.enumerated() {
            let encryption = encryptions.count > 1 ? encryptions[index] : encryptions.first
            destinations.append(try BackupPlace(location, encryption: encryption))
        }
        keys = try text.each(.backupKeys, BackupLocation.expected) { BackupLocation($0) }.first
            .map { (location) throws(CommandFailure) in
                try BackupPlace(
                    location, encryption: text.settings[.backupKeysEncryption].texts.first)
            }
        guard
            let from = try text.each(.restoreFrom, BackupLocation.expected, { BackupLocation($0) })
                .first
        else { return }
        let same = destinations.first { $0.location == from }
        let given = text.settings[.restoreEncryption].texts.first
        if given == nil, let same {
            restoreFrom = same
        } else {
            restoreFrom = try BackupPlace(from, encryption: given)
        }
    }

    private func refuseContradictions() throws(CommandFailure) {
        if waitsForStore, destinations.isEmpty {
            throw .failed("backup-acknowledge = store needs a destination: set backup")
        }
        if Set(destinations.map(\.description)).count != destinations.count {
            throw .failed("backup names the same destination twice")
        }
        if let keys, destinations.contains(where: { $0.location == keys.location }) {
            throw .failed(
                "backup-keys is a destination of backup too: who reads the backup would have the "
                    + "keys of what is sealed in it. Name another place")
        }
    }
}
