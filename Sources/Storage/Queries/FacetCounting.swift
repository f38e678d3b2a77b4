import Complaints
import JSON

/// Counts records by the values of fields, under the list's own filter and search.
struct FacetCounting {
    static let valuesMax = 200
    static let fieldsMax = 20

    let connection: Connection
    let catalogue: FieldCatalogue
    let visibility: Visibility
    /// The columns in memory at this snapshot's commit; nil where there are none.
    let grid: GridState?

    /// `{"facets":{"status":[{"value":"received","count":10},…],…},"total":N}`, most frequent
    /// first.
    func write(
        by names: [FieldName], filter: Filter, search: SearchText?, into writer: inout JSONWriter
    ) throws(StorageFailure) {
        let compiler = FilterCompiler(
            field: { catalogue[$0] }, visibility: visibility,
            indexes: try FieldIndexTable(connection: connection).ready(of: catalogue))
        let fields = try fields(names, compiler)
        let condition = try compiler.compile(filter)
        var match: String?
        if let search { match = try SearchCompiler.match(search) }
        let memory =
            try grid.map { state throws(StorageFailure) in
                try GridFacets(
                    state, by: fields.map(\.field), filter, match: match, of: catalogue,
                    visibility: visibility, connection: connection)
            } ?? nil
        let all = Self.restrict(condition, to: match)
        writer.beginObject()
        writer.name("facets")
        writer.beginObject()
        for field in fields {
            writer.name(field.field.name.text)
            if let found = memory?.counts(by: field.field) {
                try write(found, field.column.kind, into: &writer)
            } else {
                try write(field.column, all, into: &writer)
            }
        }
        writer.endObject()
        writer.name("total")
        if let memory {
            writer.integer(Int64(memory.total))
        } else {
            writer.integer(
                try connection.count(
                    "SELECT count(*) FROM complaint WHERE \(all.text)", all.values))
        }
        writer.endObject()
    }

    private func fields(
        _ names: [FieldName], _ compiler: FilterCompiler
    ) throws(StorageFailure) -> [(field: Field, column: FieldColumn)] {
        guard names.count <= Self.fieldsMax else {
            throw .refused(.invalid([FieldProblem("?by", .tooMany)]))
        }
        var fields: [(field: Field, column: FieldColumn)] = []
        for name in names {
            let column = try compiler.column(name, pointer: "?by")
            guard let field = catalogue[name], field.traits.contains(.facet) else {
                throw .refused(.invalid([FieldProblem("?by", .notAFacet, argument: name.text)]))
            }
            fields.append((field, column))
        }
        return fields
    }

    private static func restrict(_ condition: Condition, to match: String?) -> Condition {
        guard let match else { return condition }
        let matching = Condition(
            "complaint.id IN (SELECT rowid FROM complaint_text WHERE complaint_text MATCH ?)",
            [.text(match)])
        return .all([matching, condition])
    }

    /// Writes counts made in memory.
    private func write(
        _ found: [(value: SQLValue, count: Int)], _ kind: FieldColumn.Kind,
        into writer: inout JSONWriter
    ) throws(StorageFailure) {
        writer.beginArray()
        for (value, count) in found.prefix(Self.valuesMax) {
            writer.beginObject()
            writer.name("value")
            if case .reference(let table) = kind, value != .null {
                var code = try connection.statement(made: "SELECT code FROM \(table) WHERE id=?")
                code.bind([value])
                if try code.step() { writer.text(code, 0) } else { writer.null() }
            } else {
                writer.value(value)
            }
            writer.name("count")
            writer.integer(Int64(count))
            writer.endObject()
        }
        writer.endArray()
    }

    /// Counts in SQL, one pass.
    private func write(
        _ column: FieldColumn, _ condition: Condition, into writer: inout JSONWriter
    ) throws(StorageFailure) {
        // References are counted by id and named afterwards, 200 of them at most.
        var value = "v"
        if case .reference(let table) = column.kind {
            value = "(SELECT code FROM \(table) WHERE id=v)"
        }
        var (counted, source) = (column.expression, "complaint")
        if column.kind == .list {
            // A record counts once for each of its values.
            source += " LEFT JOIN json_each(\(counted)) AS item ON 1"
            counted = "item.value"
        }
        var rows = try connection.statement(
            made: "SELECT \(value),n FROM (SELECT \(counted) AS v,count(*) AS n"
                + " FROM \(source) WHERE \(condition.text) GROUP BY 1"
                + " ORDER BY 2 DESC,1 LIMIT \(Self.valuesMax)) ORDER BY n DESC,v")
        rows.bind(condition.values)
        writer.beginArray()
        while try rows.step() {
            writer.beginObject()
            writer.name("value")
            writer.column(rows, 0)
            writer.name("count")
            writer.integer(rows.int64(1))
            writer.endObject()
        }
        writer.endArray()
    }
}

extension JSONWriter {
    mutating func value(_ value: SQLValue) {
        switch value {
        case .null: null()
        case .integer(let number): integer(number)
        case .real(let number): self.number(number)
        case .text(let text): string(text)
        }
    }

    /// Writes a column by the kind of its value.
    mutating func column(_ row: borrowing Statement, _ column: Int) {
        switch row.kind(column) {
        case .null: null()
        case .integer: integer(row.int64(column))
        case .decimal: number(row.double(column))
        case .text, .blob: string(utf8: row.bytes(column))
        }
    }
}
