internal import Complaints
internal import JSON
internal import Platform
internal import Storage

extension JSONWriter {
    /// An import as docs/api.md shows it. `now` is for the seconds of one that still runs.
    mutating func importRecord(_ record: ImportRecord, now: Int64, in language: Language) {
        beginObject()
        member("id", record.id)
        member("name", record.name)
        member("state", record.state.rawValue)
        name("dry_run")
        bool(record.isDryRun)
        member("source", record.source)
        counts(record.counts)
        member("bytes_total", record.fileBytes)
        member("bytes_done", record.bytesDone)
        name("seconds")
        number(record.seconds(now: now))
        member("by", record.author)
        moment("created_at", record.createdAt)
        moment("finished_at", record.finishedAt)
        name("failure")
        if let failure = record.failure { string(failure[language]) } else { null() }
        name("dialect")
        value(record.dialect)
        name("columns")
        value(record.columns)
        name("mapping")
        value(record.mapping)
        endObject()
    }

    /// One rejected row or value, or one that was kept.
    mutating func importError(_ error: ImportRowError, in language: Language) {
        beginObject()
        member("row", error.row)
        member("kind", error.kind)
        member("column", error.column)
        member("value", error.value)
        member("reason", error.reason)
        member("detail", error.sentence(in: language))
        endObject()
    }

    private mutating func counts(_ counts: ImportRecord.Counts) {
        member("read", counts.read)
        member("created", counts.created)
        member("updated", counts.updated)
        member("unchanged", counts.unchanged)
        member("rejected", counts.rejected)
        member("conflicts", counts.conflicts)
    }

    private mutating func member(_ name: StaticString, _ value: Int64) {
        self.name(name)
        integer(value)
    }

    private mutating func member(_ name: StaticString, _ value: String) {
        self.name(name)
        string(value)
    }

    private mutating func moment(_ name: StaticString, _ microseconds: Int64?) {
        self.name(name)
        guard let microseconds else { return null() }
        string(Timestamp(microseconds: microseconds).description)
    }
}

extension ImportRowError {
    /// `kept` for a value that was not written over the record's own, else `rejected`.
    var kind: String {
        ImportConflict.Reason(rawValue: reason) == nil ? "rejected" : "kept"
    }
}

extension ImportRecord {
    /// How long the import has run so far, or ran; to the millisecond.
    func seconds(now: Int64) -> Double {
        guard let startedAt else { return 0 }
        let milliseconds = ((finishedAt ?? now) - startedAt) / 1_000
        return Double(max(milliseconds, 0)) / 1_000
    }
}
