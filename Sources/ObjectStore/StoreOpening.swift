public import Platform
import TLS
import Telemetry

/// What is needed to open a location besides its name.
public struct StoreOpening: Sendable {
    /// A file like ~/.aws/credentials; asked before everything else.
    public var credentialsFile: String?
    /// Its section.
    public var profile = "default"
    /// PEM file of the authorities to trust, in place of the machine's.
    public var authorities: String?
    public var environment: [String: String]
    public var clock: WallClock
    public var retry: Retry

    public init(
        environment: [String: String], clock: WallClock = .system, retry: Retry = Retry()
    ) {
        self.environment = environment
        self.clock = clock
        self.retry = retry
        if let profile = environment["AWS_PROFILE"], !profile.isEmpty { self.profile = profile }
        if let file = environment["AWS_SHARED_CREDENTIALS_FILE"], !file.isEmpty {
            credentialsFile = file
        }
    }

    /// The store at `location`, with retries and checks. Opening a bucket asks nobody yet.
    public func open(_ location: StoreLocation) throws(ObjectStoreError) -> ReliableStore {
        switch location {
        case .directory(let path): ReliableStore(try DirectoryStore(path, clock: clock), retry)
        case .bucket(let bucket): ReliableStore(try store(bucket), retry)
        }
    }

    /// The bucket without retries, for who wants to see each failure.
    public func store(_ bucket: StoreLocation.Bucket) throws(ObjectStoreError) -> S3Store {
        let configuration = try configuration(bucket)
        return S3Store(
            configuration, credentials: credentials(region: configuration.region), retry: retry,
            clock: clock)
    }

    /// Flags and file, environment, web identity, the container's role, the instance's role.
    public func credentials(region: String) -> CredentialsChain {
        let trust = { @Sendable () throws(CredentialsFailure) in
            do {
                return try TrustedRoots.client(given: authorities, environment: environment)
            } catch {
                throw CredentialsFailure("TLS", "\(error)")
            }
        }
        let file = credentialsFile.map { CredentialsFile($0, profile: profile) }
        let sources: [(any CredentialsSource)?] = [
            file, EnvironmentCredentials(environment),
            WebIdentityCredentials(environment, region: region, trust: trust),
            ContainerCredentials(environment, trust: trust), InstanceCredentials(environment),
        ]
        return CredentialsChain(sources.compactMap { $0 })
    }

    /// The region that is named, or the machine's.
    func region(_ given: String?) -> String {
        let named = given ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"]
        return named.flatMap { $0.isEmpty ? nil : $0 } ?? "us-east-1"
    }

    func configuration(
        _ bucket: StoreLocation.Bucket
    ) throws(ObjectStoreError) -> S3Configuration {
        let region = self.region(bucket.region)
        let url = bucket.endpoint ?? "https://s3.\(region).amazonaws.com"
        guard let address = WebAddress(url) else {
            throw ObjectStoreError(.open, bucket.name, .disconnected("\(url) is no address"))
        }
        // A dot in the bucket's name would not match the certificate of the virtual host.
        let isAWS = bucket.endpoint == nil && !bucket.name.contains(".")
        let style = bucket.style ?? (isAWS ? .virtualHost : .path)
        let host = style == .virtualHost ? "\(bucket.name).\(address.host)" : address.host
        let endpoint = try address.endpoint(host: host) { () throws(ObjectStoreError) in
            do {
                return try TrustedRoots.client(given: authorities, environment: environment)
            } catch {
                throw ObjectStoreError(.open, bucket.name, .untrusted("\(error)"))
            }
        }
        var configuration = S3Configuration(
            bucket: bucket.name, endpoint: endpoint, region: region, style: style)
        configuration.prefix = bucket.prefix
        configuration.encryption = bucket.encryption
        return configuration
    }
}
