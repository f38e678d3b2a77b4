extension FieldCatalogue {
    /// A site of the install base (PRODUCT section 4), in the same terms as a complaint's fields.
    public static let site = FieldCatalogue(
        recordFields + [
            Field(
                "code", .text(bytesMax: 60), .site, in: .column,
                traits: [.required, .sortable, .searched, .listed], label: Words("Code", "Code"),
                help: Words(
                    "Short and unique, e.g. FR-LIL-01.",
                    "Court et unique\u{A0}: FR-LIL-01, par exemple.")),
            Field(
                "name", .text(bytesMax: 400), .site, in: .column,
                traits: [.required, .sortable, .searched, .listed], label: Words("Name", "Nom")),
            Field(
                "city", .text(bytesMax: 200), .site, in: .column,
                traits: [.facet, .sortable, .searched, .listed], label: Words("City", "Ville")),
            Field(
                "country", .country, .site, in: .column, traits: [.facet, .sortable, .listed],
                label: Words("Country", "Pays")),
            Field(
                "address", .prose(bytesMax: 1_000), .site, in: .column, traits: [.listed],
                label: Words("Address", "Adresse")),
            Field(
                "customer", .text(bytesMax: 400), .site, in: .column,
                traits: [.facet, .sortable, .searched, .listed],
                label: Words("Customer", "Client")),
            noteField,
        ])

    /// A system of the install base.
    public static let system = FieldCatalogue(
        recordFields + [
            Field(
                "system_id", .text(bytesMax: 60), .site, in: .column,
                traits: [.required, .sortable, .searched, .listed],
                label: Words("System id", "Identifiant du système")),
            Field(
                "site", .reference(.site), .site, in: .column,
                traits: [.facet, .sortable, .listed],
                label: Words("Site", "Site")),
            Field(
                "installed", .partialDate, .site, in: .column, traits: [.sortable, .listed],
                label: Words("Installed", "Installé le")),
            Field(
                "contract", .choice(Choices.contract), .site, in: .column,
                traits: [.facet, .listed],
                label: Words("Contract", "Contrat")),
            noteField,
        ] + systemDeviceNames.compactMap { standard[$0] })

    /// The device fields that a system has in common with a complaint.
    private static let systemDeviceNames: [FieldName] = [
        "modality", "brand", "product", "model", "serial", "udi", "software_version",
    ]

    private static let noteField = Field(
        "note", .prose(bytesMax: 16_000), .site, in: .column, traits: [.freeText, .listed],
        label: Words("Note", "Remarque"))

    /// What IBTool keeps of every record.
    private static let recordFields: [Field] = [
        Field(
            "id", .integer(1...Int64.max), .identity, in: .column, entry: .system,
            traits: [.sortable, .listed], label: Words("Id", "Id")),
        Field(
            "version", .integer(1...Int64.max), .identity, in: .column, entry: .system,
            traits: [.listed], label: Words("Version", "Version")),
        Field(
            "created", .timestamp, .identity, in: .column, entry: .system,
            traits: [.sortable, .listed], label: Words("Created", "Créé le")),
        Field(
            "updated", .timestamp, .identity, in: .column, entry: .system,
            traits: [.sortable, .listed], label: Words("Updated", "Modifié le")),
    ]
}
