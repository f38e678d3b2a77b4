import Platform

/// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.
public struct EnvironmentCredentials: CredentialsSource {
    private let environment: [String: String]

    public init(_ environment: [String: String]) { self.environment = environment }

    /// See `CredentialsSource`.
    public func fetch() throws(CredentialsFailure) -> Credentials? {
        let source = "the environment"
        let id = environment["AWS_ACCESS_KEY_ID"] ?? ""
        let secret = environment["AWS_SECRET_ACCESS_KEY"] ?? ""
        if id.isEmpty, secret.isEmpty { return nil }
        guard !id.isEmpty, !secret.isEmpty else {
            throw CredentialsFailure(
                source, "\(id.isEmpty ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY") is missing")
        }
        let token = environment["AWS_SESSION_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
        guard let credentials = Credentials(accessKeyID: id, secret: secret, token: token) else {
            throw CredentialsFailure(source, "AWS_* hold blanks or letters that no key has")
        }
        return credentials
    }
}

/// A file in the form of ~/.aws/credentials: sections in brackets, `name = value` lines. Read again for each
/// fetch, so that new keys are found.
public struct CredentialsFile: CredentialsSource {
    static let bytesMax = 64 << 10

    private let path: String
    private let profile: String

    public init(_ path: String, profile: String = "default") {
        self.path = path
        self.profile = profile
    }

    /// See `CredentialsSource`.
    public func fetch() throws(CredentialsFailure) -> Credentials? {
        let source = "the file \(path)"
        let bytes: [UInt8]
        do throws(DurableFile.ReadError) {
            bytes = try DurableFile.read(path, bytesMax: Self.bytesMax)
        } catch {
            throw CredentialsFailure(source, ObjectStoreError.phrase("\(error)"))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CredentialsFailure(source, "it is not UTF-8")
        }
        guard let values = Self.section(profile, of: text) else {
            throw CredentialsFailure(source, "it has no section [\(profile)]")
        }
        guard let id = values["aws_access_key_id"], let secret = values["aws_secret_access_key"]
        else {
            throw CredentialsFailure(
                source, "[\(profile)] lacks aws_access_key_id or aws_secret_access_key")
        }
        let token = values["aws_session_token"]
        guard let credentials = Credentials(accessKeyID: id, secret: secret, token: token) else {
            throw CredentialsFailure(
                source, "[\(profile)] holds blanks or letters that no key has")
        }
        return credentials
    }

    /// The names and values of a section; nil when there is none.
    static func section(_ wanted: String, of text: String) -> [String: String]? {
        var values: [String: String]?
        var isWanted = false
        for line in text.split(whereSeparator: \.isNewline) {
            let line = trimmed(line)
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("["), line.hasSuffix("]") {
                isWanted = trimmed(line.dropFirst().dropLast()) == wanted
                if isWanted, values == nil { values = [:] }
            } else if isWanted, let equals = line.firstIndex(of: "=") {
                let value = trimmed(line[line.index(after: equals)...])
                values?[trimmed(line[..<equals]).lowercased()] = value.isEmpty ? nil : value
            }
        }
        return values
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        let rest = text.drop(while: isBlank)
        return String(String(rest.reversed().drop(while: isBlank)).reversed())
    }
}
