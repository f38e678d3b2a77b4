extension FieldCatalogue {
    /// What the file is: number, state, dates, where from. Citations: 21 CFR 820.35(a) as in force
    /// since 2026-02-02, 21 CFR 803, EU MDR 2017/745.
    static let identityFields: [Field] = keptFields + dateFields + originFields + recordFields

    private static let keptFields: [Field] = [
        Field(
            "id", .integer(1...Int64.max), .identity, in: .column, entry: .system,
            traits: [.sortable, .listed], label: Words("Id", "Id")),
        Field(
            "number", .text(bytesMax: 40), .identity, in: .column, entry: .system,
            traits: [.sortable, .searched, .listed], label: Words("Number", "Numéro"),
            help: Words(
                "Drawn by IBTool, without gaps, per year of registration.",
                "Attribué par IBTool, sans trou, par année d’enregistrement."),
            form: "FDA 3500A G; EU MIR 1.3"),
        Field(
            "status", .choice(Choices.status), .identity, in: .column,
            traits: [.facet, .sortable, .listed], label: Words("Status", "Statut")),
    ]

    private static let dateFields: [Field] = [
        Field(
            "received", .partialDate, .identity, in: .column, entry: .intake,
            traits: [.required, .sortable, .listed], label: Words("Received", "Reçue le"),
            help: Words(
                "The day the complaint reached anyone in the company, not the day it was typed in.",
                "Le jour où la réclamation est parvenue à qui que ce soit dans l’entreprise, "
                    + "et non celui de la saisie."),
            citation: "21 CFR 820.35(a)(2)"),
        Field(
            "aware", .date, .identity, in: .column, entry: .intake, traits: [.sortable, .listed],
            label: Words("Aware of incident", "Connaissance de l’incident"),
            help: Words(
                "Day 0 of the legal clocks.",
                "Le jour 0 des délais légaux."),
            citation: "21 CFR 803.50(a); EU MDR 2017/745 art. 87(3)",
            form: "FDA 3500A G; EU MIR 1.2", requiredWhen: .hasReached("assessed")),
        Field(
            "aware_reportable", .date, .identity, in: .document, entry: .intake,
            label: Words("Aware of reportability", "Connaissance du caractère déclarable"),
            help: Words(
                "The day it became known that the event has to be reported.",
                "Le jour où l’on a su que l’événement devait être déclaré."),
            citation: "21 CFR 803.50(a)", form: "EU MIR 1.2"),
        Field(
            "aware_threat", .date, .identity, in: .document, entry: .intake,
            label: Words(
                "Aware of a public health threat", "Connaissance d’une menace de santé publique"),
            help: Words(
                "The day it became known that the incident is a serious public health threat: day 0 "
                    + "of the limit of two days.",
                "Le jour où l’on a su que l’incident constitue une menace grave pour la santé "
                    + "publique\u{A0}: le jour 0 du délai de deux jours."),
            citation: "EU MDR 2017/745 art. 87(4)",
            requiredWhen: .isOneOf("public_health_threat", ["yes"])),
        Field(
            "aware_remedial", .date, .identity, in: .document, entry: .intake,
            label: Words(
                "Aware that remedial action is needed", "Connaissance d’une action nécessaire"),
            help: Words(
                "The day it became known that the event needs action to prevent an unreasonable risk "
                    + "of substantial harm: the five work days follow it.",
                "Le jour où l’on a su que l’événement exige une action pour prévenir un risque "
                    + "déraisonnable de préjudice substantiel\u{A0}: les cinq jours ouvrés le suivent."
            ),
            citation: "21 CFR 803.53(a)",
            requiredWhen: .isOneOf("remedial_action_needed", ["yes"])),
        Field(
            "event_date", .partialDate, .identity, in: .column, entry: .intake,
            traits: [.sortable, .listed], label: Words("Event date", "Date de l’événement"),
            help: Words(
                "A month or a year alone will do when the day is not known.",
                "À défaut du jour exact, le mois ou l’année suffit."),
            citation: "21 CFR 803.52(b)(3)", form: "FDA 3500A B3; EU MIR 1.2"),
        Field(
            "late_entry_reason", .prose(bytesMax: 4_000), .identity, in: .document,
            traits: [.freeText], label: Words("Reason for late entry", "Motif de saisie tardive"),
            help: Words(
                "Why the complaint was not recorded when it was received.",
                "Pourquoi la réclamation n’a pas été enregistrée dès sa réception.")),
    ]

    private static let originFields: [Field] = [
        Field(
            "channel", .choice(Choices.channel), .identity, in: .column,
            traits: [.facet, .sortable, .listed], label: Words("Channel", "Canal"),
            citation: "ISO 13485:2016 8.2.2 a)"),
        Field(
            "country", .country, .identity, in: .column, traits: [.facet, .sortable, .listed],
            label: Words("Country of incident", "Pays de l’incident"),
            help: Words(
                "Decides which authorities may have to be told.",
                "Détermine les autorités à informer, le cas échéant."),
            citation: "EU MDR 2017/745 art. 92(5)", form: "EU MIR 1.1",
            requiredWhen: .hasReached("assessed")),
        Field(
            "language", .choice(Choices.language), .identity, in: .column,
            traits: [.facet, .listed], label: Words("Language", "Langue")),
        Field(
            "customer", .text(bytesMax: 400), .identity, in: .column,
            traits: [.facet, .sortable, .searched, .listed], label: Words("Customer", "Client")),
        Field(
            "report_source", .text(bytesMax: 400), .identity, in: .document,
            label: Words("Report source", "Origine du signalement"),
            help: Words(
                "Who reported it first: user facility, distributor, literature, authority …",
                "Qui l’a signalé en premier\u{A0}: établissement, distributeur, littérature, "
                    + "autorité…"),
            citation: "21 CFR 803.52(e)(3)", form: "FDA 3500A G"),
    ]

    private static let recordFields: [Field] = [
        Field(
            "version", .integer(1...Int64.max), .identity, in: .column, entry: .system,
            traits: [.listed], label: Words("Version", "Version")),
        Field(
            "created", .timestamp, .identity, in: .column, entry: .system,
            traits: [.sortable, .listed], label: Words("Created", "Créée le")),
        Field(
            "updated", .timestamp, .identity, in: .column, entry: .system,
            traits: [.sortable, .listed], label: Words("Updated", "Modifiée le")),
        Field(
            "updated_by", .text(bytesMax: 100), .identity, in: .column, entry: .system,
            traits: [.listed], label: Words("Updated by", "Modifiée par")),
    ]
}
