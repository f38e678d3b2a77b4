public import Platform
public import Telemetry

/// What requests are signed with.
public struct Credentials: Sendable, Equatable {
    public let accessKeyID: String
    public let secretAccessKey: Secret
    public let sessionToken: Secret?
    /// Nil for those that hold until somebody revokes them.
    public let expires: Timestamp?

    public init(
        accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil,
        expires: Timestamp? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expires = expires
    }
}

/// Why a source that is set up gave no credentials. Never holds a secret.
public struct CredentialsFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The source, in words: "the file /etc/ibtool/s3".
    public let source: String
    public let reason: String
    /// Whether asking again may help.
    public let isTransient: Bool

    public init(_ source: String, _ reason: String, isTransient: Bool = false) {
        self.source = source
        self.reason = reason
        self.isTransient = isTransient
    }

    public var description: String { "\(source): \(reason)" }
}

/// Where credentials come from.
public protocol CredentialsSource: Sendable {
    /// Nil where this source is not set up; then the next one is asked.
    func fetch() throws(CredentialsFailure) -> Credentials?
}

/// Credentials that somebody gave.
public struct GivenCredentials: CredentialsSource {
    private let credentials: Credentials

    public init(_ credentials: Credentials) { self.credentials = credentials }

    /// See `CredentialsSource`.
    public func fetch() -> Credentials? { credentials }
}

/// The first source that is set up.
public struct CredentialsChain: CredentialsSource {
    private let sources: [any CredentialsSource]

    public init(_ sources: [any CredentialsSource]) { self.sources = sources }

    /// See `CredentialsSource`.
    public func fetch() throws(CredentialsFailure) -> Credentials? {
        for source in sources {
            if let credentials = try source.fetch() { return credentials }
        }
        return nil
    }
}

extension Credentials {
    /// Nil unless key and secret are printable: they go into header fields.
    init?(
        accessKeyID: String, secret: String, token: String?, expires: Timestamp? = nil
    ) {
        let texts = [accessKeyID, secret, token ?? "x"]
        guard
            texts.allSatisfy({ text in
                !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            })
        else { return nil }
        self.init(
            accessKeyID: accessKeyID, secretAccessKey: Secret(secret),
            sessionToken: token.map { Secret($0) }, expires: expires)
    }
}
