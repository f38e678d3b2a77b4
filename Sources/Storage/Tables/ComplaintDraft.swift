import Complaints
import JSON

/// A new complaint in the bytes that its rows are made of: everything that does not depend on what the
/// writer alone knows (id, number, key, references). Made on whatever thread has the values, so that
/// the one writer only seals, chains and stores.
///
/// It fits the fields as they were when it was made; after a field was defined it is made anew from its
/// values (`fitting`).
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
        /// Every value with its name, for the digest of an imported row; empty for other drafts.
        var stated = 0..<0
        /// The full text's word for brand, product and model.
        var device = 0..<0
    }

    let layout: ComplaintLayout
    /// Nil where the values stand in `stated`.
    let given: FieldValues?
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
    /// - Throws: `.invalid` for a field that nobody writes.
    init(_ values: FieldValues, _ layout: ComplaintLayout) throws(Refusal) {
        var maker = ComplaintDraftMaker(layout, keepsStated: false)
        let derived = layout.clockAssignments(of: values)
        for assignment in try layout.assignments(values, derived: derived) {
            maker.add(assignment)
        }
        self = maker.finish(values)
    }

    /// What a file says, with its row as a JSON object in bytes, nil when the values hold it.
    ///
    /// - Throws: `.invalid` for a field that nobody writes.
    init(
        importing values: FieldValues, sourceRow: [UInt8]?, _ layout: ComplaintLayout
    ) throws(Refusal) {
        var maker = ComplaintDraftMaker(layout, keepsStated: true)
        let derived = layout.clockAssignments(of: values)
        for assignment in try layout.assignments(
            values, sourceRow: sourceRow, derived: derived)
        {
            maker.add(assignment)
        }
        self = maker.finish(nil)
    }

    /// The draft for the fields of that layout: itself, unless fields were defined since it was made.
    func fitting(_ layout: ComplaintLayout) throws(Refusal) -> ComplaintDraft {
        if layout === self.layout { return self }
        if let given { return try ComplaintDraft(given, layout) }
        return try ComplaintDraft(importing: values, sourceRow: nil, layout)
    }

    /// The same with its accounts named as these, by field.
    func naming(
        _ accounts: [FieldName: String], _ layout: ComplaintLayout
    ) throws(Refusal) -> ComplaintDraft {
        if accounts == names.accounts { return self }
        var values = values
        for (field, name) in accounts { values[field] = .text(name) }
        return try ComplaintDraft(values, layout)
    }

    /// What it was made of.
    var values: FieldValues {
        if let given { return given }
        var values = FieldValues()
        var reader = ByteReader(Array(bytes[parts.stated]))
        while let name = reader.text(), let value = reader.value() {
            values[FieldName(name)] = value
        }
        precondition(reader.isAtEnd, "a draft reads what it wrote")
        return values
    }

    /// The values of the operator's own fields, as the document has them.
    func customValues(of complaint: Int64) throws(StorageFailure) -> JSONObject {
        do throws(JSONError) {
            let document = try JSONValue.parse(Array(bytes[parts.document]))
            return document.objectValue?["custom"]?.objectValue ?? JSONObject()
        } catch {
            throw .failed(.damaged("The document of complaint \(complaint) is not JSON."))
        }
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
    var team: String?
    /// The number of the complaint that it repeats.
    var original: String?
    var status = ""
    /// Accounts that the file names besides its owner, by field.
    var people: [FieldName: String] = [:]
    /// Complaints that the file names besides its original, by field.
    var complaints: [FieldName: String] = [:]
    /// The codes of terminologies that the file has.
    var codes: [Codes] = []

    /// The codes of one field.
    struct Codes: Sendable {
        let field: FieldName
        let annex: EventCode.Annex
        let codes: [String]
    }

    /// Whether the file itself says why it is no complaint.
    var saysWhyNone = false

    /// Every account that the file names, by field.
    var accounts: [FieldName: String] {
        var accounts = people
        accounts["owner"] = owner
        return accounts
    }

    /// The complaint it is merged into: named, and the end of this file.
    var mergedInto: String? {
        status == ComplaintEnd.duplicate.rawValue ? original : nil
    }

    init() {}

    init(_ record: ComplaintRecord, _ layout: ComplaintLayout) {
        func value(_ name: FieldName) -> FieldValue { layout[name].map(record.value) ?? .null }
        id = record.id
        system = value("system").text
        site = value("site").text
        owner = value("owner").text
        team = value("team").text
        original = value("duplicate_of").text
        status = value("status").text ?? ""
        saysWhyNone = !value("not_complaint_reason").isNull
        for name in Self.peopleFields { people[name] = value(name).text }
        for name in Self.complaintFields { complaints[name] = value(name).text }
        for slot in layout.codeSlots { noteCodes(slot, record.value(of: slot)) }
    }

    private static let peopleFields: [FieldName] = fields(of: .user)
    private static let complaintFields = fields(of: .complaint).filter { $0 != "duplicate_of" }

    private static func fields(of entity: Entity) -> [FieldName] {
        FieldCatalogue.standard.fields.filter { $0.type == .reference(entity) }.map(\.name)
    }

    /// Takes note of a new complaint's value.
    mutating func note(_ slot: ComplaintLayout.Slot, _ value: FieldValue) {
        switch slot.name {
        case "system": system = value.text
        case "site": site = value.text
        case "owner": owner = value.text
        case "team": team = value.text
        case "duplicate_of": original = value.text
        case "status": status = value.text ?? ""
        case "not_complaint_reason": saysWhyNone = !value.isNull
        default:
            switch slot.type {
            case .reference(.user): people[FieldName(slot.name)] = value.text
            case .reference(.complaint): complaints[FieldName(slot.name)] = value.text
            case .list(of: .code): noteCodes(slot, value)
            default: break
            }
        }
    }

    private mutating func noteCodes(_ slot: ComplaintLayout.Slot, _ value: FieldValue) {
        guard case .list(of: .code(let annex)) = slot.type, case .list(let texts) = value else {
            return
        }
        codes.append(Codes(field: FieldName(slot.name), annex: annex, codes: texts))
    }
}
