extension Choices {
    /// Where a device is on the market: the jurisdictions of the rules, by the codes they use.
    public static let markets = [
        Choice("US", "United States", "États-Unis"),
        Choice("EU", "European Union", "Union européenne"),
        Choice("GB", "United Kingdom", "Royaume-Uni"),
        Choice("CH", "Switzerland", "Suisse"),
        Choice("CA", "Canada", "Canada"),
        Choice("AU", "Australia", "Australie"),
        Choice("JP", "Japan", "Japon"),
        Choice("CN", "China", "Chine"),
        Choice("BR", "Brazil", "Brésil"),
        Choice("KR", "South Korea", "Corée du Sud"),
        Choice("IN", "India", "Inde"),
        Choice("OTHER", "Others", "Autres"),
    ]

    /// The class of Regulation (EU) 2017/745, annex VIII.
    public static let riskClass = [
        Choice("I", "Class I", "Classe I"),
        Choice("IIa", "Class IIa", "Classe IIa"),
        Choice("IIb", "Class IIb", "Classe IIb"),
        Choice("III", "Class III", "Classe III"),
        Choice("unknown", "Unknown", "Inconnue"),
    ]

    /// Whether like complaints were looked for.
    public static let similarCheck = [
        Choice("none", "Looked for, none found", "Cherchées, aucune trouvée"),
        Choice("found", "Found", "Trouvées"),
        Choice("not_done", "Not looked for", "Non cherchées"),
    ]

    /// Radiation incidents of 21 CFR 1002.20 and 1003.10.
    public static let radiation = [
        Choice("none", "None", "Aucun"),
        Choice("accidental_occurrence", "Accidental occurrence", "Exposition accidentelle"),
        Choice("defect", "Defect or non-compliance", "Défaut ou non-conformité"),
        Choice("unknown", "Unknown", "Inconnu"),
    ]

    /// Where the part that was asked for is.
    public static let returnedPart = [
        Choice("not_needed", "Not needed", "Non nécessaire"),
        Choice("requested", "Requested", "Demandée"),
        Choice("received", "Received", "Reçue"),
        Choice("not_returned", "Not returned", "Non retournée"),
    ]

    /// What the device had to do with it (21 CFR 803.3, "caused or contributed").
    public static let relation = [
        Choice("caused", "Caused it", "Cause"),
        Choice("contributed", "Contributed to it", "A contribué"),
        Choice("not_related", "Not related", "Sans lien"),
        Choice("unknown", "Cannot be determined", "Indéterminé"),
    ]

    /// What is to be done.
    public static let actionDecision = [
        Choice("none", "No action", "Aucune action"),
        Choice("correction", "Correction", "Correction"),
        Choice("corrective_action", "Corrective action (CAPA)", "Action corrective (CAPA)"),
        Choice("field_action", "Field safety corrective action", "Action corrective de sécurité"),
    ]

    /// What the check of an action's effect showed.
    public static let effectiveness = [
        Choice("pending", "Pending", "En attente"),
        Choice("effective", "Effective", "Efficace"),
        Choice("not_effective", "Not effective", "Inefficace"),
        Choice("not_needed", "Not needed", "Non nécessaire"),
    ]
}
