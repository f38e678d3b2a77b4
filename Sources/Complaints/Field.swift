/// One field of the complaint file, declared once. The declaration drives validation, the API and
/// its OpenAPI document, forms, grid columns, filters, import mapping, export, history and sealing.
public struct Field: Sendable {
    /// The name in the API, in filters and in the change log: lower case, words joined by "_".
    public let name: FieldName
    public let type: FieldType
    public let group: FieldGroup
    public let storage: FieldStorage
    public let access: FieldAccess
    public let entry: FieldEntry
    public let traits: FieldTraits
    public let label: Words
    /// What to enter and why, in one or two sentences; nil where the label says it all.
    public let help: Words?
    /// The law that asks for the field, e.g. "21 CFR 820.35(a)(6)"; nil for house fields.
    public let citation: Citation?
    /// The sections of report forms that the field fills, e.g. "FDA 3500A B5"; nil for none.
    public let form: String?
    /// When the field has to have a value, besides `.required`; nil for never.
    public let requiredWhen: FieldCondition?
    /// The form of what people type, nil for any.
    public let syntax: FieldSyntax?
    /// Where an operator's field stands among those of its group; 0 for the fields of the house.
    public let position: Int

    public init(
        _ name: FieldName, _ type: FieldType, _ group: FieldGroup, in storage: FieldStorage,
        access: FieldAccess = .open, entry: FieldEntry = .free, traits: FieldTraits = [],
        label: Words, help: Words? = nil, citation: Citation? = nil, form: String? = nil,
        requiredWhen: FieldCondition? = nil, syntax: FieldSyntax? = nil, position: Int = 0
    ) {
        self.name = name
        self.type = type
        self.group = group
        self.storage = storage
        self.access = access
        self.entry = entry
        self.traits = traits
        self.label = label
        self.help = help
        self.citation = citation
        self.form = form
        self.requiredWhen = requiredWhen
        self.syntax = syntax
        self.position = position
    }
}

/// The form of a text, checked where a person types it. Imported files keep what others wrote.
public enum FieldSyntax: Sendable, Equatable {
    /// The device identifier of a UDI (`DeviceIdentifier`).
    case deviceIdentifier
    /// The production identifier of a UDI (`ProductionIdentifier`).
    case productionIdentifier
}

/// A field's name: `severity`, `received`, or `custom.NAME` for a custom field.
public struct FieldName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let text: String

    public init(_ text: String) { self.text = text }
    public init(stringLiteral value: String) { text = value }

    public var description: String { text }
}

/// One text in each language of the interface.
public struct Words: Sendable, Equatable {
    public let english: String
    public let french: String

    public init(_ english: String, _ french: String) {
        self.english = english
        self.french = french
    }

    public subscript(language: Language) -> String {
        language == .french ? french : english
    }
}

/// The languages of the interface (ISO 639-1).
public enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case french = "fr"
}

/// What values a field takes. Every text has a limit in bytes of UTF-8.
public enum FieldType: Sendable, Equatable {
    /// One line.
    case text(bytesMax: Int)
    /// Many lines.
    case prose(bytesMax: Int)
    /// One of a closed list.
    case choice([Choice])
    /// A civil date, `YYYY-MM-DD`.
    case date
    /// A civil date that may have reduced precision: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    case partialDate
    /// An instant, RFC 3339 UTC; stored as microseconds since 1970.
    case timestamp
    case integer(ClosedRange<Int64>)
    case decimal
    case boolean
    /// ISO 3166-1 alpha-2.
    case country
    /// Another record, named by its code.
    case reference(Entity)
    /// Several values of one kind in the order of entry, none twice; an array in JSON.
    case list(of: ListItem)
    /// A JSON object: custom fields, the source row.
    case object
}

/// A value of a closed list, with its words.
public struct Choice: Sendable, Equatable {
    public let value: String
    public let label: Words

    public init(_ value: String, _ english: String, _ french: String) {
        self.value = value
        self.label = Words(english, french)
    }
}

/// The sections of the complaint file (PRODUCT section 3.1), in reading order.
public enum FieldGroup: String, Sendable, CaseIterable {
    case identity, complainant, site, device, event, patient, triage, coding, reportability
    case investigation, action, reply, closure, provenance, custom
}

/// Where a field's value lives.
public enum FieldStorage: Sendable, Equatable {
    /// A typed column of the complaint table, named like the field.
    case column
    /// A member of the JSON document column.
    case document
    /// A member of the file's sealed object (AES-256-GCM under the file's own key).
    case sealed
    /// Derived when read: `site_name`.
    case derived
}

/// Who may see a field.
public enum FieldAccess: String, Sendable {
    case open
    /// About the complainant: for those who work files.
    case complainant
    /// About the patient: needs the patient grant, and its reading is logged.
    case patient
    /// The untouched source row: shown with its restricted columns masked.
    case sourceRow = "source_row"
}

/// Who writes a field, and until when.
public enum FieldEntry: Sendable, Equatable {
    case free
    /// The facts of intake: once the file has left the state `received`, what was entered is locked;
    /// what was not known may still be entered once.
    case intake
    /// IBTool's own: number, version, created …
    case system
}

/// What else a field takes part in.
public struct FieldTraits: OptionSet, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Refused when missing at intake.
    public static let required = FieldTraits(rawValue: 1)
    /// Counted by the facets; a list parameter of its own name.
    public static let facet = FieldTraits(rawValue: 2)
    public static let sortable = FieldTraits(rawValue: 4)
    /// In the full-text index.
    public static let searched = FieldTraits(rawValue: 8)
    /// Free text: sealed in the change log, since people write names into it.
    public static let freeText = FieldTraits(rawValue: 16)
    /// A custom field that takes no new values; what it holds stays and is shown.
    public static let retired = FieldTraits(rawValue: 64)
    /// In every list answer, not only in the single record.
    public static let listed = FieldTraits(rawValue: 32)
    /// A custom field that has an index of its own, for filters and sorting.
    public static let indexed = FieldTraits(rawValue: 128)
}

/// The kinds of record the change log knows.
public enum Entity: String, Sendable, CaseIterable {
    case complaint, site, system, user, token, session, `import`, mapping, field, setting
    case attachment, signature
    /// Records that belong to a complaint (`CompanionKind`).
    case task, comment, watcher, link, decision, report
    case ruleSet = "rule_set"
    /// A clock of a complaint: somebody was told that it runs out.
    case clock
    /// A release of an annex of the IMDRF's terminologies.
    case terminology
    /// People who work files together.
    case team
}
