import Complaints
import JSON

/// A new complaint in the bytes that its rows are made of: everything that does not depend on what the
/// writer alone knows (id, number, key, references). Made on whatever thread has the values, so that
/// the one writer only seals, chains and stores.
///
/// It fits the fields as they were when it was made; after a field was defined it is made anew from its
/// values (`WriterSession.fitting`).
public struct ComplaintDraft: Sendable {
    /// What a typed column holds.
    enum Column: Sendable {
        case null
        case integer(Int64)
        case decimal(Double)
        /// UTF-8 in `bytes`.
        case text(Range<Int>)
    }

    /// The parts of `bytes`.
    struct Parts: Sendable {
        /// The log's changes without their number, in the order of their names (docs/change-log.md).
        var changes = 0..<0
        /// What the log's sealed part holds, in the clear.
        var plain = 0..<0
        /// The document column.
        var document = 0..<0
        /// The sealed column's object, in the clear; empty when it has no member.
        var sealed = 0..<0
        /// What the values say, for the digest of an imported row; empty when nobody asked for it.
        var stated = 0..<0
        /// The full text's word for brand, product and model.
        var device = 0..<0
    }

    let layout: ComplaintLayout
    let values: FieldValues
    let names: ComplaintNames
    let bytes: [UInt8]
    let parts: Parts
    /// In the layout's order; site and system are the writer's to fill in.
    let columns: [Column]
    let changeCount: Int
    /// Where in `changes` the site belongs when the writer settles it; nil when the values say it.
    let sitePlace: Int?
}

extension ComplaintDraft {
    /// - Parameter digests: whether `digestInput` will be asked for.
    /// - Throws: `.invalid` for a field that nobody writes.
    init(
        _ values: FieldValues, _ layout: ComplaintLayout, digests: Bool = false
    ) throws(Refusal) {
        var maker = ComplaintDraftMaker(layout, digests: digests)
        for assignment in try layout.assignments(values) { maker.add(assignment) }
        self = maker.finish(values)
    }

    /// The column's bytes in `bytes`, for the field of that name; nil when it holds no text.
    func text(ofColumn index: Int?) -> Range<Int>? {
        guard let index, case .text(let range) = columns[index] else { return nil }
        return range
    }
}

/// What a complaint names, and how it stands: all that `ReferenceCheck` looks at.
struct ComplaintNames: Sendable {
    var id: Int64 = 0
    var system: String?
    var site: String?
    var owner: String?
    /// The number of the complaint that it repeats.
    var original: String?
    var status = ""
    /// Whether the file itself says why it is no complaint.
    var saysWhyNone = false

    init() {}

    init(_ record: ComplaintRecord, _ layout: ComplaintLayout) {
        func value(_ name: FieldName) -> FieldValue { layout[name].map(record.value) ?? .null }
        id = record.id
        system = value("system").text
        site = value("site").text
        owner = value("owner").text
        original = value("duplicate_of").text
        status = value("status").text ?? ""
        saysWhyNone = !value("not_complaint_reason").isNull
    }

    /// Takes note of a new complaint's value.
    mutating func note(_ name: String, _ value: FieldValue) {
        switch name {
        case "system": system = value.text
        case "site": site = value.text
        case "owner": owner = value.text
        case "duplicate_of": original = value.text
        case "status": status = value.text ?? ""
        case "not_complaint_reason": saysWhyNone = !value.isNull
        default: break
        }
    }
}
