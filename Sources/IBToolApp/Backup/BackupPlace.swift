import ObjectStore
import Platform

/// A location and what its objects are sealed with.
struct BackupPlace: Sendable, CustomStringConvertible {
    /// What stands for no encryption where several places are listed.
    static let noEncryption = "none"
    /// Bytes of the largest key file.
    private static let keyFileBytesMax = 256 << 10

    let location: BackupLocation
    /// The key file; nil for objects that every tool reads.
    let encryption: String?

    var description: String { location.description }

    init(_ location: BackupLocation, encryption: String?) {
        self.location = location
        self.encryption = encryption == Self.noEncryption ? nil : encryption
    }

    /// The store there: what is not sealed is refused where it should be, and the other way round.
    func open(
        _ access: StoreAccess, budget: Duration = .seconds(60)
    ) throws(CommandFailure) -> any ObjectStore {
        let keys = try keys()
        do throws(ObjectStoreError) {
            return SealedStore(try location.open(access, budget: budget), keys)
        } catch {
            throw .failed("\(error)")
        }
    }

    private func keys() throws(CommandFailure) -> SealingKeys? {
        guard let encryption else { return nil }
        let bytes: [UInt8]
        do throws(DurableFile.ReadError) {
            bytes = try DurableFile.read(encryption, bytesMax: Self.keyFileBytesMax)
        } catch {
            throw .failed("the encryption of \(location): \(error)")
        }
        do throws(SealingKeys.Refusal) {
            return try SealingKeys(String(decoding: bytes, as: UTF8.self))
        } catch {
            throw .failed("the encryption of \(location): \(encryption): \(error)")
        }
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
