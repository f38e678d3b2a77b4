import Platform

/// When and where the change log is anchored, parsed.
struct AnchorPlan: Sendable {
    /// The names in the data directory, where nothing else is set.
    static let keyName = "anchor.key"
    static let fileName = "anchors.ndjson"

    let keyPath: String
    let filePath: String
    var webhook: WebhookAddress?
    /// So many rows without an anchor call for one.
    var rowsMax: Int64 = 1000
    /// So does a row that waited this long.
    var interval = Duration.seconds(60)

    /// The usual in that data directory.
    init(directory: String) {
        keyPath = Self.keyPath(given: nil, in: directory)
        filePath = Self.filePath(given: nil, in: directory)
    }

    init(_ text: SettingText, directory: String) throws(CommandFailure) {
        keyPath = Self.keyPath(given: text.settings[.anchorKey].texts.last, in: directory)
        filePath = Self.filePath(given: text.settings[.anchorFile].texts.last, in: directory)
        webhook = try text.each(.anchorWebhook, WebhookAddress.expected) { WebhookAddress($0) }
            .first
        rowsMax = Int64(
            try text.each(.anchorRows, "a number from 1 to 1000000") {
                ServeConfiguration.count($0, 1...1_000_000)
            }[0])
        let minutes = try text.each(.anchorMinutes, "minutes from 1 to 1440") {
            ServeConfiguration.count($0, 1...1440)
        }[0]
        interval = .seconds(minutes * 60)
    }

    static func keyPath(given: String?, in directory: String) -> String {
        path(given, keyName, in: directory)
    }

    static func filePath(given: String?, in directory: String) -> String {
        path(given, fileName, in: directory)
    }

    private static func path(_ given: String?, _ name: String, in directory: String) -> String {
        guard let given, !given.isEmpty else { return "\(directory)/\(name)" }
        return given
    }
}
