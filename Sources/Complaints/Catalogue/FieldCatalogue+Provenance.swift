extension FieldCatalogue {
    /// Where an imported file came from.
    static let provenanceFields: [Field] = [
        Field(
            "source", .text(bytesMax: 200), .provenance, in: .column,
            traits: [.facet, .sortable, .listed], label: Words("Source", "Source")),
        Field(
            "source_id", .text(bytesMax: 400), .provenance, in: .column,
            traits: [.sortable, .searched, .listed],
            label: Words("Source id", "Identifiant d’origine"),
            help: Words(
                "The number the file has where it came from.",
                "Le numéro du dossier là d’où il vient.")),
        Field(
            "import", .integer(1...Int64.max), .provenance, in: .column, entry: .system,
            traits: [.sortable, .listed], label: Words("Import", "Import")),
        Field(
            "source_row", .object, .provenance, in: .sealed, access: .sourceRow, entry: .system,
            label: Words("Source row", "Ligne d’origine"),
            help: Words(
                "The imported row, untouched.",
                "La ligne importée, telle quelle.")),
    ]

    /// The object that holds the custom fields; each is also a field of its own, `custom.NAME`.
    static let customObjectFields: [Field] = [
        Field(
            "custom", .object, .custom, in: .document, traits: [.listed],
            label: Words("Own fields", "Champs propres"))
    ]
}
