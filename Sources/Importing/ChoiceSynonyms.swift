import Complaints

/// The words under which other people's tables keep the values of a closed list, in English and
/// French. A choice's own value and labels need not be listed.
struct ChoiceSynonyms: Sendable {
    private let valueByWord: [String: String]

    /// The words for the choices of a field.
    init(field: FieldName, choices: [Choice]) {
        var table: [String: String] = [:]
        let values = Set(choices.map(\.value))
        for (value, words) in Self.listed[field.text] ?? [:] where values.contains(value) {
            for word in words { table[FoldedText(word).text] = value }
        }
        for choice in choices {
            for word in [choice.label.french, choice.label.english, choice.value] {
                table[FoldedText(word).text] = choice.value
            }
        }
        valueByWord = table
    }

    /// The value that a cell means, nil when the list has none for it.
    func value(for text: some StringProtocol) -> String? {
        valueByWord[FoldedText(text).text]
    }

    private static let listed: [String: [String: [String]]] = [
        "outcome": [
            "death": ["death", "d", "fatal", "died", "décès", "mort", "deces"],
            "serious_injury": [
                "injury", "in", "i", "ij", "il", "serious injury", "serious deterioration",
                "blessure", "blessure grave", "lésion", "atteinte grave",
            ],
            "malfunction": [
                "malfunction", "m", "mal", "failure", "device malfunction", "dysfonctionnement",
                "panne", "défaillance",
            ],
            "other": [
                "other", "o", "no answer provided", "autre", "invalid data", "sans réponse",
                "ot",
            ],
            "none": ["none", "no", "no harm", "aucun", "aucune", "sans conséquence", "non"],
            "unknown": ["unknown", "unk", "u", "inconnu", "inconnue", "non précisé", "n a"],
        ],
        "operator": [
            "health_professional": [
                "health professional", "physician", "nurse", "radiographer", "technologist", "0hp",
                "hp", "professionnel de santé", "médecin", "manipulateur",
            ],
            "lay_user": ["lay user patient", "lay person patient", "lay user", "0lp", "lp"],
            "service_engineer": ["service", "service personnel", "technicien"],
            "patient": ["patient"],
            "other": ["other", "oth", "autre"],
            "unknown": ["0", "000", "i", "invalid data", "no information", "unknown", "inconnu"],
        ],
        "patient_sex": [
            "female": ["f", "female", "woman", "femme", "féminin"],
            "male": ["m", "male", "man", "homme", "h", "masculin"],
            "unknown": ["u", "unk", "unknown", "no information", "inconnu", "na", "ni"],
        ],
        "language": [
            "en": ["en", "english", "eng", "anglais"], "fr": ["fr", "french", "fra", "français"],
            "de": ["de", "german", "deu", "allemand", "deutsch"],
            "es": ["es", "spanish", "spa", "espagnol"], "it": ["it", "italian", "ita", "italien"],
        ],
        "severity": [
            "none": ["none", "no", "no impact", "aucune", "aucun", "nulle", "0"],
            "minor": [
                "minor", "low", "light", "minimal", "negligible", "mineur", "mineure", "faible",
                "légère", "bénigne", "négligeable", "s1", "1", "sev 4",
            ],
            "serious": [
                "serious", "major", "high", "severe", "moderate", "medium", "significant", "majeur",
                "majeure", "grave", "élevée", "élevé", "haute", "sérieux", "sérieuse", "moyenne",
                "modérée", "importante", "s2", "2", "sev 2", "sev 3",
            ],
            "critical": [
                "critical", "catastrophic", "life threatening", "very high", "blocker", "critique",
                "catastrophique", "très grave", "très élevée", "bloquante", "s3", "3", "sev 1",
            ],
            "unknown": ["unknown", "unk", "inconnu", "inconnue", "à déterminer", "tbd"],
        ],
        "status": [
            "received": [
                "received", "new", "open", "opened", "reçu", "reçue", "nouveau", "nouvelle",
                "ouvert", "ouverte",
            ],
            "triage": ["triage", "triaged", "to be triaged", "à trier", "tri"],
            "assessed": ["assessed", "evaluated", "qualified", "évalué", "évaluée", "qualifiée"],
            "investigation": [
                "investigation", "under investigation", "in progress", "in work", "working",
                "en cours", "en investigation", "enquête", "analyse", "en analyse", "en attente",
                "pending", "on hold",
            ],
            "action": ["action", "action pending", "corrective action", "action en cours"],
            "reply": ["reply", "response", "awaiting reply", "réponse", "à répondre"],
            "review": ["review", "in review", "under review", "revue", "en revue", "vérification"],
            "closed": [
                "closed", "done", "resolved", "completed", "clos", "close", "clôturé", "clôturée",
                "fermé", "fermée", "résolu", "résolue", "terminé", "terminée",
            ],
            "not_a_complaint": [
                "not a complaint", "no complaint", "rejected", "non réclamation",
                "pas une réclamation", "rejeté",
            ],
            "duplicate": ["duplicate", "doublon"],
            "withdrawn": [
                "withdrawn", "cancelled", "canceled", "retiré", "retirée", "annulé", "annulée",
            ],
        ],
        "channel": [
            "phone": ["phone", "telephone", "call", "hotline", "téléphone", "appel", "tél"],
            "email": ["email", "e mail", "mail", "courriel", "mél"],
            "service_report": [
                "service report", "service", "field service", "rapport de service",
                "rapport d'intervention", "intervention",
            ],
            "portal": [
                "portal", "web", "website", "online", "web form", "portail", "site web",
                "formulaire", "en ligne",
            ],
            "file": ["file", "import", "spreadsheet", "fichier", "tableur"],
            "other": ["other", "letter", "fax", "visit", "autre", "courrier", "visite", "lettre"],
        ],
        "modality": [
            "MR": [
                "mr", "mri", "irm", "magnetic resonance", "magnetic resonance imaging", "rm",
                "imagerie par résonance magnétique",
            ],
            "CT": [
                "ct", "ct scan", "ct scanner", "computed tomography", "scanner", "tdm",
                "tomodensitométrie", "scanographe",
            ],
            "XA": ["xa", "angiography", "x ray angiography", "angiographie", "angio", "cath lab"],
            "US": [
                "us", "ultrasound", "sonography", "échographie", "echo", "échographe", "ultrasons",
            ],
            "NM": [
                "nm", "nuclear medicine", "spect", "gamma camera", "médecine nucléaire",
                "scintigraphie",
            ],
            "PT": ["pt", "pet", "pet ct", "tep", "tep scan", "positron emission tomography"],
            "CR": ["cr", "computed radiography"],
            "DX": [
                "dx", "dr", "digital radiography", "x ray", "xray", "radiography", "radiographie",
                "radiologie", "rx", "radio",
            ],
            "MG": ["mg", "mammography", "mammographie", "mammographe", "mammo"],
            "RF": ["rf", "fluoroscopy", "radiofluoroscopy", "fluoroscopie", "radioscopie"],
        ],
    ]
}
