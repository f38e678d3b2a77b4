extension ReportForm {
    /// Form FDA 3500A (MedWatch), for manufacturers: its blocks as 21 CFR 803.52 names their contents.
    static let fda3500A = ReportForm(
        id: "fda-3500a", name: Words("FDA 3500A", "FDA 3500A"), prefix: "FDA 3500A",
        jurisdiction: "US",
        sections: [
            Section(
                "A", Words("Patient information", "Patient"), citation: "21 CFR 803.52(a)",
                [
                    item(
                        "A1", "Patient identifier", "Identifiant du patient", "patient_pseudonym",
                        isNeeded: true, isOfPatient: true),
                    item(
                        "A2", "Age at the time of the event", "Âge lors de l’événement",
                        "patient_age", isNeeded: true, isOfPatient: true),
                    item(
                        "A3", "Sex", "Sexe", "patient_sex", isNeeded: true, isOfPatient: true),
                    item(
                        "A4", "Weight (kg)", "Poids (kg)", "patient_weight", isNeeded: true,
                        isOfPatient: true),
                ]),
            Section(
                "B", Words("Adverse event or product problem", "Événement ou problème du produit"),
                citation: "21 CFR 803.52(b)",
                [
                    item(
                        "B1", "Adverse event or product problem",
                        "Événement ou problème du produit",
                        "device_problem", isNeeded: true),
                    item(
                        "B2", "Outcome attributed to the event",
                        "Conséquence attribuée à l’événement",
                        "outcome", "patient_harm",
                        needs: [["outcome"]]),
                    item(
                        "B3", "Date of the event", "Date de l’événement", "event_date",
                        isNeeded: true),
                    Item(
                        "B4",
                        Words(
                            "Date of the initial reporter’s report",
                            "Date de la déclaration du déclarant initial"),
                        .byHand, citation: "21 CFR 803.52(b)(4)", isNeeded: true),
                    item(
                        "B5", "Description of the event", "Description de l’événement",
                        "description", "patient_involved", "patient_harm",
                        needs: [["description"]]),
                    item(
                        "B6", "Relevant tests", "Examens pertinents", "tests", isNeeded: true,
                        isOfPatient: true),
                    item(
                        "B7", "Other relevant history", "Autres antécédents utiles",
                        "event_history", isNeeded: true, isOfPatient: true),
                ]),
            Section(
                "C", Words("Suspect products", "Produits suspects"), citation: "Form FDA 3500A",
                note: Words(
                    "For drugs and biologics: not filled in for a device.",
                    "Pour les médicaments et produits biologiques\u{A0}: non rempli pour un dispositif."
                )),
            Section(
                "D", Words("Device information", "Dispositif"), citation: "21 CFR 803.52(c)", device
            ),
            Section(
                "E", Words("Initial reporter", "Déclarant initial"), citation: "21 CFR 803.52(d)",
                [
                    item(
                        "E1", "Name, address and phone", "Nom, adresse et téléphone",
                        "complainant_name",
                        "complainant_address", "complainant_phone", "initial_reporter",
                        needs: [
                            ["complainant_name"], ["complainant_address"], ["complainant_phone"],
                        ]),
                    Item(
                        "E2", Words("Health professional", "Professionnel de santé"), .byHand,
                        citation: "21 CFR 803.52(d)(2)"),
                    item("E3", "Occupation", "Profession", "complainant_role", isNeeded: true),
                    Item(
                        "E4",
                        Words(
                            "Whether the reporter sent a copy to the FDA",
                            "Copie adressée à la FDA par le déclarant"), .byHand,
                        citation: "21 CFR 803.52(d)(4)"),
                ]),
            Section(
                "F",
                Words("User facility and importer", "Établissement utilisateur et importateur"),
                citation: "21 CFR 803.32, 803.42",
                note: Words(
                    "For user facilities and importers of devices.",
                    "Pour les établissements utilisateurs et les importateurs de dispositifs.")),
            Section(
                "G", Words("All manufacturers", "Tous les fabricants"),
                citation: "21 CFR 803.52(e)",
                manufacturer),
            Section(
                "H", Words("Device manufacturers", "Fabricants de dispositifs"),
                citation: "21 CFR 803.52(f)", evaluation),
        ])

    private static let device: [Item] = [
        item("D1", "Brand name", "Marque", "brand", isNeeded: true),
        item(
            "D2", "Common device name and product code", "Nom commun et code produit",
            "generic_name", "product_code", isNeeded: true),
        item("D3", "Manufacturer", "Fabricant", "manufacturer", isNeeded: true),
        item(
            "D4", "Model, catalogue, serial and lot number, UDI",
            "Modèle, référence, numéros de série et de lot, IUD", "model", "catalogue_number",
            "serial", "lot", "udi", "udi_pi", "udi_unknown_reason",
            needs: [
                ["model", "catalogue_number"], ["serial", "lot"], ["udi", "udi_unknown_reason"],
            ]),
        item("D5", "Operator of the device", "Opérateur du dispositif", "operator", isNeeded: true),
        item(
            "D", "Available for evaluation, returned on", "Disponible pour évaluation, retourné le",
            "returned_part", "part_received", needs: [["returned_part"]]),
    ]

    private static let manufacturer: [Item] = [
        Item(
            "G",
            Words(
                "Contact office and manufacturing site", "Bureau de contact et site de production"),
            .byHand, citation: "21 CFR 803.52(e)(1)"),
        Item("G", Words("Phone", "Téléphone"), .byHand, citation: "21 CFR 803.52(e)(2)"),
        item("G", "Report source", "Origine du signalement", "report_source", isNeeded: true),
        item(
            "G", "Date received by the manufacturer", "Date de réception par le fabricant", "aware",
            isNeeded: true),
        Item(
            "G", Words("Type of report", "Type de déclaration"), .report("type"),
            citation: "21 CFR 803.52(e)(5)", isNeeded: true),
        Item(
            "G", Words("Manufacturer report number", "Numéro de déclaration du fabricant"),
            .report("report_number"), citation: "21 CFR 803.52(e)(6)", isNeeded: true),
        item("G", "Complaint file", "Dossier de réclamation", "number"),
    ]

    private static let evaluation: [Item] = [
        item(
            "H1", "Type of reportable event", "Type d’événement déclarable", "outcome",
            isNeeded: true),
        Item(
            "H2", Words("Type of follow-up", "Type de suivi"), .byHand,
            citation: "21 CFR 803.52(f)(2)"),
        item(
            "H3", "Device evaluated by the manufacturer", "Évaluation par le fabricant",
            "returned_part",
            "part_received", "findings", "investigation_results",
            needs: [["returned_part"], ["findings", "investigation_results"]]),
        item("H4", "Date of manufacture", "Date de fabrication", "manufactured", isNeeded: true),
        Item(
            "H5", Words("Labelled for single use", "Étiqueté à usage unique"), .byHand,
            citation: "21 CFR 803.52(f)(5)"),
        item(
            "H6", "Evaluation codes (IMDRF)", "Codes d’évaluation (IMDRF)", "imdrf_a", "imdrf_b",
            "imdrf_c", "imdrf_d", "imdrf_e", "imdrf_f", "imdrf_g",
            needs: [["imdrf_a"], ["imdrf_b"], ["imdrf_c"], ["imdrf_d"], ["imdrf_e"], ["imdrf_f"]]),
        item("H7", "Remedial action", "Action corrective", "action_decision", "correction"),
        Item(
            "H8", Words("Initial use or reuse", "Première utilisation ou réutilisation"), .byHand,
            citation: "21 CFR 803.52(f)(8)"),
        item(
            "H9", "Reported correction or removal", "Correction ou retrait déclaré",
            "field_action_id",
            "field_action_initiated"),
        item(
            "H10", "Additional narrative of the manufacturer", "Compléments du fabricant",
            "root_cause",
            "investigation_results"),
        Item(
            "H11", Words("Corrected data", "Données corrigées"), .byHand,
            citation: "21 CFR 803.52(f)(11)"),
    ]

    /// A place that fields of the file fill.
    static func item(
        _ number: String, _ english: String, _ french: String, _ fields: FieldName...,
        isNeeded: Bool = false, needs: [[FieldName]] = [], isOfPatient: Bool = false
    ) -> Item {
        Item(
            number, Words(english, french), .fields(fields), isNeeded: isNeeded, needs: needs,
            isOfPatient: isOfPatient)
    }
}
