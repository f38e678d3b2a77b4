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
    var interval = Duration.seconds(300)

    /// The usual in that data directory.
    init(directory: String) {
        keyPath = Self.keyPath(given: nil, in: directory)
        filePath = "\(directory)/\(Self.fileName)"
    }

    init(_ text: SettingText, directory: String) throws(CommandFailure) {
        keyPath = Self.keyPath(given: text.settings[.anchorKey].texts.last, in: directory)
        let file = text.settings[.anchorFile].texts.last ?? ""
        filePath = file.isEmpty ? "\(directory)/\(Self.fileName)" : file
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
        guard let given, !given.isEmpty else { return "\(directory)/\(keyName)" }
        return given
    }
}

/// Where a web hook listens: `http://` or `https://`, a host, a port, a path.
struct WebhookAddress: Sendable, Equatable {
    static let expected = "an address such as https://audit.example/anchors"

    let isSecure: Bool
    let host: String
    let port: UInt16
    /// Path and query as they stand.
    let target: String

    init?(_ text: String) {
        let schemes = [("https://", true, UInt16(443)), ("http://", false, UInt16(80))]
        guard let scheme = schemes.first(where: { text.hasPrefix($0.0) }) else { return nil }
        let rest = text.dropFirst(scheme.0.count)
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x23 }) else { return nil }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let path = rest.dropFirst(authority.count)
        target = path.hasPrefix("/") ? String(path) : "/" + path
        isSecure = scheme.1
        // Credentials in an address end up in logs.
        guard !authority.contains("@") else { return nil }
        let isBracketed = authority.hasPrefix("[")
        let name = isBracketed ? authority.prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        let afterName = authority.dropFirst(name.count + (isBracketed ? 1 : 0))
        host = String(isBracketed ? name.dropFirst() : name)
        guard !host.isEmpty else { return nil }
        if afterName.isEmpty {
            port = scheme.2
        } else {
            guard afterName.hasPrefix(":"), let number = UInt16(afterName.dropFirst()), number > 0
            else { return nil }
            port = number
        }
    }

    /// Without its path, which may hold a secret.
    var name: String { "\(isSecure ? "https" : "http")://\(host):\(port)" }
}
