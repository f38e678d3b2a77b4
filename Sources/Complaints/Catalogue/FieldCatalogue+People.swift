extension FieldCatalogue {
    /// Who complains: for those who work files, sealed.
    static let complainantFields: [Field] = [
        complainant(
            "complainant_name", .text(bytesMax: 200), Words("Name", "Nom"),
            citation: "21 CFR 820.35(a)(4); 803.52(d)(1)", form: "FDA 3500A E1; EU MIR 3.4"),
        complainant(
            "complainant_role", .choice(Choices.complainantRole), Words("Role", "Fonction"),
            citation: "21 CFR 803.52(d)(3)", form: "FDA 3500A E3; EU MIR 3.4"),
        complainant(
            "complainant_organisation", .text(bytesMax: 400), Words("Organisation", "Organisme")),
        complainant(
            "complainant_address", .prose(bytesMax: 1_000), Words("Address", "Adresse"),
            citation: "21 CFR 820.35(a)(4); 803.52(d)(1)", form: "FDA 3500A E1"),
        complainant(
            "complainant_phone", .text(bytesMax: 100), Words("Phone", "Téléphone"),
            citation: "21 CFR 820.35(a)(4); 803.52(d)(1)", form: "FDA 3500A E1"),
        complainant("complainant_email", .text(bytesMax: 254), Words("E-mail", "Courriel")),
        Field(
            "initial_reporter", .choice(Choices.yesNoUnknown), .complainant, in: .document,
            label: Words(
                "Complainant is the initial reporter", "Le réclamant est le déclarant initial"),
            citation: "21 CFR 803.52(d)(1)", form: "FDA 3500A E1; EU MIR 3.4"),
        Field(
            "wants_reply", .choice(Choices.yesNoUnknown), .complainant, in: .document,
            label: Words("Wants a reply", "Souhaite une réponse")),
    ]

    /// About the patient: needs the patient grant, its reading is logged, sealed.
    static let patientFields: [Field] = [
        patient(
            "patient_pseudonym", .text(bytesMax: 100), Words("Pseudonym", "Pseudonyme"),
            help: Words(
                "Initials or a code, never the name.",
                "Des initiales ou un code, jamais le nom."),
            citation: "21 CFR 803.52(a)(1)", form: "FDA 3500A A1"),
        patient(
            "patient_age", .integer(0...130), Words("Age in years", "Âge en années"),
            help: Words("At the time of the event.", "Au moment de l’événement."),
            citation: "21 CFR 803.52(a)(2)", form: "FDA 3500A A2; EU MIR 3.3"),
        patient(
            "patient_sex", .choice(Choices.sex), Words("Sex", "Sexe"),
            citation: "21 CFR 803.52(a)(3)", form: "FDA 3500A A3; EU MIR 3.3"),
        patient(
            "patient_weight", .decimal, Words("Weight in kg", "Poids en kg"),
            citation: "21 CFR 803.52(a)(4)", form: "FDA 3500A A4; EU MIR 3.3"),
        patient(
            "patient_harm", .prose(bytesMax: 16_000), Words("Harm", "Préjudice"),
            help: Words(
                "What happened to the patient, and what was done about it.",
                "Ce qui est arrivé au patient et ce qui a été fait pour y remédier."),
            citation: "21 CFR 803.52(b)(2)", form: "FDA 3500A B2, B5; EU MIR 3.3"),
    ]

    private static func complainant(
        _ name: FieldName, _ type: FieldType, _ label: Words, citation: Citation? = nil,
        form: String? = nil
    ) -> Field {
        Field(
            name, type, .complainant, in: .sealed, access: .complainant, label: label,
            citation: citation, form: form)
    }

    private static func patient(
        _ name: FieldName, _ type: FieldType, _ label: Words, help: Words? = nil,
        citation: Citation? = nil, form: String? = nil
    ) -> Field {
        Field(
            name, type, .patient, in: .sealed, access: .patient, label: label, help: help,
            citation: citation, form: form)
    }
}
