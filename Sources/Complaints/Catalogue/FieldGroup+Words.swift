extension FieldGroup {
    /// The heading of the group's section.
    public var label: Words {
        switch self {
        case .identity: Words("Identity", "Identité")
        case .complainant: Words("Complainant", "Réclamant")
        case .site: Words("Site and system", "Site et système")
        case .device: Words("Device", "Dispositif")
        case .event: Words("Event", "Événement")
        case .patient: Words("Patient", "Patient")
        case .triage: Words("Triage", "Tri")
        case .coding: Words("Coding", "Codification")
        case .reportability:
            Words("Facts for reporting", "Faits déterminants pour la déclaration")
        case .investigation: Words("Investigation", "Investigation")
        case .action: Words("Action", "Action")
        case .reply: Words("Reply", "Réponse")
        case .closure: Words("Closure", "Clôture")
        case .provenance: Words("Provenance", "Provenance")
        case .custom: Words("Own fields", "Champs propres")
        }
    }
}
