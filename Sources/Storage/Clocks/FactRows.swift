import Complaints
import JSON
import Rules

/// Reads what rules ask for of many files, and nothing else: no sealed object is opened.
struct FactRows {
    /// A file as the rules see it.
    struct Row {
        let id: Int64
        let number: String
        let status: String
        let site: Int64?
        /// What is stored of its clocks.
        let stored: ClockFields
        /// In the order of the names asked for.
        let values: [FieldValue]
    }

    private enum Place {
        case column(Int)
        case document(ComplaintLayout.Slot)
        case nowhere
    }

    private let connection: Connection
    private let places: [Place]
    private let columns: String

    /// - Parameter names: the facts, in the order in which they are wanted.
    init(_ names: [FieldName], _ layout: ComplaintLayout, on connection: Connection) {
        self.connection = connection
        var columns = [
            "complaint.id", "complaint.number", "complaint.status", "complaint.site_id",
            "complaint.due", "complaint.due_rule", "complaint.due_by_law",
            "complaint.due_law_rule", "complaint.decision_required", "complaint.document",
        ]
        places = names.map { name in
            guard let slot = layout[name] else { return .nowhere }
            switch slot.place {
            case .column(let index):
                columns.append("complaint." + layout.columns[index])
                return .column(columns.count - 1)
            case .document, .custom: return .document(slot)
            case .sealed: return .nowhere
            }
        }
        self.columns = columns.joined(separator: ", ")
    }

    /// The file of that id; nil when there is none.
    func row(of id: Int64) throws(StorageFailure) -> Row? {
        var statement = try connection.statement(
            made: "SELECT \(columns) FROM complaint WHERE id = ?")
        statement.bind(1, id)
        return try statement.step() ? try read(statement) : nil
    }

    /// Calls `body` with each file of a range of ids, by id.
    func each(
        _ ids: Range<Int64>, _ body: (Row) throws(StorageFailure) -> Void
    ) throws(StorageFailure) {
        var statement = try connection.statement(
            made: "SELECT \(columns) FROM complaint WHERE id >= ? AND id < ? ORDER BY id")
        statement.bind(1, ids.lowerBound)
        statement.bind(2, ids.upperBound)
        while try statement.step() { try body(try read(statement)) }
    }

    /// The values of the files merged into one, for the facts asked for; `before` leaves out those
    /// merged later (microseconds since 1970).
    func members(
        of id: Int64, before moment: Int64 = .max
    ) throws(StorageFailure) -> [[FieldValue]] {
        var found: [[FieldValue]] = []
        for member in try MergedFileTable(connection: connection).members(of: id)
        where member.since <= moment {
            if let row = try row(of: member.id) { found.append(row.values) }
        }
        return found
    }

    /// What the rules ask of a file, with what was decided and reported of it. The names are the set's.
    func facts(of row: Row, in set: RuleSet) throws(StorageFailure) -> Facts {
        try ReportingRows(of: row.id, on: connection).completing(
            FileFacts(values: row.values, status: row.status, members: try members(of: row.id)),
            in: set)
    }

    private func read(_ row: borrowing Statement) throws(StorageFailure) -> Row {
        let id = row.int64(0)
        var document: JSONObject?
        var values: [FieldValue] = []
        values.reserveCapacity(places.count)
        for place in places {
            switch place {
            case .column(let index): values.append(row.value(index))
            case .nowhere: values.append(.null)
            case .document(let slot):
                let members: JSONObject
                if let document {
                    members = document
                } else {
                    members = try Self.members(row, of: id)
                    document = members
                }
                values.append(Self.value(of: slot, in: members))
            }
        }
        return Row(
            id: id, number: row.text(1), status: row.text(2), site: row.optionalInt64(3),
            stored: ClockFields(
                due: row.value(4), dueRule: row.value(5), dueByLaw: row.value(6),
                dueLawRule: row.value(7), decisionRequired: row.value(8)),
            values: values)
    }

    private static func members(
        _ row: borrowing Statement, of id: Int64
    ) throws(StorageFailure) -> JSONObject {
        if row.bytes(9).count <= 2 { return JSONObject() }
        do throws(JSONError) {
            return try JSONValue.parse(row.bytes(9)).objectValue ?? JSONObject()
        } catch {
            throw .failed(.damaged("The document of complaint \(id) is not JSON."))
        }
    }

    private static func value(
        of slot: ComplaintLayout.Slot, in document: JSONObject
    ) -> FieldValue {
        if case .custom(let name) = slot.place {
            return FieldValue(document["custom"]?.objectValue?[name], type: slot.type)
        }
        return FieldValue(document[slot.name], type: slot.type)
    }
}
