extension FieldCatalogue {
    /// Where the system stands.
    static let siteFields: [Field] = [
        Field(
            "site", .reference(.site), .site, in: .column, traits: [.facet, .sortable, .listed],
            label: Words("Site", "Site")),
        Field(
            "site_name", .text(bytesMax: 400), .site, in: .derived, entry: .system,
            traits: [.listed], label: Words("Site name", "Nom du site")),
        Field(
            "system", .reference(.system), .site, in: .column, traits: [.sortable, .listed],
            label: Words("System", "Système"),
            help: Words(
                "Pick it by serial number; everything known about it fills in.",
                "Choisissez-le par numéro de série\u{A0}: tout ce que l’on en sait se remplit.")),
        Field(
            "room", .text(bytesMax: 200), .site, in: .document, label: Words("Room", "Salle")),
        Field(
            "contract", .choice(Choices.contract), .site, in: .document,
            label: Words("Contract", "Contrat")),
        Field(
            "configuration", .prose(bytesMax: 8_000), .site, in: .document,
            label: Words("Configuration", "Configuration"),
            help: Words(
                "Options and accessories that matter: coils, injector, workstations.",
                "Options et accessoires utiles à connaître\u{A0}: antennes, injecteur, consoles.")),
        Field(
            "last_service", .date, .site, in: .document,
            label: Words("Last service", "Dernière maintenance")),
    ]

    /// Which device, as exactly as it is known.
    static let deviceFields: [Field] = [
        Field(
            "modality", .choice(Choices.modality), .device, in: .column,
            traits: [.facet, .sortable, .listed], label: Words("Modality", "Modalité")),
        named("brand", Words("Brand", "Marque"), citation: "21 CFR 803.52(c)"),
        named(
            "product", Words("Product", "Produit"),
            help: Words(
                "The name of the device, as the label has it.",
                "Le nom du dispositif, tel qu’il figure sur l’étiquette."),
            citation: "21 CFR 820.35(a)(1)"),
        named("model", Words("Model", "Modèle"), citation: "21 CFR 803.52(c)"),
        Field(
            "serial", .text(bytesMax: 200), .device, in: .column,
            traits: [.sortable, .searched, .listed],
            label: Words("Serial number", "Numéro de série"),
            citation: "21 CFR 820.35(a)(3)"),
        Field(
            "udi", .text(bytesMax: 400), .device, in: .column, traits: [.sortable, .listed],
            label: Words("UDI-DI", "IUD-ID"),
            help: Words(
                "The device identifier of the UDI: what comes after (01) on the label.",
                "L’identifiant du dispositif dans l’IUD\u{A0}: ce qui suit (01) sur l’étiquette."),
            citation: "21 CFR 820.35(a)(3)"),
        Field(
            "udi_pi", .text(bytesMax: 400), .device, in: .document,
            label: Words("UDI-PI", "IUD-IP"),
            help: Words(
                "The production identifier: lot, serial number, dates.",
                "L’identifiant de production\u{A0}: lot, numéro de série, dates."),
            citation: "21 CFR 820.35(a)(3)"),
        Field(
            "software_version", .text(bytesMax: 200), .device, in: .column,
            traits: [.facet, .sortable, .listed],
            label: Words("Software version", "Version du logiciel")),
        Field(
            "catalogue_number", .text(bytesMax: 200), .device, in: .document,
            label: Words("Catalogue number", "Référence catalogue"),
            citation: "21 CFR 803.52(c)"),
        Field(
            "lot", .text(bytesMax: 200), .device, in: .document, label: Words("Lot", "Lot"),
            citation: "21 CFR 803.52(c)"),
        Field(
            "manufactured", .partialDate, .device, in: .document,
            label: Words("Manufactured", "Date de fabrication"), citation: "21 CFR 803.52(f)"),
        Field(
            "manufacturer", .text(bytesMax: 400), .device, in: .document,
            label: Words("Manufacturer", "Fabricant"), citation: "21 CFR 803.52(c)"),
        Field(
            "generic_name", .text(bytesMax: 1_000), .device, in: .document,
            label: Words("Generic name", "Nom générique"), citation: "21 CFR 803.52(c)"),
        Field(
            "product_code", .text(bytesMax: 100), .device, in: .document,
            label: Words("Product code", "Code produit"),
            help: Words(
                "The authority's class of device, e.g. LNH for an MR system.",
                "La classe de dispositif de l’autorité, p.\u{A0}ex. LNH pour un système d’IRM."),
            citation: "21 CFR 803.52(c)"),
    ]

    /// Brand, product and model: facets, in the full text.
    private static func named(
        _ name: FieldName, _ label: Words, help: Words? = nil, citation: String
    ) -> Field {
        Field(
            name, .text(bytesMax: 1_000), .device, in: .column,
            traits: [.facet, .sortable, .searched, .listed], label: label, help: help,
            citation: citation)
    }
}
