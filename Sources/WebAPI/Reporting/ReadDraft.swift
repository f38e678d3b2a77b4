internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /complaints/{id}/drafts/{form}`: what the report would say as the file stands, place by place of
/// the form, and what is missing. Reading restricted fields is logged first, as everywhere.
enum ReadDraft: Endpoint {
    static let operation = Operation(
        "Drafts a report to an authority", .complaints, .init(200, "The draft", .named("Draft")),
        problems: [404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let (key, visibility) = (exchange.complaintKey, exchange.visibility)
        guard let form = ReportForm.of(exchange.parameters[1]) else {
            throw .refused(.notFound(.report, key: exchange.parameters[1]))
        }
        let catalogue = try exchange.instance.currentCatalogue()
        let seen = form.fields.filter { name in
            catalogue[name].map { visibility.sees($0.access) } ?? false
        }
        var writer = JSONWriter(reserving: 8192)
        let found = try exchange.read {
            reader throws(StorageFailure) -> (RecordStamp, FileReporting, Int64)? in
            let stamp = try reader.complaint(key, for: visibility, fields: seen, into: &writer)
            let reporting = try reader.reporting(of: key, for: visibility)
            if let stamp, let reporting { return (stamp, reporting, reader.commit) }
            return nil
        }
        guard let (stamp, reporting, commit) = found else {
            throw .refused(.notFound(.complaint, key: key.text))
        }
        let draft = ReportDraft(
            form, catalogue: catalogue, record: try record(writer.take()),
            report: reporting.newestReport(in: form.jurisdiction)?.values,
            decision: reporting.standingDecision(in: form.jurisdiction)?.values,
            sees: visibility.sees(_:))
        var answer = JSONWriter(reserving: 16_384)
        answer.draft(draft, of: reporting, in: exchange.language)
        let body = answer.take()
        guard stamp.holdsRestricted else {
            return .answer(
                .json(
                    body, caching: .revalidated, tag: CachedReading.tag(of: body), commit: commit))
        }
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.logPatientReading(of: stamp.id)
        } then: { committed in
            .json(body, commit: committed.commit)
        }
    }

    private static func record(_ bytes: [UInt8]) throws(APIFailure) -> JSONObject {
        do throws(JSONError) {
            return try JSONValue.parse(bytes).objectValue ?? JSONObject()
        } catch {
            throw .broken("a complaint that was just written is not JSON: \(error)")
        }
    }
}

extension FileReporting {
    fileprivate func newestReport(in jurisdiction: String) -> Companion? {
        reports.last {
            $0.withdrawal == nil && $0["jurisdiction"] == .text(jurisdiction)
        }
    }

    fileprivate func standingDecision(in jurisdiction: String) -> Companion? {
        decisions.map(\.decision).last {
            $0["jurisdiction"] == .text(jurisdiction)
                && $0["state"] == .text(DecisionState.signed.rawValue)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func draft(
        _ draft: ReportDraft, of file: FileReporting, in language: Language
    ) {
        beginObject()
        name("form")
        string(draft.form.id)
        name("name")
        string(draft.form.name[language])
        name("jurisdiction")
        string(draft.form.jurisdiction)
        name("complaint")
        string(file.number)
        name("version")
        integer(file.version)
        name("sections")
        beginArray()
        for (section, lines) in draft.sections {
            beginObject()
            for (member, text) in [
                ("code", section.code), ("title", section.title[language]),
                ("citation", section.citation[language]),
            ] {
                name(member)
                string(text)
            }
            name("note")
            optional(section.note?[language])
            name("items")
            beginArray()
            for line in lines { self.line(line, in: language) }
            endArray()
            endObject()
        }
        endArray()
        name("missing")
        beginArray()
        for line in draft.missing { self.line(line, in: language) }
        endArray()
        endObject()
    }

    private mutating func line(_ line: ReportDraft.Line, in language: Language) {
        beginObject()
        name("number")
        string(line.item.number)
        name("label")
        string(line.item.label[language])
        name("citation")
        optional(line.item.citation?[language])
        name("needed")
        bool(line.isNeeded)
        name("state")
        string(line.state.rawValue)
        name("lacks")
        beginArray()
        for lack in line.lacks {
            beginObject()
            name("fields")
            beginArray()
            for field in lack.fields { string(field.text) }
            endArray()
            name("label")
            string(lack.label[language])
            endObject()
        }
        endArray()
        name("source")
        switch line.item.source {
        case .fields: string("file")
        case .report: string("report")
        case .decision: string("decision")
        case .byHand: string("by_hand")
        }
        name("values")
        beginArray()
        for value in line.values {
            beginObject()
            name("field")
            string(value.field.text)
            name("label")
            string(value.label[language])
            name("value")
            optional(value.text?[language])
            name("withheld")
            bool(value.isWithheld)
            endObject()
        }
        endArray()
        endObject()
    }
}
