internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `POST /complaints/edit-preview`: what a merge-patch would make of many complaints, those named or all
/// that a search finds now: how many it changes, how many hold its values already, how many refuse it and
/// why, with examples. It changes nothing and takes nothing of the writer's time. 503 while as many others
/// run as may at once.
///
/// It looks at the first `WebSettings.previewRowsMax` of a search, and says when there are more. An id that
/// is named twice counts once.
///
/// `rows` are the complaints that would change, at the versions that were looked at: given to
/// `POST /complaints/bulk-edit`, whatever is changed in between is left alone.
enum PreviewEdit: Endpoint {
    /// Examples of what would change, and refused complaints, that it lists.
    static let examplesMax = 20
    static let refusedMax = 50

    static let operation = Operation(
        "Previews one change of many complaints", .complaints,
        body: .object(
            [
                ("change", .named("ComplaintChange")), ("ids", .array(of: .integer)),
                ("filter", .named("Filter")), ("q", .string), ("except", .array(of: .integer)),
            ], required: ["change"]),
        .init(200, "What would happen", .named("EditPreview")),
        problems: [400, 403, 415, 422, 503])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let change = RequestedChange(&body)
        let ids = body.identifiers("ids")
        let search = ComplaintSearch(&body, besides: "ids")
        let rowsMax = exchange.instance.settings.previewRowsMax
        if let ids, ids.count > rowsMax {
            body.reject("ids", .tooMany, argument: String(rowsMax))
        }
        // A move has gates, and a preview of its own (`PreviewTransition`).
        if change.patch["status"] != nil { body.reject("change/status", .readOnly) }
        try body.finish()
        let catalogue = try exchange.instance.currentCatalogue()
        let intake = try exchange.intake(catalogue)
        _ = try change.check(by: intake, of: catalogue)
        let query = ids == nil ? try search.query(for: exchange) : nil
        let (visibility, values) = (
            exchange.visibility, BulkChange(change.patch, intake: intake)
        )
        let (found, commit) = try exchange.preview { reader throws(StorageFailure) in
            var wanted = ids ?? []
            if let query {
                wanted = try search.find(query, in: reader, for: visibility, limit: rowsMax + 1)
                    .map(\.id)
            }
            var found = Found(isWhole: wanted.count <= rowsMax)
            for id in wanted.prefix(rowsMax) {
                let preview = try reader.editPreview(id, for: visibility) {
                    number, status throws(Refusal) in
                    try values.values(for: number, in: status)
                }
                found.add(preview, id: id)
            }
            return (found, reader.commit)
        }
        var writer = JSONWriter(reserving: 32 * found.rows.count + 4_096)
        found.write(to: &writer, in: exchange.language)
        return .answer(.json(writer.take(), commit: commit))
    }

    /// What was found so far: counts of everything, and a bounded number of each kind to show.
    private struct Found {
        let isWhole: Bool
        private(set) var rows: [SeenComplaint] = []
        private var unchanged: Int64 = 0
        private var refused: Int64 = 0
        private var reasons: [BulkFault: Int64] = [:]
        private var examples: [EditPreview] = []
        private var refusals: [(id: Int64, number: String?, fault: BulkFault)] = []

        init(isWhole: Bool) { self.isWhole = isWhole }

        mutating func add(_ preview: EditPreview?, id: Int64) {
            if let preview, preview.refusal == nil {
                if preview.changes.isEmpty {
                    unchanged += 1
                } else {
                    rows.append(SeenComplaint(id: id, version: preview.version))
                    if examples.count < examplesMax { examples.append(preview) }
                }
                return
            }
            let refusal = preview?.refusal ?? .notFound(.complaint, key: String(id))
            let fault = BulkFault(refusal)
            refused += 1
            reasons[fault, default: 0] += 1
            if refusals.count < refusedMax { refusals.append((id, preview?.number, fault)) }
        }

        func write(to writer: inout JSONWriter, in language: Language) {
            writer.beginObject()
            writer.member("is_whole", flag: isWhole)
            let changed = Int64(rows.count)
            writer.member("total", integer: changed + unchanged + refused)
            writer.member("changed", integer: changed)
            writer.member("unchanged", integer: unchanged)
            writer.member("refused", integer: refused)
            writer.list("examples", examples) { $0.example($1) }
            writer.list("reasons", ranked) { writer, reason in
                writer.beginObject()
                writer.fault(reason.key, in: language)
                writer.member("count", integer: reason.value)
                writer.endObject()
            }
            writer.list("refusals", refusals) { writer, refusal in
                writer.beginObject()
                writer.member("id", integer: refusal.id)
                writer.member("number", refusal.number)
                writer.fault(refusal.fault, in: language)
                writer.endObject()
            }
            writer.list("rows", rows) { $0.seen($1) }
            writer.endObject()
        }

        /// The most frequent reason first.
        private var ranked: [(key: BulkFault, value: Int64)] {
            reasons.sorted { left, right in
                (right.value, left.key.reason, left.key.pointer)
                    < (left.value, right.key.reason, right.key.pointer)
            }
        }
    }
}

extension JSONWriter {
    /// A member that is a list.
    fileprivate mutating func list<Item>(
        _ label: String, _ items: [Item], write: (inout JSONWriter, Item) -> Void
    ) {
        name(label)
        beginArray()
        for item in items { write(&self, item) }
        endArray()
    }

    fileprivate mutating func seen(_ complaint: SeenComplaint) {
        beginObject()
        member("id", integer: complaint.id)
        member("version", integer: complaint.version)
        endObject()
    }

    fileprivate mutating func example(_ preview: EditPreview) {
        beginObject()
        member("id", integer: preview.id)
        member("number", preview.number)
        list("changes", preview.changes) { writer, change in
            writer.beginObject()
            writer.name("field")
            writer.string(change.name.text)
            if let before = change.before {
                writer.name("before")
                writer.value(before.json)
            }
            writer.name("after")
            writer.value(change.after.json)
            writer.endObject()
        }
        endObject()
    }
}
