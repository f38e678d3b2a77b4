internal import JSON
internal import Platform
internal import Storage

extension JSONWriter {
    /// Bulk work as docs/api.md shows it.
    mutating func bulk(_ record: BulkRecord) {
        beginObject()
        name("id")
        integer(record.id)
        name("kind")
        string(record.kind.rawValue)
        name("state")
        string(record.state.rawValue)
        let numbers: [(StaticString, Int64)] = [
            ("total", record.total), ("done", record.counts.done),
            ("changed", record.counts.changed), ("unchanged", record.counts.unchanged),
            ("conflict", record.counts.conflict), ("refused", record.counts.refused),
        ]
        for (label, number) in numbers {
            name(label)
            integer(number)
        }
        name("by")
        string(record.author.name)
        name("reason")
        if let reason = record.author.reason { string(reason) } else { null() }
        let moments: [(StaticString, Int64?)] = [
            ("created_at", record.createdAt), ("started_at", record.startedAt),
            ("finished_at", record.finishedAt),
        ]
        for (label, moment) in moments {
            name(label)
            if let moment { string(Timestamp(microseconds: moment).description) } else { null() }
        }
        name("failure")
        if let failure = record.failure { string(failure) } else { null() }
        endObject()
    }

    /// What became of one row.
    mutating func bulkRow(_ row: BulkRow) {
        beginObject()
        name("row")
        integer(row.row)
        name("id")
        if let complaint = row.complaint { integer(complaint) } else { null() }
        name("outcome")
        string(row.outcome.rawValue)
        name("reason")
        if row.reason.isEmpty { null() } else { string(row.reason) }
        name("pointer")
        if row.reason.isEmpty { null() } else { string(row.pointer) }
        endObject()
    }

    /// A page: the items, and where the next one begins.
    mutating func page<Item>(
        _ items: [Item], next: Int64?, write: (inout JSONWriter, Item) -> Void
    ) {
        beginObject()
        name("items")
        beginArray()
        for item in items { write(&self, item) }
        endArray()
        name("next")
        if let next { string(String(next)) } else { null() }
        endObject()
    }
}
