import ObjectStore

/// A location and what its objects are sealed with.
struct BackupPlace: Sendable, CustomStringConvertible {
    let location: BackupLocation
    /// Nil for objects that every tool reads.
    let encryption: BackupEncryption?

    var description: String { location.description }

    /// The key of a key management service that wraps the keys there, as options take it.
    var wrappedBy: String? {
        guard case .wrapped(let key)? = encryption else { return nil }
        return "\(key)"
    }

    /// - Parameter encryption: a key file, `kms:KEY`, or `none`.
    init(_ location: BackupLocation, encryption: String? = nil) throws(CommandFailure) {
        self.location = location
        self.encryption = try encryption.flatMap { (text) throws(CommandFailure) in
            try BackupEncryption.parse(text)
        }
    }

    /// The store there: what is not sealed is refused where it should be, and the other way round.
    func open(
        _ access: StoreAccess, budget: Duration = .seconds(60)
    ) throws(CommandFailure) -> any ObjectStore {
        let store = try plainStore(access, budget: budget)
        guard let encryption else { return SealedStore(store, nil) }
        return try encryption.seal(store, of: description, access.opening(Self.retry(budget)))
    }

    /// Adds a wrapped key there, which new objects are sealed with from the next start on.
    func rotate(_ access: StoreAccess, _ location: KMSLocation) throws(CommandFailure) {
        let store = try plainStore(access, budget: .seconds(60))
        let opening = access.opening(Self.retry(.seconds(60)))
        do throws(ObjectStoreError) {
            try opening.wrappedKeys(location, at: store, of: description).rotate()
        } catch {
            throw .failed("\(error)")
        }
    }

    private func plainStore(
        _ access: StoreAccess, budget: Duration
    ) throws(CommandFailure) -> any ObjectStore {
        do throws(ObjectStoreError) {
            return try location.open(access.opening(Self.retry(budget)))
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Tries for that long.
    private static func retry(_ budget: Duration) -> Retry {
        var retry = Retry()
        retry.budget = budget
        return retry
    }
}

/// How the machine reaches object stores: the same for serving and for every command.
struct StoreAccess: Sendable {
    static let options: [Option] = [
        Option(
            "credentials-file", "FILE",
            help: "Keys for S3, in the form of ~/.aws/credentials (default: AWS_* and roles)."),
        Option("profile", "NAME", help: "The file's section (AWS_PROFILE; default: default)."),
        Option("ca-file", "FILE", help: "Authorities to trust in place of the machine's (PEM)."),
    ]

    var environment: [String: String]
    var credentialsFile: String?
    var profile: String?
    var authorities: String?

    init(environment: [String: String]) { self.environment = environment }

    /// As a command's options say.
    init(_ arguments: Arguments, _ surroundings: Surroundings) {
        environment = surroundings.environment
        credentialsFile = arguments["credentials-file"]
        profile = arguments["profile"]
        authorities = arguments["ca-file"]
    }

    /// How stores are opened, with that patience.
    func opening(_ retry: Retry) -> StoreOpening {
        var opening = StoreOpening(environment: environment, retry: retry)
        if let credentialsFile { opening.credentialsFile = credentialsFile }
        if let profile { opening.profile = profile }
        opening.authorities = authorities
        return opening
    }
}
