extension FieldSynonyms {
    /// Codes of the IMDRF and the risk file.
    static let coding: [String: [String]] = [
        "imdrf_a": [
            "imdrf device problem code", "imdrf annex a", "annex a code",
            "medical device problem code",
            "code problème imdrf", "annexe a imdrf",
        ],
        "imdrf_b": [
            "imdrf type of investigation", "imdrf annex b", "annex b code",
            "type of investigation code",
            "annexe b imdrf", "code type d'investigation",
        ],
        "imdrf_c": [
            "imdrf investigation findings", "imdrf annex c", "annex c code",
            "investigation findings code", "annexe c imdrf",
        ],
        "imdrf_d": [
            "imdrf investigation conclusion", "imdrf annex d", "annex d code",
            "investigation conclusion code", "annexe d imdrf",
        ],
        "imdrf_e": [
            "imdrf clinical code", "imdrf annex e", "annex e code", "clinical signs code",
            "annexe e imdrf",
        ],
        "imdrf_f": [
            "imdrf health impact code", "imdrf annex f", "annex f code", "health impact code",
            "annexe f imdrf",
        ],
        "imdrf_g": [
            "imdrf component code", "imdrf annex g", "annex g code", "annexe g imdrf",
            "code composant imdrf",
        ],
        "risk_cell": ["risk cell", "risk matrix cell", "case de risque", "cellule de risque"],
        "risk_class": [
            "risk class", "mdr class", "eu class", "classe mdr", "classe du dispositif",
        ],
        "markets": [
            "markets", "market", "marketed in", "jurisdictions", "marchés", "marché",
            "pays de commercialisation", "commercialisé en",
        ],
    ]

    /// Facts, dates and decisions.
    static let decisions: [String: [String]] = [
        "aware_reportable": [
            "reportability awareness date", "date of reportability", "date reportable",
            "date de connaissance du caractère déclarable",
        ],
        "aware_threat": ["threat awareness date", "date de connaissance de la menace"],
        "aware_remedial": ["remedial action awareness date"],
        "installed": [
            "install date", "installation date", "date installed", "date d'installation",
        ],
        "udi_unknown_reason": ["udi unknown reason", "reason udi unknown", "motif iud inconnu"],
        "similar_check": [
            "similar complaint check", "similar complaints check", "duplicate check",
            "recherche de doublons",
        ],
        "similar_findings": ["similar complaints", "similar events", "réclamations similaires"],
        "public_health_threat": ["serious public health threat", "menace de santé publique"],
        "fda_request": ["fda written request", "demande écrite de la fda"],
        "trend_signal": ["trend signal date", "date du signal de tendance"],
        "investigation_needed": [
            "investigation required", "investigation necessary", "investigation requise",
        ],
        "no_investigation_reason": [
            "reason for no investigation", "no investigation rationale",
            "motif de non investigation", "justification de non investigation",
        ],
        "no_investigation_by": ["no investigation decided by"],
        "investigator": ["investigated by", "investigateur", "enquêteur", "investigation owner"],
        "investigation_started": [
            "investigation start date", "investigation started", "date de début d'investigation",
        ],
        "investigation_finished": [
            "investigation end date", "investigation completed", "investigation close date",
            "date de fin d'investigation",
        ],
        "investigation_plan": ["investigation plan", "plan d'investigation", "plan d'enquête"],
        "returned_part": ["part returned status", "returned part", "pièce retournée"],
        "part_received": ["part received date", "date de réception de la pièce"],
        "met_specification": [
            "device met specification", "met specifications", "within specification",
            "conforme aux spécifications",
        ],
        "relation_to_event": [
            "relationship to event", "device relationship", "causality", "lien de causalité",
            "imputabilité",
        ],
        "action_decision": ["action decision", "décision d'action"],
        "field_action_id": [
            "fsca number", "fsca id", "recall number", "field action number", "n° fsca",
            "n° de rappel",
        ],
        "field_action_decided": ["fsca decision date", "date de décision fsca"],
        "field_action_initiated": [
            "fsca date", "field action date", "recall initiation date", "date fsca",
            "date de lancement du rappel",
        ],
        "effectiveness": ["effectiveness check", "efficacité", "vérification d'efficacité"],
        "contact_attempts": ["contact attempts", "follow up attempts", "relances"],
        "acknowledged": ["acknowledgement date", "acknowledged on", "date d'accusé de réception"],
        "reviewer": ["reviewed by", "reviewer", "relecteur", "vérifié par"],
        "retention_until": ["retention date", "retain until", "conservation jusqu'au"],
    ]
}
