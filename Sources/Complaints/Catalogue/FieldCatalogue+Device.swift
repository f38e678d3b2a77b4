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
            "installed", .partialDate, .site, in: .document,
            label: Words("Installed", "Installé le")),
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
        named(
            "brand", Words("Brand", "Marque"), citation: "21 CFR 803.52(c)(1)",
            form: "FDA 3500A D1; EU MIR 2.3"),
        named(
            "product", Words("Product", "Produit"),
            help: Words(
                "The name of the device, as the label has it.",
                "Le nom du dispositif, tel qu’il figure sur l’étiquette."),
            citation: "21 CFR 820.35(a)(1)", form: "EU MIR 2.3"),
        named(
            "model", Words("Model", "Modèle"), citation: "21 CFR 803.52(c)(4)",
            form: "FDA 3500A D4; EU MIR 2.3"),
        Field(
            "serial", .text(bytesMax: 200), .device, in: .column,
            traits: [.sortable, .searched, .listed],
            label: Words("Serial number", "Numéro de série"),
            citation: "21 CFR 820.35(a)(3); 803.52(c)(4)", form: "FDA 3500A D4; EU MIR 2.3"),
        Field(
            "udi", .text(bytesMax: 400), .device, in: .column, traits: [.sortable, .listed],
            label: Words("UDI-DI", "IUD-ID"),
            help: Words(
                "The device identifier of the UDI: what comes after (01) on the label. Its check "
                    + "digit is verified.",
                "L’identifiant du dispositif dans l’IUD\u{A0}: ce qui suit (01) sur l’étiquette. "
                    + "Sa clé de contrôle est vérifiée."),
            citation: "21 CFR 820.35(a)(3); EU MDR 2017/745 art. 27",
            form: "FDA 3500A D4; EU MIR 2.1", syntax: .deviceIdentifier),
        Field(
            "udi_pi", .text(bytesMax: 400), .device, in: .document,
            label: Words("UDI-PI", "IUD-IP"),
            help: Words(
                "The production identifier: lot, serial number, dates, with the marks of the label, "
                    + "e.g. (11)240131(21)V15-0042.",
                "L’identifiant de production\u{A0}: lot, numéro de série, dates, avec les marques de "
                    + "l’étiquette, p.\u{A0}ex. (11)240131(21)V15-0042."),
            citation: "21 CFR 820.35(a)(3); EU MDR 2017/745 art. 27",
            form: "FDA 3500A D4; EU MIR 2.1", syntax: .productionIdentifier),
        Field(
            "udi_unknown_reason", .text(bytesMax: 1_000), .device, in: .document,
            traits: [.freeText], label: Words("Why the UDI is unknown", "Motif d’IUD inconnu"),
            help: Words(
                "E.g. made before the UDI was required, or the label is not readable.",
                "P.\u{A0}ex. fabriqué avant l’obligation d’IUD, ou étiquette illisible."),
            citation: "21 CFR 820.35(a)(3)", form: "FDA 3500A D4; EU MIR 2.1",
            requiredWhen: .all([.hasReached("review"), .isEmpty("udi")])),
        Field(
            "software_version", .text(bytesMax: 200), .device, in: .column,
            traits: [.facet, .sortable, .listed],
            label: Words("Software version", "Version du logiciel"), form: "EU MIR 2.3"),
        Field(
            "catalogue_number", .text(bytesMax: 200), .device, in: .document,
            label: Words("Catalogue number", "Référence catalogue"),
            citation: "21 CFR 803.52(c)(4)", form: "FDA 3500A D4; EU MIR 2.3"),
        Field(
            "lot", .text(bytesMax: 200), .device, in: .document, label: Words("Lot", "Lot"),
            citation: "21 CFR 803.52(c)(4)", form: "FDA 3500A D4; EU MIR 2.3"),
        Field(
            "manufactured", .partialDate, .device, in: .document,
            label: Words("Manufactured", "Date de fabrication"), citation: "21 CFR 803.52(f)(4)",
            form: "FDA 3500A H4; EU MIR 2.3"),
        Field(
            "manufacturer", .text(bytesMax: 400), .device, in: .document,
            label: Words("Manufacturer", "Fabricant"), citation: "21 CFR 803.52(c)(3)",
            form: "FDA 3500A D3; EU MIR 1.3"),
        Field(
            "generic_name", .text(bytesMax: 1_000), .device, in: .document,
            label: Words("Generic name", "Nom générique"), citation: "21 CFR 803.52(c)(2)",
            form: "FDA 3500A D2; EU MIR 2.3"),
        Field(
            "product_code", .text(bytesMax: 100), .device, in: .document,
            label: Words("Product code", "Code produit"),
            help: Words(
                "The authority's class of device, e.g. LNH for an MR system.",
                "La classe de dispositif de l’autorité, p.\u{A0}ex. LNH pour un système d’IRM."),
            citation: "21 CFR 803.52(c)(2)", form: "FDA 3500A D2"),
        Field(
            "risk_class", .choice(Choices.riskClass), .device, in: .document,
            label: Words("Risk class", "Classe de risque"),
            help: Words(
                "Of Regulation (EU) 2017/745, annex VIII; for the United States see the product code.",
                "Selon le règlement (UE) 2017/745, annexe VIII\u{202F}; pour les États-Unis, voir le "
                    + "code produit."),
            citation: "EU MDR 2017/745 art. 51", form: "EU MIR 2.4"),
        Field(
            "markets", .list(of: .choice(Choices.markets)), .device, in: .document,
            traits: [.facet], label: Words("Markets", "Marchés"),
            help: Words(
                "Where the device, or one like it, is on the market: each market has its own duties "
                    + "to report.",
                "Où le dispositif, ou un semblable, est sur le marché\u{A0}: chaque marché a ses "
                    + "propres obligations de déclaration."),
            citation: "21 CFR 803.50(a); EU MDR 2017/745 art. 87(1)", form: "EU MIR 2.5",
            requiredWhen: .hasReached("assessed")),
    ]

    /// Brand, product and model: facets, in the full text.
    private static func named(
        _ name: FieldName, _ label: Words, help: Words? = nil, citation: Citation, form: String
    ) -> Field {
        Field(
            name, .text(bytesMax: 1_000), .device, in: .column,
            traits: [.facet, .sortable, .searched, .listed], label: label, help: help,
            citation: citation, form: form)
    }
}
