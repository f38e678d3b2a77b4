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
    let speech: PackSpeech

    private var language: Language { speech.language }

    func html() -> [UInt8] {
        var html = HTMLText()
        html.begin("\(speech[PackWords.complaint]) \(complaint.number)", in: language.rawValue)
        html.markup("<p class=\"note\">")
        html.link(to: "../index.html", speech[PackWords.title])
        for part in parts {
            html.markup(" · ")
            html.link(to: "\(part.name).html", speech[part.title])
        }
        html.markup(" · ")
        html.link(to: "complaint.json", speech[PackWords.record])
        html.markup(" · ")
        html.link(to: "history.json", speech[PackWords.log])
        html.markup("</p>\n")
        for group in catalogue.groups { section(group, &html) }
        if let signatures = parts.first {
            html.element("h2", speech[signatures.title])
            signatures.write(to: &html, speech, heading: "h3")
        }
        attached(&html)
        html.element("h2", speech[PackWords.chronology])
        PackChronology(complaint.chronology, catalogue, speech).write(to: &html)
        html.end()
        return html.bytes
    }

    private func section(_ group: FieldGroup, _ html: inout HTMLText) {
        let rows = catalogue.fields(in: group).compactMap { field -> [String]? in
            // Own fields have lines of their own; the row's number means nothing outside.
            if field.name == "custom" || field.name == "id" { return nil }
            guard let value = value(of: field), !value.isNull else { return nil }
            let label = field.label[language]
            let words = speech.words(value, of: field)
            return field.citation.map { ["\(label) (\($0[language]))", words] } ?? [label, words]
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
        html.markup("<table class=\"files\">")
        html.columns(
            [PackWords.name, PackWords.kind, PackWords.size, PackWords.hash, PackWords.remark]
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
}
