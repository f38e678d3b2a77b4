/// One thing about a running instance that can be set by a flag, by an environment variable or in
/// the configuration file, in that order of strength.
struct Setting: Sendable {
    /// The flag without dashes and the key in the file; the variable is `IBTOOL_` and the name in
    /// capitals with "_" for "-".
    let name: String
    let placeholder: String
    /// What holds when nobody sets it; empty for nothing.
    let initial: [String]
    let isRepeatable: Bool
    let isSecret: Bool
    let help: String

    private init(
        _ name: String, _ placeholder: String, initial: [String] = [], isRepeatable: Bool = false,
        isSecret: Bool = false, help: String
    ) {
        self.name = name
        self.placeholder = placeholder
        self.initial = initial
        self.isRepeatable = isRepeatable
        self.isSecret = isSecret
        self.help = help
    }

    var variable: String {
        "IBTOOL_" + name.uppercased().split(separator: "-").joined(separator: "_")
    }

    var option: Option {
        Option(name, placeholder, help: help, isRepeatable: isRepeatable)
    }

    static let data = Setting(
        "data", "DIR", initial: ["./var"], help: "The data directory; made when it is missing.")
    static let listen = Setting(
        "listen", "HOST:PORT", initial: ["127.0.0.1:8080"], isRepeatable: true,
        help: "Where to serve: HOST:PORT, unix:PATH, or systemd for inherited sockets.")
    static let behindProxy = Setting(
        "behind-proxy", "CIDR", isRepeatable: true,
        help: "A proxy's address or network: believed when it says who asks, and over plain HTTP.")
    static let proxyHeaders = Setting(
        "proxy-headers", "KIND", initial: ["x-forwarded"],
        help: "Where the proxies say who asks: x-forwarded (-For, -Proto, -Host) or forwarded.")
    static let proxyProtocol = Setting(
        "proxy-protocol", "on|off", initial: ["off"],
        help: "Every connection begins with a PROXY header (version 1 or 2) of a trusted proxy.")
    static let publicHost = Setting(
        "public-host", "NAME", isRepeatable: true,
        help: "A host name people use; requests for any other name are refused (421).")
    static let tlsCert = Setting(
        "tls-cert", "FILE", isRepeatable: true,
        help: "A certificate with its chain (PEM): serves HTTPS. Several: chosen by host name.")
    static let tlsKey = Setting(
        "tls-key", "FILE", isRepeatable: true,
        help: "The key of each certificate, in the same order; none when they hold their keys.")
    static let tlsSelfSigned = Setting(
        "tls-self-signed", "on|off", initial: ["off"],
        help: "Serve HTTPS with a certificate of our own making, trusted by its fingerprint.")
    static let tlsClientCert = Setting(
        "tls-client-cert", "MODE", initial: ["off"],
        help: "Ask clients for a certificate: off, optional or required.")
    static let tlsClientCA = Setting(
        "tls-client-ca", "FILE", help: "The authorities whose client certificates count (PEM).")
    static let redirectListen = Setting(
        "redirect-listen", "HOST:PORT",
        help: "A plain listener that only sends people on to HTTPS; needs --public-host.")
    static let drainDelay = Setting(
        "drain-delay", "SECONDS", initial: ["0"],
        help: "After SIGTERM, how long /readyz says 503 before connections are refused; 0 to 300.")
    static let metricsListen = Setting(
        "metrics-listen", "HOST:PORT", help: "A listener of its own for /metrics, without a token.")
    static let metricsToken = Setting(
        "metrics-token", "TOKEN", isSecret: true,
        help: "A bearer token that opens /metrics and nothing else.")
    static let cacheSize = Setting(
        "cache-size", "BYTES", initial: ["64M"], help: "Memory for finished answers, e.g. 64M.")
    static let attachmentSize = Setting(
        "attachment-size", "BYTES", initial: ["256M"],
        help: "The largest file that may be attached to a complaint, e.g. 256M.")
    static let attachmentCount = Setting(
        "attachment-count", "COUNT", initial: ["500"],
        help: "Attachments of one complaint at most, withdrawn ones included.")
    static let attachmentQuota = Setting(
        "attachment-quota", "BYTES", initial: ["0"],
        help: "What all attachments may take together, e.g. 20G; 0 is what the disk holds.")
    static let logLevel = Setting(
        "log-level", "LEVEL", initial: ["info"], help: "debug, info, warning or error.")
    static let logFormat = Setting(
        "log-format", "FORMAT", initial: ["auto"],
        help: "json, text, or auto: text on a terminal, else JSON.")
    static let accessLog = Setting(
        "access-log", "WHICH", initial: ["off"],
        help: "Log lines of requests: off, all, or sampled:N for one of N; 5xx answers always.")
    static let backup = Setting(
        "backup", "URL", isRepeatable: true,
        help: "Where every commit is copied to: file:///DIR or s3://BUCKET/PREFIX?…; several: all.")
    static let backupKeys = Setting(
        "backup-keys", "URL",
        help: "Where the key file is copied to; nobody who reads the backup should read it.")
    static let backupInterval = Setting(
        "backup-interval", "MILLISECONDS", initial: ["1000"],
        help: "How long a commit may wait before it is copied; 0 to 3600000.")
    static let backupAcknowledge = Setting(
        "backup-acknowledge", "disk|store", initial: ["disk"],
        help: "When a write is answered: once it is on the disk, or once a destination has it too.")
    static let backupKeep = Setting(
        "backup-keep", "DAYS", initial: ["30"],
        help: "How far back every state can be restored; 1 to 3650.")
    static let backupEncryption = Setting(
        "backup-encryption", "FILE|kms:KEY|none", isRepeatable: true,
        help: "Seal a destination with the keys of FILE or of a KMS: then only ibtool restores it.")
    static let backupKeysEncryption = Setting(
        "backup-keys-encryption", "FILE|kms:KEY|none",
        help: "The same for what --backup-keys stores.")
    static let backupDrill = Setting(
        "backup-drill", "HOURS", initial: ["24"],
        help: "How often each destination is proved by restoring it; 0 for by hand alone.")
    static let backupAlarmLag = Setting(
        "backup-alarm-lag", "SECONDS", initial: ["900"],
        help: "How long a commit may wait for a destination before it is an alarm.")
    static let backupCredentials = Setting(
        "backup-credentials", "FILE",
        help: "Keys for S3, in the form of ~/.aws/credentials (default: AWS_* and roles).")
    static let backupProfile = Setting(
        "backup-profile", "NAME", help: "That file's section (AWS_PROFILE; default: default).")
    static let backupCA = Setting(
        "backup-ca", "FILE",
        help: "Authorities to trust for destinations in place of the machine's (PEM).")
    static let restoreEncryption = Setting(
        "restore-encryption", "FILE|kms:KEY|none",
        help: "What --restore-from is sealed with (default: as the same --backup).")
    static let restoreFrom = Setting(
        "restore-from", "URL",
        help: "With an empty data directory, begin with the newest state of this backup.")
    static let anchorKey = Setting(
        "anchor-key", "FILE",
        help: "The key that anchors are signed with; else anchor.key in the data directory.")
    static let anchorFile = Setting(
        "anchor-file", "FILE",
        help: "Where anchors are written; else anchors.ndjson in the data directory.")
    static let anchorWebhook = Setting(
        "anchor-webhook", "URL", help: "An address to which every anchor is posted as JSON.")
    static let anchorRows = Setting(
        "anchor-rows", "COUNT", initial: ["1000"],
        help: "Rows of the change log after which it is anchored; 1 to 1000000.")
    static let anchorMinutes = Setting(
        "anchor-minutes", "MINUTES", initial: ["1"],
        help: "How long a row may wait for an anchor; 1 to 1440.")
    static let notificationSeenDays = Setting(
        "notification-seen-days", "DAYS", initial: ["90"],
        help: "How long notifications are kept once they were seen; 1 to 3650.")
    static let notificationDays = Setting(
        "notification-days", "DAYS", initial: ["365"],
        help: "How long they are kept at all; 1 to 3650.")
    static let clockWebhook = Setting(
        "clock-webhook", "URL",
        help: "An address to which every warning of a clock is posted as JSON.")
    static let loops = Setting(
        "loops", "COUNT", initial: ["0"], help: "Event loops; 0 is one a core.")
    static let workers = Setting(
        "workers", "COUNT", initial: ["4"], help: "Threads for searches, exports and sign-ins.")

    /// In the order the help and `--print-config` show them.
    static let all = [
        data, listen, behindProxy, proxyHeaders, proxyProtocol, publicHost, drainDelay, tlsCert,
        tlsKey, tlsSelfSigned, tlsClientCert,
        tlsClientCA, redirectListen, metricsListen, metricsToken, cacheSize, attachmentSize,
        attachmentCount, attachmentQuota, logLevel, logFormat, accessLog, backup, backupKeys,
        backupInterval, backupAcknowledge, backupKeep, backupDrill, backupAlarmLag,
        backupEncryption, backupKeysEncryption, backupCredentials, backupProfile, backupCA,
        restoreFrom, restoreEncryption, anchorKey, anchorFile, anchorWebhook, anchorRows,
        anchorMinutes, clockWebhook, notificationSeenDays, notificationDays, loops, workers,
    ]
}
