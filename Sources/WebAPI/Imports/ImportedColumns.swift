internal import Complaints
internal import Importing
internal import Storage

/// From which column of a file each field came: what the store says of fields, in the file's terms.
struct ImportedColumns: Sendable {
    private let names: [FieldName: String]
    private let personal: Set<FieldName>

    init(_ mapping: ImportMapping, _ catalogue: FieldCatalogue) {
        names = Dictionary(
            mapping.columns.compactMap { column in column.field.map { ($0, column.name) } },
            uniquingKeysWith: { first, _ in first })
        personal = Set(catalogue.fields.filter { $0.access != .open }.map(\.name))
    }

    /// The column's name; empty when no column gives the field.
    func name(of field: FieldName) -> String { names[field] ?? "" }

    /// The value as errors show it: cut, and masked when it is about a person.
    func shown(_ value: FieldValue?, of field: FieldName) -> String {
        guard let value, !value.isNull else { return "" }
        if personal.contains(field) { return RestrictedColumns.mask }
        let text =
            switch value {
            case .text(let text): text
            case .integer(let number): String(number)
            case .decimal(let number): String(number)
            case .boolean(let flag): flag ? "true" : "false"
            case .list(let texts): texts.joined(separator: "; ")
            case .object, .null: ""
            }
        return String(text.prefix(RowRejection.valueCharactersMax))
    }
}

extension ImportRowError {
    init(_ rejection: RowRejection) {
        self.init(
            row: rejection.row, column: rejection.column, value: rejection.value,
            reason: rejection.reason.rawValue, detail: rejection.detail)
    }

    /// A row that the store rejected, with the field at fault.
    init(_ reason: String, _ field: FieldName?, of row: ImportedRow, _ columns: ImportedColumns) {
        let sentence = RejectionReason(rawValue: reason)?.sentence ?? reason
        var value = row.sourceID ?? ""
        if field == "site", let site = row.siteName { value = site }
        if let field, row.values[field] != nil {
            value = columns.shown(row.values[field], of: field)
        }
        self.init(
            row: row.row, column: field.map { columns.name(of: $0) } ?? "", value: value,
            reason: reason, detail: sentence)
    }

    /// A value that was not written over the complaint's own.
    init(_ conflict: ImportConflict, of row: ImportedRow, _ columns: ImportedColumns) {
        self.init(
            row: row.row, column: columns.name(of: conflict.field),
            value: columns.shown(conflict.value, of: conflict.field),
            reason: conflict.reason.rawValue, detail: conflict.reason.words.english)
    }

    /// A row that the store refused: the one value it names, in terms of the file's columns.
    init(_ refusal: Refusal, row: ImportedRow, _ columns: ImportedColumns) {
        var field: FieldName?
        let reason: RejectionReason
        switch refusal {
        case .invalid(let problems):
            field = FieldName(String(problems.first?.pointer.dropFirst() ?? ""))
            reason = RejectionReason(problems.first?.code)
        case .locked: reason = .locked
        case .erased: reason = .erased
        case .notFound: reason = .unknownReference
        default: reason = .invalidText
        }
        self.init(reason.rawValue, field, of: row, columns)
    }
}

extension ImportConflict.Reason {
    /// One sentence for the error list, without the value itself.
    var words: Words {
        switch self {
        case .changedHere:
            Words(
                "Kept: somebody changed the value here since the last import.",
                "Conservée\u{A0}: quelqu’un a modifié la valeur ici depuis le dernier import.")
        case .pastIntake:
            Words(
                "Kept: what was entered at intake is locked once a file that people work on left it; "
                    + "a signed correction changes it.",
                "Conservée\u{A0}: ce qui est saisi à la réception est verrouillé dès qu’un dossier en "
                    + "cours de traitement l’a quittée\u{202F}; une correction signée le modifie.")
        case .decisionNeeded:
            Words(
                "Kept: a person closes or withdraws a file, never an import.",
                "Conservée\u{A0}: une personne clôture ou retire un dossier, jamais un import.")
        }
    }
}

extension ImportRowError {
    /// Why, in one sentence. What is kept is in English and knows more of a row that cannot be read.
    func sentence(in language: Language) -> String {
        guard language != .english else { return detail }
        let words =
            RejectionReason(rawValue: reason)?.words
            ?? ImportConflict.Reason(rawValue: reason)?.words
        return words?[language] ?? detail
    }
}

extension RejectionReason {
    /// What the store's complaint about a value is among the reasons of imports.
    fileprivate init(_ code: FieldProblem.Code?) {
        switch code {
        case .notAChoice, .invalidCountry, .invalidCode: self = .notAChoice
        case .tooLong: self = .tooLong
        case .invalidDate: self = .invalidDate
        case .dateOutOfRange: self = .dateOutOfRange
        case .outOfRange, .wrongType: self = .invalidNumber
        case .required: self = .missingRequired
        case .unknownReference: self = .unknownReference
        default: self = .invalidText
        }
    }
}
