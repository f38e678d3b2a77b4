internal import Complaints
internal import JSON
internal import Rules
internal import Storage

/// A complaint as one snapshot shows it: the record, its whole log, its signatures, what is attached and
/// what else belongs to it, also of the complaints that were merged into it.
struct PackedComplaint: Sendable {
    /// What the texts of one record and of one page of its log may come to.
    private static let limits = JSONLimits(bytesMax: 256 << 20, nodesMax: 10_000_000)

    let record: JSONObject
    /// Entries of the change log, the oldest first, as `GET /complaints/{id}/history` shows them.
    let chronology: [JSONObject]
    let attachments: [Attachment]
    /// What is attached to complaints that were merged into this one, as far as the caller sees them.
    let merged: [(number: String, attachments: [Attachment])]
    /// Newest first: of the record, then of its companions.
    let signatures: [CheckedSignature]
    /// By their kinds, without the kinds of which there are none.
    let companions: [(kind: CompanionKind, all: [Companion])]

    /// What the rules in force make of it.
    let assessment: Assessment

    var id: Int64 { record["id"]?.int64Value ?? 0 }
    var number: String { record["number"]?.stringValue ?? "" }

    /// Nil when there is no such complaint for the caller.
    init?(
        _ key: RecordKey, for visibility: Visibility, from reader: borrowing Reader
    ) throws(StorageFailure) {
        var writer = JSONWriter(reserving: 8 << 10)
        guard
            try reader.complaint(key, for: visibility, fields: nil, into: &writer) != nil,
            let found = try reader.attachments(of: key, for: visibility)
        else { return nil }
        record = try Self.object(writer.take())
        attachments = found.attachments
        merged = try reader.mergedAttachments(of: key, for: visibility)
        signatures = try reader.checkedSignatures(of: key, for: visibility) ?? []
        var companions: [(kind: CompanionKind, all: [Companion])] = []
        for kind in CompanionKind.all {
            let all = try reader.companions(kind, ofAll: key, for: visibility) ?? []
            if !all.isEmpty { companions.append((kind, all)) }
        }
        self.companions = companions
        assessment = try reader.reporting(of: key, for: visibility)?.assessment ?? Assessment()
        var entries: [JSONObject] = []
        var before: Int64?
        repeat {
            var page = JSONWriter(reserving: 64 << 10)
            guard
                try reader.history(
                    of: key, for: visibility, before: before, limit: ComplaintQuery.limitMax,
                    into: &page)
            else { return nil }
            let object = try Self.object(page.take())
            entries += (object["items"]?.arrayValue ?? []).compactMap(\.objectValue)
            before = object["next"]?.int64Value
        } while before != nil
        chronology = entries.reversed()
    }

    /// What of it stands in files of its own: signatures always, then companions.
    func parts(_ speech: PackSpeech) -> [PackPart] {
        [.signatures(signatures, of: number, companions, speech)]
            + companions.map { .companions($0.kind, $0.all, of: self, speech) }
    }

    /// `complaint.json`.
    var recordJSON: [UInt8] { JSONValue.object(record).serialized() }

    /// `history.json`.
    var chronologyJSON: [UInt8] {
        JSONValue.object(JSONObject([("items", .array(chronology.map { .object($0) }))]))
            .serialized()
    }

    private static func object(_ bytes: [UInt8]) throws(StorageFailure) -> JSONObject {
        do throws(JSONError) {
            return try JSONValue.parse(bytes, limits: limits).objectValue ?? JSONObject()
        } catch {
            throw .failed(.system("A record could not be read again: \(error)"))
        }
    }
}
