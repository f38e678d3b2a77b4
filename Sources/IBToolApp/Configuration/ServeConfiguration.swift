import HTTPServer
import Platform
import Storage
import Telemetry
import WebAPI

/// What `ibtool serve` runs with, parsed and checked as a whole.
struct ServeConfiguration: Sendable {
    let dataDirectory: String
    let listeners: [Listener]
    let proxyNetworks: [AddressRange]
    let proxyHeaders: ForwardingHeaders
    let takesProxyProtocol: Bool
    let publicHosts: [String]
    let drainDelay: Duration
    /// Nil: plain HTTP.
    let tls: TLSPlan?
    let redirectListener: ListenAddress?
    let metricsListener: Listener?
    let metricsToken: Secret?
    let cacheBytesMax: Int
    let attachments: AttachmentLimits
    let logLevel: LogLevel
    /// Nil: text on a terminal, JSON elsewhere.
    let logFormat: LogFormat?
    let accessLogging: AccessLogging
    /// 0: one a core.
    let loopCount: Int
    let workerCount: Int
    let backup: BackupPlan
    let anchors: AnchorPlan
    /// Nil: warnings of clocks are posted nowhere.
    let clockWebhook: WebhookAddress?
    let notifications: NotificationRetention

    init(_ settings: ResolvedSettings) throws(CommandFailure) {
        let text = SettingText(settings)
        dataDirectory = try text.one(.data)
        listeners = try text.each(.listen, "HOST:PORT, unix:PATH or systemd") { Listener($0) }
        proxyNetworks = try text.each(.behindProxy, "a network such as 10.0.0.0/8") {
            AddressRange($0)
        }
        proxyHeaders = try text.each(.proxyHeaders, "x-forwarded or forwarded") {
            ForwardingHeaders(rawValue: $0)
        }[0]
        takesProxyProtocol = try text.each(.proxyProtocol, "on or off") { Self.onOrOff($0) }[0]
        drainDelay = .seconds(
            try text.each(.drainDelay, "seconds from 0 to 300") { Self.count($0, 0...300) }[0])
        publicHosts = settings[.publicHost].texts.map { $0.lowercased() }
        tls = try TLSPlan(text)
        redirectListener = try text.each(.redirectListen, "HOST:PORT") { ListenAddress($0) }.first
        metricsListener = try text.each(.metricsListen, "HOST:PORT") { Listener($0) }.first
        metricsToken = settings[.metricsToken].texts.first.map { Secret($0) }
        cacheBytesMax = try text.each(.cacheSize, "a size such as 64M") { Self.bytes($0) }[0]
        attachments = try Self.attachments(text)
        logLevel = try text.each(.logLevel, "debug, info, warning or error") {
            LogLevel(name: $0)
        }[0]
        logFormat = try text.each(.logFormat, "json, text or auto") { Self.format($0) }[0]
        accessLogging = try text.each(.accessLog, "off, all or sampled:NUMBER") {
            Self.accessLogging($0)
        }[0]
        loopCount = try text.each(.loops, "a number from 0 to 64") { Self.count($0, 0...64) }[0]
        workerCount = try text.each(.workers, "a number from 1 to 64") { Self.count($0, 1...64) }[0]
        backup = try BackupPlan(text)
        anchors = try AnchorPlan(text, directory: dataDirectory)
        clockWebhook = try text.each(.clockWebhook, WebhookAddress.expected) { WebhookAddress($0) }
            .first
        notifications = try Self.notifications(text)
        try refuseOpenHTTP()
        try refuseUnannouncedPeers()
        try refuseOpenRedirect()
    }

    /// A PROXY header names who asks, so not everybody may send one.
    private func refuseUnannouncedPeers() throws(CommandFailure) {
        guard takesProxyProtocol, proxyNetworks.isEmpty,
            listeners.contains(where: { if case .address(.tcp) = $0 { true } else { false } })
        else { return }
        throw .failed(
            "proxy-protocol takes the word of trusted proxies alone: name them with "
                + "--behind-proxy CIDR")
    }

    /// Without a name of ours the redirect would point wherever a request says.
    private func refuseOpenRedirect() throws(CommandFailure) {
        guard redirectListener != nil else { return }
        if tls == nil {
            throw .failed("redirect-listen sends people on to HTTPS: set tls-cert as well")
        }
        if publicHosts.isEmpty {
            throw .failed("redirect-listen needs the name to send people to: set public-host")
        }
    }

    /// Plain HTTP beyond this machine would carry passwords in the clear.
    private func refuseOpenHTTP() throws(CommandFailure) {
        guard tls == nil, proxyNetworks.isEmpty,
            case .address(let open)? = listeners.first(where: { !$0.isLocalOnly })
        else { return }
        throw .failed(
            "serving plain HTTP on \(open) would send passwords unprotected; give a certificate "
                + "with --tls-cert or --tls-self-signed on, put a TLS proxy in front and name its "
                + "network with --behind-proxy CIDR, or listen on 127.0.0.1")
    }

    private static func attachments(
        _ text: SettingText
    ) throws(CommandFailure) -> AttachmentLimits {
        var limits = AttachmentLimits()
        limits.fileBytesMax = Int64(
            try text.each(.attachmentSize, "a size such as 256M, from 1 to 64G") { given in
                bytes(given).flatMap { (1...(64 << 30)).contains($0) ? $0 : nil }
            }[0])
        limits.countMax = Int64(
            try text.each(.attachmentCount, "a number from 1 to 10000") { count($0, 1...10_000) }[0]
        )
        let quota = try text.each(.attachmentQuota, "a size such as 20G, or 0") { bytes($0) }[0]
        limits.quotaBytes = quota == 0 ? nil : Int64(quota)
        return limits
    }

    private static func notifications(
        _ text: SettingText
    ) throws(CommandFailure) -> NotificationRetention {
        func days(_ setting: Setting) throws(CommandFailure) -> Int {
            try text.each(setting, "days from 1 to 3650") { count($0, 1...3650) }[0]
        }
        var retention = NotificationRetention()
        retention.seenDays = try days(.notificationSeenDays)
        retention.allDays = try days(.notificationDays)
        return retention
    }

    private static func bytes(_ text: String) -> Int? {
        let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        let unit = text.last.flatMap { units[Character($0.uppercased())] }
        guard let count = Int(unit == nil ? text[...] : text.dropLast()), count >= 0 else {
            return nil
        }
        let (bytes, isTooLarge) = count.multipliedReportingOverflow(by: unit ?? 1)
        return isTooLarge ? nil : bytes
    }

    private static func format(_ text: String) -> LogFormat?? {
        switch text {
        case "json": .some(.json)
        case "text": .some(.text)
        case "auto": .some(nil)
        default: nil
        }
    }

    private static func accessLogging(_ text: String) -> AccessLogging? {
        switch text {
        case "off": return .off
        case "all", "on": return .all
        default:
            guard text.hasPrefix("sampled:") else { return nil }
            return count(String(text.dropFirst(8)), 1...1_000_000).map { .sampled($0) }
        }
    }

    static func onOrOff(_ text: String) -> Bool? {
        switch text {
        case "on", "true", "1": true
        case "off", "false", "0": false
        default: nil
        }
    }

    static func count(_ text: String, _ range: ClosedRange<Int>) -> Int? {
        Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
}

/// Reads typed values out of resolved settings; errors name the setting, the value and its source.
struct SettingText {
    let settings: ResolvedSettings

    init(_ settings: ResolvedSettings) { self.settings = settings }

    func one(_ setting: Setting) throws(CommandFailure) -> String {
        let value = settings[setting]
        guard let text = value.texts.last, !text.isEmpty else {
            throw .failed("\(setting.name) is empty (\(value.source))")
        }
        return text
    }

    func each<Parsed>(
        _ setting: Setting, _ expected: String, _ parse: (String) -> Parsed?
    ) throws(CommandFailure) -> [Parsed] {
        let value = settings[setting]
        var parsed: [Parsed] = []
        for text in value.texts {
            guard let item = parse(text) else {
                let shown = setting.isSecret ? "(hidden)" : text.withoutSecrets
                throw .failed("\(setting.name) = \(shown) (\(value.source)): expected \(expected)")
            }
            parsed.append(item)
        }
        return parsed
    }
}
