import HTTP
import JSON

/// Why a key management service did not give a data key. The texts are its own words, or what failed.
public enum KMSRefusal: Sendable, Equatable {
    case denied(String)
    /// The key is disabled, or waits for its deletion.
    case disabled(String)
    /// There is no such key, perhaps any more.
    case unknownKey(String)
    /// What was wrapped does not open with that key.
    case otherKey(String)
    /// The data key was made for another instance.
    case otherInstance(found: String, wanted: String)
    /// The credentials are not taken.
    case credentials(String)
    case clock(String)
    /// It does not answer, or cannot now.
    case away(String)
    case refused(String)

    /// Whether the same may succeed later without anybody's help.
    var isTransient: Bool {
        if case .away = self { true } else { false }
    }

    /// Whether another time or other credentials may make it a yes.
    var isOfSignature: Bool {
        switch self {
        case .credentials, .clock: true
        default: false
        }
    }

    /// What went wrong, without an end.
    var reason: String {
        switch self {
        case .denied(let said): "the key management service does not allow it (\(said))"
        case .disabled(let said): "the key is disabled or waits for its deletion (\(said))"
        case .unknownKey(let said): "the key management service has no such key (\(said))"
        case .otherKey(let said): "what was wrapped does not open with that key (\(said))"
        case .otherInstance(let found, let wanted):
            "the data key was made for the instance \(found), not for \(wanted)"
        case .credentials(let said):
            "the key management service does not take the credentials (\(said))"
        case .clock(let said):
            "this machine's clock and the key management service's are too far apart (\(said))"
        case .away(let said): "the key management service does not answer (\(said))"
        case .refused(let said): "the key management service refused (\(said))"
        }
    }

    /// What to do, in one sentence.
    var remedy: String {
        switch self {
        case .denied: "Give the role kms:GenerateDataKey and kms:Decrypt on the key."
        case .disabled:
            "Enable the key, or cancel its deletion: without it nothing that is sealed can be "
                + "restored."
        case .unknownKey: "Check the key's name and the region; a deleted key is not replaced."
        case .otherKey: "Name the key that wrapped it with old=KEY."
        case .otherInstance(let found, _):
            "If that is the one to restore, say instance=\(found) behind kms:KEY?"
        case .credentials: "Give others; those of a role are fetched again by themselves."
        case .clock: "Set the clock of this machine."
        case .away: "It is tried again by itself."
        case .refused: "Its own words above say why."
        }
    }
}

extension KMSRefusal {
    /// An answer that says no: the one table from its codes
    /// (https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html).
    init(_ head: ResponseHead, _ body: [UInt8]) {
        var object: JSONObject?
        do throws(JSONError) { object = try JSONValue.parse(body).objectValue } catch {
            // Not every proxy before a service speaks JSON; the status says enough.
            object = nil
        }
        // "com.amazonaws.kms#NotFoundException" or without what stands before.
        let type = S3Failure.word(object?["__type"]?.stringValue)
        let code = type.split(separator: "#").last.map(String.init) ?? ""
        let message = S3Failure.word((object?["message"] ?? object?["Message"])?.stringValue)
        let status = head.status.code
        let said = [code.isEmpty ? "status \(status)" : code, message].filter { !$0.isEmpty }
            .joined(separator: ": ")
        switch code {
        case "AccessDeniedException": self = .denied(said)
        case "DisabledException", "KMSInvalidStateException": self = .disabled(said)
        case "NotFoundException": self = .unknownKey(said)
        case "IncorrectKeyException", "InvalidCiphertextException": self = .otherKey(said)
        case "ExpiredTokenException", "UnrecognizedClientException",
            "InvalidClientTokenId", "InvalidSignatureException", "IncompleteSignature",
            "MissingAuthenticationTokenException":
            self = .credentials(said)
        case "RequestExpired": self = .clock(said)
        case "ThrottlingException", "LimitExceededException", "KeyUnavailableException",
            "DependencyTimeoutException", "KMSInternalException", "InternalFailure",
            "ServiceUnavailable", "ServiceUnavailableException":
            self = .away(said)
        default:
            switch status {
            case 401, 403: self = .denied(said)
            case 408, 429, 500...599: self = .away(said)
            default: self = .refused(said)
            }
        }
    }
}
