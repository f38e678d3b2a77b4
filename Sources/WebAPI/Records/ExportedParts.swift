internal import Complaints
internal import JSON
internal import Platform
internal import Storage
internal import Tabular

/// What a whole export tells of a record beside its fields. In a table there is room for the signature of
/// its closing; a line holds all signatures, what is attached, and each kind of companion as a member of
/// its own.
struct ExportedParts: Sendable {
    /// The columns of a table, behind those of the fields.
    static let columns = ["closing_signed_by", "closing_signed_on", "closing_signature_meaning"]

    /// Newest first.
    var signatures: [Signature] = []
    var attachments: [Attachment] = []
    var companions: [(kind: CompanionKind, all: [Companion])] = []

    /// What belongs to these complaints, of which the caller may see each.
    static func all(
        of ids: [Int64], inTable isTable: Bool, from reader: borrowing Reader
    ) throws(StorageFailure) -> [Int64: ExportedParts] {
        var parts: [Int64: ExportedParts] = [:]
        for (id, signatures) in try reader.signatures(ofAll: ids) {
            parts[id, default: ExportedParts()].signatures = signatures
        }
        if isTable { return parts }
        for (id, attachments) in try reader.attachments(ofAll: ids) {
            parts[id, default: ExportedParts()].attachments = attachments
        }
        for (id, companions) in try reader.companions(ofAll: ids) {
            parts[id, default: ExportedParts()].companions = companions
        }
        return parts
    }

    /// The signature of the closing, as long as the file was not opened again behind it.
    private var closing: Signature? {
        let moves: Set = [SignatureMeaning.closure.rawValue, SignatureMeaning.reopening.rawValue]
        let last = signatures.first { moves.contains($0.meaning) }
        return last?.meaning == SignatureMeaning.closure.rawValue ? last : nil
    }

    /// The cells of `columns`.
    var cells: [Cell] {
        guard let closing else { return [.empty, .empty, .empty] }
        return [
            .text("\(closing.name) (\(closing.signer))"),
            .date(Timestamp(microseconds: closing.at).description), .text(closing.meaning),
        ]
    }

    /// The members of a line, each with a comma before it. Of attachments with patient data it says no
    /// more than to those without the grant.
    var members: [UInt8] {
        var bytes: [UInt8] = []
        if !attachments.isEmpty {
            bytes += Self.member("attachments", attachments) { writer, attachment in
                writer.attachment(attachment, showsPatientData: false)
            }
        }
        if !signatures.isEmpty {
            bytes += Self.member("signatures", signatures) { $0.signature($1) }
        }
        for (kind, all) in companions {
            bytes += Self.member(kind.path, all) { $0.companion($1, kind) }
        }
        return bytes
    }

    private static func member<Item>(
        _ name: String, _ items: [Item], _ write: (inout JSONWriter, Item) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter(reserving: 512 * items.count)
        writer.beginArray()
        for item in items { write(&writer, item) }
        writer.endArray()
        return Array(",\"\(name)\":".utf8) + writer.take()
    }
}
