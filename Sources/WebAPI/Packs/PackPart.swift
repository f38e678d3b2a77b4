internal import Complaints
internal import Crypto
internal import JSON
internal import Platform
internal import Storage

/// What belongs to a complaint and is not its record, as a part of its own in a pack: a page for people
/// and the same as JSON. A new kind of companion is a part without a line here.
struct PackPart {
    /// What its two files are called, e.g. `tasks`.
    let name: String
    let title: Words
    private let columns: [Words]
    private let rows: [[String]]
    let json: [UInt8]

    /// Its page.
    func html(of number: String, _ language: Language) -> [UInt8] {
        var html = HTMLText()
        html.begin("\(number) · \(title[language])", in: language.rawValue)
        table(&html, language)
        html.end()
        return html.bytes
    }

    /// Its table.
    func table(_ html: inout HTMLText, _ language: Language) {
        if rows.isEmpty { return html.element("p", PackWords.none[language]) }
        html.markup("<table>")
        html.columns(columns.map { $0[language] })
        html.markup("<tbody>\n")
        for row in rows { html.row(row) }
        html.markup("</tbody></table>\n")
    }

    // MARK: Signatures

    /// Who signed which version as what, and whether the signature is what the log and the version say.
    static func signatures(_ checked: [CheckedSignature], _ language: Language) -> PackPart {
        var writer = JSONWriter(reserving: 1024)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for item in checked { writer.checked(item) }
        writer.endArray()
        writer.endObject()
        return PackPart(
            name: "signatures", title: PackWords.signatures,
            columns: [
                PackWords.time, PackWords.person, PackWords.meaning, PackWords.of,
                PackWords.reason, PackWords.hash, PackWords.verification,
            ], rows: checked.map { row($0, language) }, json: writer.take())
    }

    private static func row(_ item: CheckedSignature, _ language: Language) -> [String] {
        let signature = item.signature
        let meaning = SignatureMeaning(rawValue: signature.meaning)?.label[language]
        let record = PackWords.record(signature.record)[language]
        return [
            Timestamp(microseconds: signature.at).description,
            "\(signature.name) (\(signature.signer))", meaning ?? signature.meaning,
            "\(record) \(signature.recordID), \(PackWords.version[language]) "
                + "\(signature.recordVersion)",
            signature.reason ?? "", Hex.encode(signature.recordHash),
            item.flaw.map { PackWords.unverified[language] + $0 } ?? PackWords.verified[language],
        ]
    }

    // MARK: Companions

    /// Everything of one kind, withdrawn ones included.
    static func companions(
        _ kind: CompanionKind, _ all: [Companion], _ language: Language
    ) -> PackPart {
        var writer = JSONWriter(reserving: 512 * all.count + 64)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for companion in all { writer.companion(companion, kind) }
        writer.endArray()
        writer.endObject()
        return PackPart(
            name: kind.path, title: PackWords.kind(kind),
            columns: [PackWords.complaint] + kind.catalogue.fields.map(\.label)
                + [PackWords.time, PackWords.person, PackWords.state],
            rows: all.map { row($0, kind, language) }, json: writer.take())
    }

    private static func row(
        _ companion: Companion, _ kind: CompanionKind, _ language: Language
    ) -> [String] {
        let values = kind.catalogue.fields.map { field in
            if companion.isErased, field.storage == .sealed { return PackWords.erased[language] }
            let value = companion[field.name]
            return value.isNull ? "" : value.json(as: field).words(of: field, language)
        }
        return [companion.number] + values + [
            Timestamp(microseconds: companion.createdAt).description, companion.createdBy,
            companion.withdrawal.map { PackWords.withdrawn[language] + $0.reason } ?? "",
        ]
    }
}

extension JSONWriter {
    /// A signature with what verifying it says.
    fileprivate mutating func checked(_ item: CheckedSignature) {
        beginObject()
        name("record")
        string(item.signature.record)
        name("record_id")
        integer(item.signature.recordID)
        name("signature")
        signature(item.signature)
        name("valid")
        bool(item.flaw == nil)
        name("finding")
        optional(item.flaw)
        endObject()
    }
}

extension FieldValue {
    /// The value as answers show it: an instant is an integer inside and a text outside.
    fileprivate func json(as field: Field) -> JSONValue {
        guard case .integer(let number) = self, field.type == .timestamp else { return json }
        return .string(Timestamp(microseconds: number).description)
    }
}

extension JSONValue {
    /// A value as people read it.
    func words(of field: Field?, _ language: Language) -> String {
        switch self {
        case .null: PackWords.empty[language]
        case .bool(let flag): (flag ? PackWords.yes : PackWords.no)[language]
        case .number(let number): number.literal
        case .string(let text): field?.word(for: text, language) ?? text
        case .array(let values):
            values.map { $0.words(of: field, language) }.joined(separator: ", ")
        case .object: String(decoding: serialized(), as: UTF8.self)
        }
    }
}
