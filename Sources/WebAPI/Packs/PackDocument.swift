internal import Complaints
internal import JSON
internal import Storage

/// The page that people read of one complaint of a pack.
struct PackDocument {
    let complaint: PackedComplaint
    let files: [PackAttachment]
    /// What else belongs to it; signatures come first.
    let parts: [PackPart]
    let catalogue: FieldCatalogue
    let terms: TermNames
    let language: Language

    func html() -> [UInt8] {
        var html = HTMLText()
        html.begin("\(PackWords.complaint[language]) \(complaint.number)", in: language.rawValue)
        html.markup("<p class=\"note\">")
        html.link(to: "complaint.json", PackWords.record[language])
        html.markup(" · ")
        html.link(to: "history.json", PackWords.log[language])
        for part in parts {
            html.markup(" · ")
            html.link(to: "\(part.name).html", part.title[language])
        }
        html.markup("</p>\n")
        for group in catalogue.groups { section(group, &html) }
        if let signatures = parts.first {
            html.element("h2", signatures.title[language])
            signatures.table(&html, language)
        }
        attached(&html)
        chronology(&html)
        html.end()
        return html.bytes
    }

    private func section(_ group: FieldGroup, _ html: inout HTMLText) {
        let rows = catalogue.fields(in: group).compactMap { field -> [String]? in
            // Own fields have lines of their own.
            if field.name == "custom" { return nil }
            guard let value = value(of: field), !value.isNull else { return nil }
            let label = field.label[language]
            let words = words(value, of: field)
            return field.citation.map { ["\(label) (\($0))", words] } ?? [label, words]
        }
        if rows.isEmpty { return }
        html.element("h2", group.label[language])
        html.markup("<table><tbody>\n")
        for row in rows { html.row(row) }
        html.markup("</tbody></table>\n")
    }

    private func value(of field: Field) -> JSONValue? {
        guard let part = field.name.customPart else { return complaint.record[field.name.text] }
        return complaint.record["custom"]?.objectValue?[part]
    }

    // MARK: What is attached

    private func attached(_ html: inout HTMLText) {
        html.element("h2", PackWords.attachments[language])
        if files.isEmpty { return html.element("p", PackWords.none[language]) }
        html.markup("<table>")
        html.columns(
            [PackWords.name, PackWords.kind, PackWords.size, PackWords.hash, PackWords.state]
                .map { $0[language] })
        html.markup("<tbody>\n")
        for file in files {
            html.markup("<tr><th scope=\"row\">")
            if let path = file.path {
                html.link(to: path, file.name)
            } else {
                html.text(file.name)
            }
            html.markup("</th>")
            let attachment = file.attachment
            html.cells([
                attachment.mediaType, String(attachment.bytes), file.contentHash ?? "",
                file.state(language),
            ])
            html.markup("</tr>\n")
        }
        html.markup("</tbody></table>\n")
    }

    // MARK: What happened

    private func chronology(_ html: inout HTMLText) {
        html.element("h2", PackWords.chronology[language])
        html.markup("<table class=\"log\">")
        html.columns(
            [
                PackWords.time, PackWords.person, PackWords.what, PackWords.reason,
                PackWords.changes, PackWords.entry,
            ].map { $0[language] })
        html.markup("<tbody>\n")
        for entry in complaint.chronology { html.row(cells(entry)) }
        html.markup("</tbody></table>\n")
    }

    private func cells(_ entry: JSONObject) -> [String] {
        let operation = entry["operation"]?.stringValue ?? ""
        var what = PackWords.word(operation)[language]
        if let attachment = entry["attachment"]?.int64Value {
            what += " (\(PackWords.attachments[language]) \(attachment))"
        }
        let kind = CompanionKind.all.first { entry[$0.entity.rawValue] != nil }
        if let kind, let companion = entry[kind.entity.rawValue]?.int64Value {
            what += " (\(PackWords.record(kind.entity.rawValue)[language]) \(companion))"
        }
        let changes = (entry["changes"]?.arrayValue ?? []).compactMap(\.objectValue).map {
            line($0, kind?.catalogue ?? catalogue)
        }
        return [
            entry["at"]?.stringValue ?? "", entry["actor"]?.stringValue ?? "", what,
            entry["reason"]?.stringValue ?? "", changes.joined(separator: "\n"),
            "\(entry["seq"]?.int64Value ?? 0)\n\(entry["hash"]?.stringValue ?? "")",
        ]
    }

    private func line(_ change: JSONObject, _ catalogue: FieldCatalogue) -> String {
        let name = change["field"]?.stringValue ?? ""
        let field = catalogue[FieldName(name)]
        let label = field?.label[language] ?? name
        if change["erased"]?.boolValue == true {
            return "\(label): \(PackWords.erased[language])"
        }
        let (old, new) = (change["old"] ?? .null, change["new"] ?? .null)
        // A reading names what was shown and holds no values.
        if old.isNull, new.isNull { return label }
        return "\(label): \(words(old, of: field)) → \(words(new, of: field))"
    }

    /// A value as people read it, codes with their terms.
    private func words(_ value: JSONValue, of field: Field?) -> String {
        guard let field, terms.know(field) else { return value.words(of: field, language) }
        return switch value {
        case .string(let code): terms.words(for: code)
        case .array(let codes): codes.map { words($0, of: field) }.joined(separator: ", ")
        default: value.words(of: field, language)
        }
    }
}
