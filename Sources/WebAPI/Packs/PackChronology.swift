internal import Complaints
internal import JSON
internal import Storage

/// What happened to a complaint, entry by entry of its change log, as people read it.
struct PackChronology {
    let entries: [JSONObject]
    /// The fields of complaints, the operator's own too.
    let catalogue: FieldCatalogue
    let speech: PackSpeech
    /// What parts of the file were called when they came, by kind and number.
    private let names: [String: String]

    init(_ entries: [JSONObject], _ catalogue: FieldCatalogue, _ speech: PackSpeech) {
        self.entries = entries
        self.catalogue = catalogue
        self.speech = speech
        var names: [String: String] = [:]
        for entry in entries where entry["operation"] == .string(ChangeOperation.create.rawValue) {
            guard let part = Part(entry), let field = Self.naming[part.entity] else { continue }
            let changes = (entry["changes"]?.arrayValue ?? []).compactMap(\.objectValue)
            let named = changes.first { $0["field"]?.stringValue == field.text }
            guard let value = named?["new"], value != .string(RestrictedColumns.mask) else {
                continue
            }
            names[part.key] = speech.words(
                value, of: FieldCatalogue.logged(of: part.entity)[field])
        }
        self.names = names
    }

    func write(to html: inout HTMLText) {
        html.markup("<table class=\"log\">")
        html.columns(
            [
                PackWords.time, PackWords.person, PackWords.what, PackWords.changes,
                PackWords.entry,
            ].map { speech[$0] })
        html.markup("<tbody>\n")
        for entry in entries { html.row(cells(entry)) }
        html.markup("</tbody></table>\n")
    }

    /// What is not the complaint itself.
    private struct Part {
        let entity: Entity
        let key: String

        init?(_ entry: JSONObject) {
            let kinds: [Entity] = [.attachment, .signature] + CompanionKind.all.map(\.entity)
            guard let entity = kinds.first(where: { entry[$0.rawValue] != nil }),
                let id = entry[entity.rawValue]?.int64Value
            else { return nil }
            self.entity = entity
            key = "\(entity.rawValue) \(id)"
        }
    }

    /// The field that tells one part of a kind from the others. What comments say stands with them.
    private static let naming: [Entity: FieldName] = [
        .attachment: "name", .task: "title", .watcher: "owner", .link: "other",
        .decision: "jurisdiction", .report: "jurisdiction", .signature: "meaning",
    ]

    private func cells(_ entry: JSONObject) -> [String] {
        let operation = entry["operation"]?.stringValue ?? ""
        let part = Part(entry)
        var what = speech[PackWords.word(operation)]
        if let part {
            let name = names[part.key].map { " (\($0))" } ?? ""
            what = "\(speech[part.entity.label])\(name)\(speech.colon)\(what)"
        }
        if let reason = entry["reason"]?.stringValue {
            what += "\n\(speech[PackWords.reason])\(speech.colon)\(reason)"
        }
        let fields = part.map { FieldCatalogue.logged(of: $0.entity) } ?? catalogue
        let lines = (entry["changes"]?.arrayValue ?? []).compactMap(\.objectValue).map {
            line($0, fields)
        }
        return [
            speech.time(entry["at"]?.stringValue ?? ""), entry["actor"]?.stringValue ?? "", what,
            lines.joined(separator: "\n"),
            "\(entry["seq"]?.int64Value ?? 0)\n\(entry["hash"]?.stringValue ?? "")",
        ]
    }

    private func line(_ change: JSONObject, _ fields: FieldCatalogue) -> String {
        let name = change["field"]?.stringValue ?? ""
        let field = fields[FieldName(name)]
        let label = (field?.label).map { speech[$0] } ?? name
        if change["erased"]?.boolValue == true {
            return label + speech.colon + speech[PackWords.erased]
        }
        let (old, new) = (change["old"] ?? .null, change["new"] ?? .null)
        // A reading names what was shown and holds no values.
        if old.isNull, new.isNull { return label }
        let before = old.isNull ? "" : "\(words(old, of: field)) → "
        return label + speech.colon + before + words(new, of: field)
    }

    /// Answers are named by their questions; a text of several lines begins on a line of its own.
    private func words(_ value: JSONValue, of field: Field?) -> String {
        guard field?.name == "answers", let answers = value.objectValue else {
            return speech.words(value, of: field)
        }
        return answers.members.map { name, answer in
            let question = ReportingGuide.question(name).map { speech[$0.text] } ?? name
            let given = ReportingGuide.Answer(rawValue: answer.stringValue ?? "")
            return "\n  \(question) \(given.map { speech[$0.label] } ?? "")"
        }.joined()
    }
}
