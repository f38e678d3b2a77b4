extension ReportForm {
    /// The manufacturer incident report of the European Commission, version 7.3.1 (MDR art. 87, 92(5)).
    static let euMIR = ReportForm(
        id: "eu-mir", name: Words("EU MIR 7.3.1", "MIR 7.3.1 (UE)"), prefix: "EU MIR",
        jurisdiction: "EU",
        sections: [
            Section(
                "1", Words("Administrative information", "Informations administratives"),
                citation: "EU MDR 2017/745 art. 87", administrative),
            Section(
                "2", Words("Medical device information", "Dispositif médical"),
                citation: "EU MDR 2017/745 art. 27, 51, 87", mirDevice),
            Section(
                "3",
                Words(
                    "Incident as told by the user or patient",
                    "Incident selon l’utilisateur ou le patient"),
                citation: "EU MDR 2017/745 art. 2(64), 2(65)", incident),
            Section(
                "4", Words("Manufacturer’s analysis", "Analyse du fabricant"),
                citation: "EU MDR 2017/745 art. 89(1), 89(5)", analysis),
            Section(
                "5", Words("General comments", "Remarques générales"),
                citation: "EU MDR 2017/745 art. 87",
                [Item("5", Words("General comments", "Remarques générales"), .byHand)]),
        ])

    private static let administrative: [Item] = [
        Item(
            "1.1", Words("Receiving competent authority", "Autorité compétente destinataire"),
            .byHand,
            isNeeded: true),
        item("1.1", "Country of the incident", "Pays de l’incident", "country", isNeeded: true),
        Item(
            "1.1", Words("Manufacturer’s reference", "Référence du fabricant"),
            .report("report_number"), isNeeded: true),
        Item("1.2", Words("Date of this report", "Date de ce rapport"), .report("submitted")),
        Item("1.2", Words("Type of report", "Type de rapport"), .report("type"), isNeeded: true),
        item("1.2", "Date of the incident", "Date de l’incident", "event_date", isNeeded: true),
        item(
            "1.2", "Manufacturer’s awareness", "Connaissance par le fabricant", "aware",
            isNeeded: true),
        item(
            "1.2", "Awareness of reportability", "Connaissance du caractère déclarable",
            "aware_reportable", isNeeded: true),
        Item(
            "1.2", Words("Expected date of the next report", "Date prévue du prochain rapport"),
            .report("next_report")),
        item("1.2", "Next report announced", "Prochain rapport annoncé", "next_report"),
        Item(
            "1.2", Words("Acknowledgement number", "Numéro de l’accusé de réception"),
            .report("acknowledgement_number")),
        Item(
            "1.2", Words("Rule that decides the time", "Règle fixant le délai"), .decision("rule"),
            citation: "EU MDR 2017/745 art. 87(3) to (5)"),
        item("1.3", "Manufacturer", "Fabricant", "manufacturer", isNeeded: true),
        item("1.3", "Complaint file", "Dossier de réclamation", "number"),
        Item(
            "1.3", Words("SRN, address, contact", "SRN, adresse, contact"), .byHand, isNeeded: true),
    ]

    private static let mirDevice: [Item] = [
        item(
            "2.1", "UDI-DI and UDI-PI", "IUD-ID et IUD-IP", "udi", "udi_pi", "udi_unknown_reason",
            needs: [["udi", "udi_unknown_reason"], ["udi_pi", "udi_unknown_reason"]]),
        Item("2.2", Words("Nomenclature (EMDN)", "Nomenclature (EMDN)"), .byHand, isNeeded: true),
        item(
            "2.3", "Description and commercial information",
            "Description et informations commerciales",
            "brand", "product", "model", "generic_name", "catalogue_number", "serial", "lot",
            "software_version", "manufactured",
            needs: [["brand", "product"], ["model", "catalogue_number"], ["serial", "lot"]]),
        item("2.4", "Risk class", "Classe de risque", "risk_class", isNeeded: true),
        item("2.5", "Market distribution", "Distribution sur le marché", "markets", isNeeded: true),
        Item("2.6", Words("Accessories", "Accessoires"), .byHand),
    ]

    private static let incident: [Item] = [
        item(
            "3.1", "Nature of the incident", "Nature de l’incident", "description", isNeeded: true),
        item(
            "3", "Operator, state of the device", "Opérateur, état du dispositif", "operator",
            "device_state"),
        item(
            "3.2", "Device problem (IMDRF A), component (G)", "Problème (IMDRF A), composant (G)",
            "imdrf_a", "imdrf_g",
            needs: [["imdrf_a"]]),
        item(
            "3.3", "Outcome, symptoms (IMDRF E), impact (F)",
            "Conséquence, symptômes (IMDRF E), conséquences sur la santé (F)", "outcome",
            "patient_involved", "imdrf_e", "imdrf_f",
            needs: [["outcome"], ["imdrf_e"], ["imdrf_f"]]),
        item(
            "3.3", "Patient", "Patient", "patient_age", "patient_sex", "patient_weight",
            "patient_harm",
            needs: [["patient_age"], ["patient_sex"], ["patient_weight"], ["patient_harm"]],
            isOfPatient: true),
        item("3.3", "Relevant history", "Antécédents utiles", "event_history"),
        item(
            "3.4", "Initial reporter", "Déclarant initial", "complainant_name", "complainant_role",
            "initial_reporter",
            needs: [["complainant_name"], ["complainant_role"]]),
    ]

    private static let analysis: [Item] = [
        Item(
            "4.1",
            Words("Preliminary comments of the manufacturer", "Premières remarques du fabricant"),
            .decision("rationale")),
        item(
            "4.2", "Cause, findings, conclusion", "Cause, constats, conclusion", "findings",
            "root_cause", "investigation_results", "correction",
            needs: [["root_cause"], ["findings", "investigation_results"]]),
        item(
            "4.2", "Investigation codes (IMDRF B, C, D)", "Codes d’investigation (IMDRF B, C, D)",
            "imdrf_b", "imdrf_c", "imdrf_d", isNeeded: true),
        item(
            "4.3", "Similar incidents", "Incidents semblables", "similar_check",
            "similar_findings",
            needs: [["similar_check"]]),
    ]
}
