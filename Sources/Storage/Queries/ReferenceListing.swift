import Complaints
import JSON

/// Writes sites or systems: the list, or one of them.
struct ReferenceListing {
    static let wordsMax = 16

    let table: ReferenceKind
    let connection: Connection
    let visibility: Visibility

    /// `{"items":[…],"next":…,"total":…,"offset":…}`
    func write(_ query: ReferenceQuery, into writer: inout JSONWriter) throws(StorageFailure) {
        let condition = try condition(query)
        let order = try order(query.sort)
        var digest = QueryDigest()
        digest.add(condition)
        digest.add(order.text)
        let limit = min(max(query.limit, 1), ComplaintQuery.limitMax)
        var cursor: PageCursor?
        var offset = 0
        switch query.start {
        case .beginning: break
        case .offset(let position): offset = max(position, 0)
        case .cursor(let text):
            cursor = try PageCursor(
                text, digest: digest.value, valueCount: order.terms.count)
        }
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        var last = PageCursor(digest: digest.value, offset: offset, id: 0, values: [])
        if let cursor { last.offset = cursor.offset }
        let ranges = cursor.map { order.ranges(after: $0.values, id: $0.id) } ?? [.always]
        let page = PageOfReferences(
            conditions: ranges.map { .all([condition, $0]) }, order: order, limit: limit,
            skipped: cursor == nil ? offset : 0)
        let next = try writeItems(page, &last, into: &writer)
        writer.endArray()
        writer.name("next")
        if next { writer.string(last.text) } else { writer.null() }
        writer.name("total")
        writer.integer(
            try connection.count(
                "SELECT count(*) FROM \(table.name) WHERE \(condition.text)", condition.values))
        writer.name("offset")
        writer.integer(Int64(cursor?.offset ?? offset))
        writer.endObject()
    }

    /// One record; nil when there is none that the caller may see.
    func write(
        _ key: RecordKey, into writer: inout JSONWriter
    ) throws(StorageFailure) -> RecordStamp? {
        let condition =
            switch key {
            case .id(let id): Condition("\(table.name).id=?", [.integer(id)])
            case .code(let code): Condition("\(table.name).code=?", [.text(code)])
            }
        var found = try connection.statement(
            made: "SELECT id,code,version,\(table.siteColumn) FROM \(table.name)"
                + " WHERE \(condition.text)")
        found.bind(condition.values)
        guard try found.step() else { return nil }
        let site = found.optionalInt64(3)
        guard visibility.sees(site: site) else { return nil }
        let layout = table.layout
        var record = try connection.statement(layout.sql)
        record.bind(1, found.int64(0))
        guard try record.step() else { return nil }
        writer.beginObject()
        layout.write(record, into: &writer)
        writer.endObject()
        return RecordStamp(
            id: found.int64(0), code: found.text(1), version: found.int64(2), site: site,
            holdsPersonal: false, holdsRestricted: false)
    }

    private func writeItems(
        _ page: PageOfReferences, _ last: inout PageCursor, into writer: inout JSONWriter
    ) throws(StorageFailure) -> Bool {
        let layout = table.layout
        var record = try connection.statement(layout.sql)
        var written = 0
        for condition in page.conditions {
            let columns = page.order.terms.map { "," + $0.expression }.joined()
            var rows = try connection.statement(
                made: "SELECT \(table.name).id\(columns) FROM \(table.name)"
                    + " WHERE \(condition.text) ORDER BY \(page.order.text) LIMIT ? OFFSET ?")
            let next = rows.bind(condition.values)
            rows.bind(next, Int64(page.limit + 1 - written))
            rows.bind(next + 1, Int64(page.skipped))
            while try rows.step() {
                guard written < page.limit else { return true }
                record.bind(1, rows.int64(0))
                if try record.step() {
                    writer.beginObject()
                    layout.write(record, into: &writer)
                    writer.endObject()
                }
                record.rewind()
                written += 1
                last.id = rows.int64(0)
                last.offset += 1
                last.values = page.order.terms.indices.map { rows.value($0 + 1) }
            }
        }
        return false
    }
}

/// The ranges of one page.
private struct PageOfReferences {
    let conditions: [Condition]
    let order: KeysetOrder
    let limit: Int
    let skipped: Int
}

// MARK: - Conditions

extension ReferenceListing {
    private func condition(_ query: ReferenceQuery) throws(StorageFailure) -> Condition {
        var parts = [FilterCompiler.sites(of: visibility, column: table.siteColumn)]
        for (name, value) in query.equals {
            guard let expression = table.expression(name) else {
                throw .refused(.invalid([FieldProblem("?" + name, .unknownField)]))
            }
            if value.isEmpty {
                parts.append(Condition(expression + " IS NULL"))
            } else if table == .systems, name == "site" {
                parts.append(
                    Condition(
                        "system.site_id=(SELECT id FROM site WHERE code=?)", [.text(value)]))
            } else {
                parts.append(Condition(expression + "=?", [.text(value)]))
            }
        }
        for word in (query.words ?? "").split(separator: " ").prefix(Self.wordsMax) {
            let pattern = SQLValue.text("%" + FilterCompiler.escaped(String(word)) + "%")
            parts.append(
                .any(table.searched.map { Condition("\($0) LIKE ? ESCAPE '\\'", [pattern]) }))
        }
        return .all(parts)
    }

    private func order(_ sort: [SortTerm]) throws(StorageFailure) -> KeysetOrder {
        var terms: [KeysetOrder.Term] = []
        for term in sort.isEmpty ? [table.defaultSort] : sort {
            guard let expression = table.expression(term.field.text) else {
                throw .refused(
                    .invalid([FieldProblem("?sort", .notSortable, argument: term.field.text)]))
            }
            terms.append(.init(expression: expression, isDescending: term.isDescending))
        }
        return KeysetOrder(terms, id: table.name + ".id")
    }
}
