import Complaints

/// The names under which other people's tables keep what a field holds, in English and French; the
/// earlier a name stands, the surer it is. A field's own name and labels need not be listed.
enum FieldSynonyms {
    /// The names of `field`, the surest first.
    static func names(of field: Field) -> [String] {
        // "Name" and "Role" of a section say too little outside it.
        let isSectional = field.group == .complainant || field.group == .patient
        // A system that IBTool does not know has the row rejected: "System" alone is not enough.
        let isKnownOnly = field.name == "system"
        let labels = isSectional || isKnownOnly ? [] : [field.label.english, field.label.french]
        return (listed[field.name.text] ?? []) + (isKnownOnly ? [] : [field.name.text]) + labels
    }

    /// Whether a column may give the field its value.
    static func isMappable(_ field: Field) -> Bool {
        switch field.type {
        case .object, .timestamp: return false
        case .reference(let entity): return [.site, .system, .user, .team].contains(entity)
        default: return field.entry != .system && field.name != "source"
        }
    }

    private static let listed: [String: [String]] = identity.merging(device) { $0 + $1 }
        .merging(event) { $0 + $1 }.merging(people) { $0 + $1 }.merging(work) { $0 + $1 }
        .merging(coding) { $0 + $1 }.merging(decisions) { $0 + $1 }

    /// Columns with a date that stands in for a missing date of receipt.
    static let reportDates = [
        "date report dt", "date report", "report date", "date reported", "date of report",
        "reported on", "date du rapport", "date de signalement", "date de déclaration",
        "date facility aware", "date manufacturer received",
    ]

    private static let identity: [String: [String]] = [
        "source_id": [
            "report number", "mdr report key", "mdr key", "mdrfoi id", "safetyreportid",
            "complaint number", "complaint id", "complaint no", "case number", "case id",
            "ticket number", "ticket id", "incident number", "incident id", "issue id", "issue key",
            "record number", "record id", "reference", "event id", "external id", "foreign id",
            "numéro de réclamation", "n° réclamation", "réclamation", "n° de dossier",
            "numéro de dossier", "n° plainte", "n° incident", "n° ticket", "n° cas", "référence",
            "identifiant", "no", "id", "_id", "oid", "key", "number", "numéro", "uuid", "guid",
        ],
        "received": [
            "date received", "received date", "date of receipt", "receipt date", "received on",
            "received at", "reception date", "date added", "date opened", "open date",
            "opened date", "opened", "created date", "date created", "created at", "created",
            "creation date", "complaint date", "intake date", "registration date", "report year",
            "date de réception", "reçu le", "date de réclamation", "date d'ouverture", "ouvert le",
            "date de création", "créé le", "date d'enregistrement", "date de la plainte",
        ],
        "aware": [
            "aware date", "date aware", "awareness date", "became aware", "date of awareness",
            "date de prise de connaissance", "prise de connaissance", "connu le",
        ],
        "event_date": [
            "date of event", "event date", "date of occurrence", "occurrence date",
            "incident date", "date of incident", "failure date", "date of failure", "occurred on",
            "occurred at", "event year", "date de l'événement", "date de l'incident",
            "date de survenue", "date d'incident", "date de la panne", "survenu le", "date panne",
        ],
        "channel": [
            "channel", "origin", "case origin", "intake channel", "contact method", "received by",
            "received via", "canal", "origine", "voie", "mode de réception", "reçu par",
        ],
        "country": [
            "country", "country of incident", "event country", "occurrence country", "country code",
            "occurcountry", "billing country", "pays", "pays de l'incident", "code pays",
        ],
        "language": ["language", "lang", "locale", "langue"],
        "customer": [
            "customer", "customer name", "account", "account name", "client", "client name",
            "hospital", "hospital name", "facility", "facility name", "institution", "organisation",
            "organization", "company", "nom du client", "hôpital", "établissement", "institution",
            "société", "centre hospitalier",
        ],
        "site": [
            "site", "site name", "site code", "site id", "location", "installation site",
            "installed at", "nom du site", "code site", "lieu", "emplacement",
            "lieu d'installation",
        ],
        "system": ["system id", "system code", "id système", "code système", "n° système"],
    ]
}
