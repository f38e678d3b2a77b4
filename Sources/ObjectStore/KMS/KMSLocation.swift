import Platform

/// A key of a key management service, as people write it:
///
///     kms:alias/ibtool
///     kms:arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
///     kms:KEY?region=eu-west-1&endpoint=https://kms.example.org&instance=NAME&old=KEY
public struct KMSLocation: Sendable, Equatable, CustomStringConvertible {
    /// What such a text begins with.
    public static let scheme = "kms:"
    /// Letters of a key's name (GenerateDataKey, KeyId).
    static let keyBytesMax = 2048
    static let instanceBytesMax = 200
    static let oldKeysMax = 10

    /// As it was written; holds no secret.
    public let description: String
    /// What new data keys are wrapped with: a key's id, ARN or alias.
    let key: String
    /// What others were wrapped with before.
    private(set) var oldKeys: [String] = []
    /// Nil for the one that the key's ARN names, or the machine's.
    private(set) var region: String?
    /// Nil for AWS.
    private(set) var endpoint: String?
    /// What the encryption context names; nil for the destination.
    private(set) var instance: String?

    public init(_ text: String) throws(StoreLocation.Refusal) {
        let rest = text.hasPrefix(Self.scheme) ? text.dropFirst(Self.scheme.count) : ""
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, Self.isKey(name) else {
            throw Self.refuse("expected kms:KEY, a key's id, ARN or alias/NAME")
        }
        description = text
        key = String(name)
        let words = name.split(separator: ":", omittingEmptySubsequences: false)
        if words.count == 6, words[0] == "arn" {
            guard StoreLocation.isRegion(String(words[3])) else {
                throw Self.refuse("\(name) names no region")
            }
            region = String(words[3])
        }
        guard parts.count > 1 else { return }
        for item in parts[1].split(separator: "&") {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            try take(String(pair[0]), pair.count > 1 ? String(pair[1]) : "")
        }
    }

    private mutating func take(
        _ name: String, _ value: String
    ) throws(StoreLocation.Refusal) {
        switch name {
        case "region":
            guard StoreLocation.isRegion(value) else {
                throw Self.refuse("region=\(value) is not a region")
            }
            region = value
        case "endpoint":
            // The data key comes back over it.
            guard let address = WebAddress(value), address.target == "/",
                address.isSecure || address.isLoopback
            else { throw Self.refuse("endpoint=\(value) is not https://HOST[:PORT]") }
            endpoint = value
        case "instance":
            guard !value.isEmpty, value.utf8.count <= Self.instanceBytesMax,
                value.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            else { throw Self.refuse("instance=NAME has 1 to 200 letters, digits or signs") }
            instance = value
        case "old":
            guard Self.isKey(value), oldKeys.count < Self.oldKeysMax else {
                throw Self.refuse("old=KEY names a key; there may be \(Self.oldKeysMax)")
            }
            oldKeys.append(value)
        default:
            throw Self.refuse("\"\(name)\" is not known of kms: region, endpoint, instance, old")
        }
    }

    private static func isKey(_ text: some StringProtocol) -> Bool {
        let isName = text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x2F...0x3A).contains(byte) || byte == 0x2D || byte == 0x5F
        }
        return isName && !text.isEmpty && text.utf8.count <= keyBytesMax
    }

    private static func refuse(_ why: String) -> StoreLocation.Refusal {
        StoreLocation.Refusal(description: why)
    }
}
