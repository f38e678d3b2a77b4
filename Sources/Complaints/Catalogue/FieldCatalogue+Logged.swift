extension FieldCatalogue {
    /// What the change log may say of a record of that kind: every field that a row of it names, with
    /// its words, so that nobody reads a raw name or value. Own fields of complaints come on top.
    public static func logged(of entity: Entity) -> FieldCatalogue {
        switch entity {
        case .complaint: standard
        case .site: site
        case .system: system
        case .user: user
        case .token: token
        case .session: session
        case .import: importJob
        case .mapping: mapping
        case .field: FieldCatalogue([text("definition", "Definition", "Définition", .object)])
        case .setting: FieldCatalogue([text("value", "Value", "Valeur", .object)])
        case .attachment: attachment
        case .signature: signature
        case .ruleSet: ruleSet
        case .clock: warning
        case .terminology: terminology
        case .team: team
        case .task, .comment, .watcher, .link, .decision, .report: companions[entity] ?? standard
        }
    }

    /// A field that only the log shows.
    private static func text(
        _ name: FieldName, _ english: String, _ french: String,
        _ type: FieldType = .text(bytesMax: 16_000)
    ) -> Field {
        Field(
            name, type, .provenance, in: .column, entry: .system, label: Words(english, french))
    }

    /// A record that was taken back.
    private static let withdrawn = text("withdrawn", "Withdrawn", "Retrait", .boolean)

    private static let companions: [Entity: FieldCatalogue] = Dictionary(
        uniqueKeysWithValues: CompanionKind.all.map { kind in
            (kind.entity, FieldCatalogue(kind.catalogue.fields + [withdrawn]))
        })

    // MARK: People

    private static let user = FieldCatalogue([
        text("active", "May sign in", "Peut se connecter", .boolean),
        text("display_name", "Full name", "Nom complet"),
        text(
            "language", "Language", "Langue",
            .choice([Choice("en", "English", "anglais"), Choice("fr", "French", "français")])),
        text("password", "Password", "Mot de passe"),
        text(
            "patient_grant", "May see patient data", "Peut voir les données de patients", .boolean),
        text("role", "Role", "Rôle", .choice(roles)),
        text("sites", "Sites", "Sites", .list(of: .text(bytesMax: 60))),
    ])

    private static let roles = [
        Choice(Role.viewer.rawValue, "Viewer", "Lecture"),
        Choice(Role.engineer.rawValue, "Engineer", "Ingénierie"),
        Choice(Role.analyst.rawValue, "Analyst", "Analyse"),
        Choice(Role.reviewer.rawValue, "Reviewer", "Revue"),
        Choice(Role.admin.rawValue, "Administrator", "Administration"),
    ]

    private static let token = FieldCatalogue([
        text("expires", "Expires", "Expire le", .timestamp),
        text("name", "Name", "Nom"),
        text("prefix", "Begins with", "Commence par"),
        text("scopes", "May", "Autorise", .list(of: .choice(permissions))),
    ])

    /// Of a signature that was refused.
    private static let session = FieldCatalogue([
        text("complaint", "Complaint", "Réclamation"),
        text(
            "why", "Why", "Motif",
            .choice(
                SignatureRefusal.allCases.map { why in
                    Choice(why.rawValue, why.label.english, why.label.french)
                })),
    ])

    private static let permissions = Permission.allCases.map { permission in
        let label = permission.label
        return Choice(permission.rawValue, label.english, label.french)
    }

    private static let team = FieldCatalogue([
        text("active", "Takes files", "Reçoit des dossiers", .boolean),
        text("lead", "Lead", "Responsable"),
        text("members", "Members", "Membres", .list(of: .text(bytesMax: 100))),
    ])

    // MARK: Data

    private static let importJob = FieldCatalogue([
        text("columns", "Columns with patient data", "Colonnes de données de patients"),
        text("file_hash", "SHA-256 of the file", "SHA-256 du fichier"),
        text("source", "Source", "Source"),
        text("state", "State", "État", .choice(importStates)),
    ])

    private static let importStates = [
        Choice("preview", "Preview", "Aperçu"), Choice("queued", "Waiting", "En attente"),
        Choice("running", "Running", "En cours"), Choice("done", "Done", "Terminé"),
        Choice("failed", "Failed", "Échoué"), Choice("cancelled", "Cancelled", "Arrêté"),
        Choice("undoing", "Being undone", "Annulation en cours"),
        Choice("undone", "Undone", "Annulé"),
    ]

    private static let mapping = FieldCatalogue([
        text("mapping", "Mapping of columns", "Correspondance des colonnes", .object),
        text("source", "Source", "Source"),
    ])

    private static let attachment = FieldCatalogue([
        text("bytes", "Size in bytes", "Taille en octets", .integer(0...Int64.max)),
        text("content", "Content", "Contenu"),
        text("file_hash", "SHA-256 of the sealed file", "SHA-256 du fichier scellé"),
        text("media_type", "Type of content", "Type de contenu"),
        text("name", "File name", "Nom du fichier"),
        text("note", "Note", "Remarque"),
        text("patient_data", "Holds patient data", "Contient des données de patient", .boolean),
        text("sha256", "SHA-256 of the content", "SHA-256 du contenu"),
        withdrawn,
    ])

    private static let terminology = FieldCatalogue([
        text("annex", "Annex", "Annexe"),
        text("content_hash", "SHA-256 of the terms", "SHA-256 des termes"),
        text("file_hash", "SHA-256 of the file", "SHA-256 du fichier"),
        text("file_name", "File", "Fichier"),
        text("release", "Release", "Publication"),
        text("superseded", "Superseded", "Remplacée", .boolean),
        text("terms", "Terms", "Termes", .integer(0...Int64.max)),
    ])

    // MARK: Law

    private static let signature = FieldCatalogue([
        text("account", "Number of the account", "Numéro du compte", .integer(0...Int64.max)),
        text("meaning", "Meaning", "Signification", .choice(meanings)),
        text("name", "Printed name", "Nom imprimé"),
        text("record", "What was signed", "Objet signé", .choice(kinds)),
        text("record_hash", "SHA-256 of what was signed", "SHA-256 de ce qui a été signé"),
        text(
            "record_id", "Number of the record", "Numéro de l’enregistrement",
            .integer(0...Int64.max)),
        text("record_version", "Version", "Version", .integer(0...Int64.max)),
        text("signer", "Account", "Compte"),
    ])

    private static let kinds = Entity.allCases.map { entity in
        Choice(entity.rawValue, entity.label.english, entity.label.french)
    }

    private static let meanings = SignatureMeaning.allCases.map { meaning in
        Choice(meaning.rawValue, meaning.label.english, meaning.label.french)
    }

    private static let ruleSet = FieldCatalogue([
        text("document", "Text of the rules", "Texte des règles", .object),
        text(
            "state", "State", "État",
            .choice([
                Choice("draft", "Draft", "Brouillon"), Choice("active", "In force", "En vigueur"),
                Choice("superseded", "Superseded", "Remplacé"),
            ])),
    ])

    private static let warning = FieldCatalogue([
        text("due", "Due", "Échéance", .date),
        text("handed_over", "On taking the file over", "À la reprise du dossier", .boolean),
        text("percent", "Time gone, in %", "Temps écoulé, en\u{A0}%", .integer(0...100)),
        text("rule", "Rule", "Règle"),
        text("told", "Told", "Personnes prévenues", .list(of: .text(bytesMax: 100))),
    ])
}

extension Permission {
    /// What it lets somebody do.
    public var label: Words {
        switch self {
        case .read: Words("read", "lire")
        case .intake: Words("record and comment", "enregistrer et commenter")
        case .work: Words("work files", "traiter les dossiers")
        case .import: Words("import", "importer")
        case .decide: Words("decide", "décider")
        case .sign: Words("sign", "signer")
        case .users: Words("administer accounts", "administrer les comptes")
        case .tokens: Words("make tokens", "créer des jetons")
        case .rules: Words("change rules", "modifier les règles")
        case .fields: Words("change fields", "modifier les champs")
        case .settings:
            Words("read the audit trail and settings", "lire la piste d’audit et les réglages")
        case .backup: Words("administer backups", "administrer les sauvegardes")
        case .patient: Words("see patient data", "voir les données de patients")
        }
    }
}
