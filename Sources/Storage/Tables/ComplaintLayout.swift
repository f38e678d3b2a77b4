import Complaints
import Platform
import Rules

/// Where each field of a complaint is stored and how the log keeps it, worked out once from the
/// catalogue. A class, so that two are the same one or not: fields that were defined make a new one.
final class ComplaintLayout: Sendable {
    /// One field that can be written. A class, so that passing it on costs one reference.
    final class Slot: Sendable {
        let name: String
        let place: Place
        let type: FieldType
        /// Its place in the order of the names' bytes: the order of the log.
        let rank: Int
        let isSealedInLog: Bool
        /// Whether IBTool works it out from the others (`ClockFields`).
        let isDerived: Bool

        init(
            name: String, place: Place, type: FieldType, rank: Int, isSealedInLog: Bool
        ) {
            isDerived = ClockFields.names.contains(name)
            self.name = name
            self.place = place
            self.type = type
            self.rank = rank
            self.isSealedInLog = isSealedInLog
        }
    }

    enum Place: Sendable, Equatable {
        /// A column; the index counts in `columns`.
        case column(Int)
        case document
        /// A member of the document's `custom` object.
        case custom(String)
        /// A member of the sealed object; an own field's has its whole name, `custom.NAME`.
        case sealed
    }

    /// Every field there is, and what depends on what.
    let catalogue: FieldCatalogue
    /// The indexes of the operator's own fields, those that are being filled included.
    let indexes: [FieldIndex]
    /// The columns whose values fields give, in the order in which statements name them.
    let columns: [String]
    /// Selects what `ComplaintTable.read` reads; conditions follow.
    let selectSQL: String
    /// Inserts a row with the store's own columns first, then `columns`: the catalogue's own, since an
    /// operator's fields are no columns.
    static let insertSQL = SQLText(
        insertSQL(ComplaintLayout(custom: []).columns), isPermanent: true)
    let status: Slot?
    let site: Slot?
    let siteColumn: Int?
    let systemColumn: Int?
    /// The columns of brand, product and model.
    let deviceColumns: [Int]
    /// The columns that the full text takes as they are, in its order; the device stands fourth.
    let textColumns: [Int?]
    private let slots: [String: Slot]
    /// Those of codes of terminologies.
    let codeSlots: [Slot]
    /// By which the clocks of a file are worked out.
    let rules: ActiveRules
    /// Where the facts are that the rules ask for, in their order.
    let factSlots: [Slot?]

    init(custom: [Field], indexes: [FieldIndex] = [], rules: ActiveRules = .shipped) {
        let catalogue = FieldCatalogue.standard.adding(custom: custom)
        self.catalogue = catalogue
        self.indexes = indexes
        var columns: [String] = []
        var slots: [String: Slot] = [:]
        let names = catalogue.fields.map(\.name.text).sorted { isBefore($0, $1) }
        let ranks = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
        for field in catalogue.fields where Self.isWritten(field) {
            let name = field.name.text
            let place: Place
            if field.storage == .sealed {
                place = .sealed
            } else if let custom = field.name.customPart {
                place = .custom(custom)
            } else if field.storage == .column {
                place = .column(columns.count)
                columns.append(Self.columnName(of: name))
            } else {
                place = .document
            }
            slots[name] = Slot(
                name: name, place: place, type: field.type, rank: ranks[name] ?? 0,
                isSealedInLog: Self.isSealedInLog(field))
        }
        self.columns = columns
        self.slots = slots
        codeSlots = catalogue.fields.compactMap { field -> Slot? in
            if case .list(of: .code) = field.type { slots[field.name.text] } else { nil }
        }
        self.rules = rules
        factSlots = rules.set.factNames.map { slots[$0.text] }
        selectSQL = Self.selectSQL(columns)
        status = slots["status"]
        site = slots["site"]
        siteColumn = columns.firstIndex(of: "site_id")
        systemColumn = columns.firstIndex(of: "system_id")
        textColumns = [
            "source_id", "serial", "customer", "summary", "description", "investigation_results",
        ].map { columns.firstIndex(of: $0) }
        deviceColumns = ["brand", "product", "model"].compactMap { columns.firstIndex(of: $0) }
    }

    /// Every slot of the catalogue, in no particular order.
    var all: Dictionary<String, Slot>.Values { slots.values }

    /// The slot of a field; nil for one that nobody writes. A custom field that is not defined any
    /// more still has its place.
    subscript(name: FieldName) -> Slot? {
        if let slot = slots[name.text] { return slot }
        guard let custom = name.customPart else { return nil }
        return Slot(
            name: name.text, place: .custom(custom), type: .text(bytesMax: 16_000), rank: -1,
            isSealedInLog: true)
    }

    private static func selectSQL(_ columns: [String]) -> String {
        let expressions = columns.map { column in
            switch column {
            case "site_id": "site.code"
            case "system_id": "system.code"
            default: "complaint.\(column)"
            }
        }
        return """
            SELECT complaint.id, complaint.number, complaint.version, complaint.site_id,
            complaint.document, complaint.sealed, \(expressions.joined(separator: ", "))
            FROM complaint LEFT JOIN site ON site.id = complaint.site_id
            LEFT JOIN system ON system.id = complaint.system_id
            """
    }

    private static func insertSQL(_ columns: [String]) -> String {
        let marks = String(repeating: ", ?", count: 9 + columns.count)
        return """
            INSERT INTO complaint(version, id, number, year, year_seq, created_at, updated_at,
            updated_by, import_id, document, sealed, \(columns.joined(separator: ", ")))
            VALUES (1, ?\(marks))
            """
    }

    /// The layout as the database has it.
    convenience init(_ connection: Connection) throws(StorageFailure) {
        self.init(
            custom: try CustomFieldTable.all(connection),
            indexes: try FieldIndexTable(connection: connection).all())
    }

    /// Everything that a write may set; the store's own columns are not among them.
    private static func isWritten(_ field: Field) -> Bool {
        if field.storage == .derived || field.name == "custom" { return false }
        return field.entry != .system || field.storage == .document
            || field.name.customPart != nil || field.name == "source"
            || field.name == "source_id" || field.name == "source_row" || field.name == "status"
            || ClockFields.names.contains(field.name.text)
    }

    private static func columnName(of field: String) -> String {
        switch field {
        case "site": "site_id"
        case "system": "system_id"
        default: field
        }
    }

    /// Personal fields and free text never stand open in the log; of custom fields only those that
    /// cannot hold a name do.
    private static func isSealedInLog(_ field: Field) -> Bool {
        if field.storage == .sealed || field.traits.contains(.freeText) { return true }
        guard field.name.customPart != nil else { return false }
        switch field.type {
        case .text, .prose, .object, .list(of: .text): return true
        default: return false
        }
    }
}

/// The layout as of the last commit, for any thread.
final class CurrentLayout: Sendable {
    private let layout: Lock<ComplaintLayout>

    init(_ layout: ComplaintLayout) { self.layout = Lock(layout) }

    var value: ComplaintLayout { layout.withLock { $0 } }

    func set(_ layout: ComplaintLayout) { self.layout.withLock { $0 = layout } }
}

/// The order of UTF-8 bytes, the same on every machine.
func isBefore(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
}
