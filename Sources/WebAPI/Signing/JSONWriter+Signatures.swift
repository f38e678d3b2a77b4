internal import Complaints
internal import Crypto
internal import JSON
internal import Platform
internal import Storage

extension JSONWriter {
    /// A signature as answered.
    mutating func signature(_ signature: Signature) {
        beginObject()
        name("id")
        integer(signature.id)
        name("version")
        integer(signature.recordVersion)
        name("hash")
        string(Hex.encode(signature.recordHash))
        name("signer")
        string(signature.signer)
        name("name")
        string(signature.name)
        name("meaning")
        string(signature.meaning)
        name("reason")
        if let reason = signature.reason { string(reason) } else { null() }
        name("at")
        string(Timestamp(microseconds: signature.at).description)
        endObject()
    }
}
