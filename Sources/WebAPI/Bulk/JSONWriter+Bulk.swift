internal import Complaints
internal import JSON
internal import Platform
internal import Storage

extension JSONWriter {
    /// Bulk work as docs/api.md shows it, with the values that it gave.
    mutating func bulk(
        _ record: BulkRecord, given: [GivenValue], in language: Language
    ) {
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
        name("fields")
        beginArray()
        for field in record.fields { string(field) }
        endArray()
        self.given(given)
        member("undoes", integer: record.undoes)
        member("undone_by", integer: record.undoneBy)
        member("reason", record.author.reason)
        let moments: [(StaticString, Int64?)] = [
            ("created_at", record.createdAt), ("started_at", record.startedAt),
            ("finished_at", record.finishedAt),
        ]
        for (label, moment) in moments {
            member(label, moment.map(Timestamp.init(microseconds:)))
        }
        member("failure", record.failure?[language])
        endObject()
    }

    private mutating func given(_ values: [GivenValue]) {
        name("given")
        beginArray()
        for given in values {
            beginObject()
            name("field")
            string(given.name.text)
            name("value")
            value(given.value.json)
            endObject()
        }
        endArray()
    }

    /// What became of one row.
    mutating func bulkRow(_ row: BulkRow, in language: Language) {
        beginObject()
        member("row", integer: row.row)
        member("id", integer: row.complaint)
        member("number", row.number)
        member("version", integer: row.version)
        name("outcome")
        string(row.outcome.rawValue)
        if row.reason.isEmpty {
            for label: StaticString in ["reason", "pointer", "detail"] {
                name(label)
                null()
            }
        } else {
            fault(BulkFault(reason: row.reason, pointer: row.pointer), in: language)
        }
        endObject()
    }

    /// The members that say why a row is refused.
    mutating func fault(_ fault: BulkFault, in language: Language) {
        name("reason")
        string(fault.reason)
        name("pointer")
        string(fault.pointer)
        name("detail")
        string(fault.sentence[language])
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
