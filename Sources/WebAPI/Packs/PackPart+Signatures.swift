internal import Complaints
internal import Crypto
internal import JSON
internal import Storage

extension PackPart {
    /// Who signed which version of what, and whether the signature is what the log and the version say.
    ///
    /// - Parameter companions: what else of the file may be signed.
    static func signatures(
        _ checked: [CheckedSignature], of number: String,
        _ companions: [(kind: CompanionKind, all: [Companion])], _ speech: PackSpeech
    ) -> PackPart {
        var writer = JSONWriter(reserving: 1024)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for item in checked { writer.checked(item) }
        writer.endArray()
        writer.endObject()
        return PackPart(
            name: "signatures", title: PackWords.signatures,
            blocks: checked.map { item in
                block(item, of: subject(item.signature, of: number, companions, speech), speech)
            }, json: writer.take())
    }

    private static func block(
        _ item: CheckedSignature, of subject: String, _ speech: PackSpeech
    ) -> Block {
        let signature = item.signature
        let meaning = meaning(of: signature)
        var lines = [
            (PackWords.signedBy, "\(signature.name) (\(signature.signer))"),
            (PackWords.time, speech.time(signature.at)), (PackWords.of, subject),
        ]
        if let reason = signature.reason { lines.append((PackWords.remark, reason)) }
        lines += [
            (PackWords.hash, Hex.encode(signature.recordHash)),
            (
                PackWords.verification,
                item.flaw.map { speech[PackWords.unverified] + $0 } ?? speech[PackWords.verified]
            ),
        ]
        return Block(title: speech[meaning], lines: lines.map { (speech[$0.0], $0.1) })
    }

    /// As what somebody signed.
    static func meaning(of signature: Signature) -> Words {
        SignatureMeaning(rawValue: signature.meaning)?.label
            ?? Words(signature.meaning, signature.meaning)
    }

    /// What was signed, by what a person knows: no row of a table has a meaning in a pack.
    private static func subject(
        _ signature: Signature, of number: String,
        _ companions: [(kind: CompanionKind, all: [Companion])], _ speech: PackSpeech
    ) -> String {
        let version = "\(speech[PackWords.version]) \(signature.recordVersion)"
        let kind = companions.first { $0.kind.entity.rawValue == signature.record }
        guard let kind, let companion = kind.all.first(where: { $0.id == signature.recordID })
        else { return "\(speech[Entity.complaint.label]) \(number), \(version)" }
        return
            "\(speech[kind.kind.entity.label]) (\(title(of: companion, kind.kind, speech))), \(version)"
    }
}

extension JSONWriter {
    /// A signature with what verifying it says.
    fileprivate mutating func checked(_ item: CheckedSignature) {
        beginObject()
        name("record")
        string(item.signature.record)
        name("record_id")
        integer(item.signature.recordID)
        name("signature")
        signature(item.signature)
        name("valid")
        bool(item.flaw == nil)
        name("finding")
        optional(item.flaw)
        endObject()
    }
}
