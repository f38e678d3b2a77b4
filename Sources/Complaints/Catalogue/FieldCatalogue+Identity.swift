extension FieldCatalogue {
    /// What the file is: number, state, dates, where from. Citations: 21 CFR 820.35(a) as in force
    /// since 2026-02-02, 21 CFR 803.
    static let identityFields: [Field] = [
        Field(
            "id", .integer(1...Int64.max), .identity, in: .column, entry: .system,
            traits: [.sortable, .listed], label: Words("Id", "Id")),
        Field(
            "number", .text(bytesMax: 40), .identity, in: .column, entry: .system,
            traits: [.sortable, .searched, .listed], label: Words("Number", "Numéro"),
            help: Words(
                "Drawn by IBTool, without gaps, per year of registration.",
                "Attribué par IBTool, sans trou, par année d’enregistrement.")),
        Field(
            "status", .choice(Choices.status), .identity, in: .column,
            traits: [.facet, .sortable, .listed], label: Words("Status", "Statut")),
        Field(
            "received", .partialDate, .identity, in: .column,
            traits: [.required, .sortable, .listed], label: Words("Received", "Reçue le"),
            help: Words(
                "The day the complaint reached anyone in the company, not the day it was typed in.",
                "Le jour où la réclamation est parvenue à qui que ce soit dans l’entreprise, "
                    + "et non celui de la saisie."),
            citation: "21 CFR 820.35(a)(2)"),
        Field(
            "aware", .date, .identity, in: .column, traits: [.sortable, .listed],
            label: Words("Aware of incident", "Connaissance de l’incident"),
            help: Words(
                "Day 0 of the legal clocks.",
                "Le jour 0 des délais légaux."),
            citation: "21 CFR 803.50(a); EU MDR 2017/745 art. 87(3)"),
        Field(
            "aware_reportable", .date, .identity, in: .document,
            label: Words("Aware of reportability", "Connaissance du caractère déclarable"),
            help: Words(
                "The day it became known that the event has to be reported.",
                "Le jour où l’on a su que l’événement devait être déclaré."),
            citation: "21 CFR 803.50(a)"),
        Field(
            "event_date", .partialDate, .identity, in: .column, traits: [.sortable, .listed],
            label: Words("Event date", "Date de l’événement"),
            help: Words(
                "A month or a year alone will do when the day is not known.",
                "À défaut du jour exact, le mois ou l’année suffit."),
            citation: "21 CFR 803.52(b)(3)"),
        Field(
            "channel", .choice(Choices.channel), .identity, in: .column,
            traits: [.facet, .sortable, .listed], label: Words("Channel", "Canal")),
        Field(
            "country", .country, .identity, in: .column, traits: [.facet, .sortable, .listed],
            label: Words("Country of incident", "Pays de l’incident"),
            help: Words(
                "Decides which authorities may have to be told.",
                "Détermine les autorités à informer, le cas échéant.")),
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
                    + "autorité…")),
        Field(
            "late_entry_reason", .prose(bytesMax: 4_000), .identity, in: .document,
            traits: [.freeText], label: Words("Reason for late entry", "Motif de saisie tardive"),
            help: Words(
                "Why the complaint was not recorded when it was received.",
                "Pourquoi la réclamation n’a pas été enregistrée dès sa réception.")),
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
