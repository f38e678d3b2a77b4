public import Crypto
public import Storage
public import Telemetry

/// How the application is reached and what it grants, from the configuration.
public struct WebSettings: Sendable {
    /// Host names other than loopback under which this instance is reached; anything else is 421.
    public var publicHosts: Set<String> = []
    /// Where people reach this instance, for links: scheme, host and port, no slash at the end.
    public var baseURL = ""
    /// Whether a trusted proxy or our own listener speaks TLS: cookies are `__Host-` and Secure, and
    /// HSTS is sent, when the request came by TLS.
    public var sendsHSTS = true
    /// The bearer that reads /metrics without an account; nil for none.
    public var metricsToken: Secret?
    /// Whether /metrics is open, since this application answers on a listener of its own for it.
    public var metricsAreOpen = false
    /// Where uploads are spooled (mode 0600), inside the data directory.
    public var uploadDirectory = "/tmp"
    /// The largest upload.
    public var uploadBytesMax: Int64 = 4 << 30
    /// How much may be attached to complaints.
    public var attachments = AttachmentLimits()
    /// The program's version, for the OpenAPI document.
    public var version = "0"
    /// A session ends after this long without a request.
    public var sessionIdleMax: Duration = .seconds(12 * 3600)
    /// A session ends this long after its sign-in.
    public var sessionAgeMax: Duration = .seconds(30 * 86_400)
    /// What a password hash costs; only tests make it cheaper.
    public var passwordCost = PasswordHash.Cost.current
    /// The listeners of GET /events at most.
    public var eventListenersMax = 1024
    /// Complaints that one preview of an edit looks at; only tests look at fewer.
    public var previewRowsMax = 20_000

    /// How long people find what they were told.
    public var notifications = NotificationRetention()

    /// Who keeps the backups; nil where nobody does.
    public var backupDesk: (any BackupDesk)?

    /// How the anchors of the change log stand; nil where none are made.
    public var anchors: @Sendable () -> AnchorReport? = { nil }

    public init() {}
}
