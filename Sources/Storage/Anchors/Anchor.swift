public import Crypto
public import JSON

/// The head of the change log at one moment, signed: kept elsewhere, it betrays a chain that was
/// recomputed and a tail that was cut (docs/change-log.md, "Anchors").
public struct Anchor: Sendable, Equatable {
    /// The version of the statement and of the line.
    private static let form: Int64 = 1
    private static let memberNames = ["anchor", "seq", "hash", "at", "key", "signature"]
    /// No line is longer.
    public static let lineBytesMax = 512

    /// The last row of the change log.
    public let seq: Int64
    /// Its hash, 32 bytes.
    public let hash: [UInt8]
    /// When it was signed, microseconds since 1970.
    public let at: Int64
    /// The public key, 32 bytes.
    public let key: [UInt8]
    /// Ed25519 over `statement`, 64 bytes.
    public let signature: [UInt8]

    /// An anchor as it is stored or was sent; whether it is true is another question.
    public init(seq: Int64, hash: [UInt8], at: Int64, key: [UInt8], signature: [UInt8]) {
        self.seq = seq
        self.hash = hash
        self.at = at
        self.key = key
        self.signature = signature
    }

    /// Signs a head.
    public static func sign(
        seq: Int64, hash: [UInt8], at: Int64, with key: SigningKey
    ) throws(CryptoError) -> Anchor {
        let open = Anchor(seq: seq, hash: hash, at: at, key: key.publicKey.raw, signature: [])
        return Anchor(
            seq: seq, hash: hash, at: at, key: key.publicKey.raw,
            signature: try key.sign(open.statement))
    }

    /// The bytes that are signed: four lines of ASCII, each with its line feed.
    public var statement: [UInt8] {
        Array(
            "ibtool anchor \(Self.form)\nseq \(seq)\nhash \(Hex.encode(hash))\nat \(at)\n".utf8)
    }

    /// Whether the signature is that of `key` over the statement.
    public func isSigned() throws(CryptoError) -> Bool {
        guard key.count == Ed25519.keyBytes else { return false }
        return try VerifyingKey(raw: key).verifies(signature, of: statement)
    }

    /// The anchor as one line of JSON, without its line feed.
    public var line: [UInt8] { JSONValue.object(json).serialized() }

    /// The members of the line.
    public var json: JSONObject {
        JSONObject([
            ("anchor", .number(JSONNumber(Self.form))), ("seq", .number(JSONNumber(seq))),
            ("hash", .string(Hex.encode(hash))), ("at", .number(JSONNumber(at))),
            ("key", .string(Base64.encode(key))), ("signature", .string(Base64.encode(signature))),
        ])
    }

    /// The anchor of a line; nil for anything that is not written just so.
    public init?(line: [UInt8]) {
        guard line.count <= Self.lineBytesMax else { return nil }
        do throws(JSONError) {
            guard let object = try JSONValue.parse(line).objectValue else { return nil }
            self.init(object)
        } catch {
            return nil
        }
        // One text an anchor: another would not be covered by the signature.
        guard self.line == line else { return nil }
    }

    /// The anchor of these members; nil when they are others.
    public init?(_ object: JSONObject) {
        guard object.names == Self.memberNames, object["anchor"]?.int64Value == Self.form,
            let seq = object["seq"]?.int64Value, let at = object["at"]?.int64Value,
            let hash = object["hash"]?.stringValue.flatMap(Hex.decode),
            let key = object["key"]?.stringValue.flatMap(Base64.decode),
            let signature = object["signature"]?.stringValue.flatMap(Base64.decode),
            seq > 0, hash.count == SHA256.byteCount, key.count == Ed25519.keyBytes,
            signature.count == Ed25519.signatureBytes
        else { return nil }
        self.init(seq: seq, hash: hash, at: at, key: key, signature: signature)
    }
}
