extension FieldSynonyms {
    static let device: [String: [String]] = [
        "modality": [
            "modality", "modality code", "imaging modality", "modalité", "type d'imagerie",
            "technique",
        ],
        "brand": [
            "brand name", "brand", "trade name", "proprietary name", "marque",
            "nom commercial", "nom de marque",
        ],
        "product": [
            "product", "product name", "product family", "device name", "device", "device type",
            "equipment", "equipment type", "product line", "produit", "nom du produit", "gamme",
            "dispositif", "type de dispositif", "appareil", "type d'appareil", "désignation",
        ],
        "generic_name": [
            "generic name", "common device name", "device common name", "dénomination commune",
        ],
        "product_code": [
            "device report product code", "product code", "fda product code", "code produit fda",
            "procode",
        ],
        "manufacturer": [
            "manufacturer d name", "manufacturer name", "manufacturer", "maker", "vendor",
            "manufacturer g1 name", "fabricant", "nom du fabricant", "constructeur",
        ],
        "model": [
            "model number", "model", "model name", "model no", "modèle", "n° de modèle",
            "nom du modèle", "référence du modèle",
        ],
        "catalogue_number": [
            "catalog number", "catalogue number", "catalog no", "part number", "item number",
            "référence catalogue", "n° catalogue", "référence article", "code article",
            "product code", "product number", "code produit",
        ],
        "serial": [
            "serial number", "serial no", "serial", "s/n", "sn", "device serial number",
            "system serial number", "numéro de série", "n° de série", "n° série", "série",
            "no de série",
        ],
        "lot": [
            "lot number", "lot no", "lot", "batch", "batch number", "n° de lot", "numéro de lot",
        ],
        "udi": [
            "udi di", "udi", "udi number", "unique device identifier", "device identifier",
            "unique device identification", "primary di", "gtin", "iud id", "iud",
            "identifiant unique", "identifiant unique du dispositif",
        ],
        "udi_pi": ["udi pi", "production identifier", "iud ip", "udi public"],
        "software_version": [
            "software version", "sw version", "software", "software release", "release", "version",
            "version number", "firmware version", "version logicielle", "version du logiciel",
            "version logiciel", "logiciel",
        ],
        "manufactured": [
            "date of manufacture", "manufacture date", "manufacturing date", "manufacture year",
            "device date of manufacturer", "date de fabrication", "fabriqué le",
        ],
        "contract": ["contract type", "service contract", "type de contrat"],
        "last_service": ["last maintenance", "dernier entretien"],
        "room": ["room", "salle", "room name", "nom de la salle"],
    ]

    static let event: [String: [String]] = [
        "description": [
            "event description", "foi text", "description of event", "event text",
            "problem description", "issue description", "complaint description",
            "description of problem", "description of event or problem", "description",
            "event narrative", "mdr text", "complaint text",
            "event", "narrative", "complaint", "details", "text", "body", "message",
            "comments", "problem", "issue", "what happened", "description du problème",
            "description de l'événement", "description de l'incident",
            "description de la réclamation", "libellé", "détail", "détails", "texte",
            "commentaire", "commentaires", "problème", "descriptif", "verbatim",
        ],
        "investigation_results": [
            "manufacturer narrative", "mfr narrative", "additional manufacturer narrative",
            "investigation results", "investigation result", "investigation", "conclusion",
            "conclusions", "investigation summary", "findings", "narrative",
            "résultats d'investigation", "résultat de l'investigation", "résultats de l'enquête",
            "analyse", "résultat de l'analyse",
        ],
        "summary": [
            "summary", "subject", "title", "short description", "headline", "problem summary",
            "abstract", "résumé", "objet", "titre", "sujet", "intitulé",
        ],
        "outcome": [
            "event type", "outcome", "type of event", "event outcome", "consequence",
            "adverse event type", "type d'événement", "conséquence", "issue clinique",
            "type d'incident", "conséquences",
        ],
        "device_problem": [
            "device problem", "device problems", "device problem code", "product problem",
            "product problems", "failure mode", "symptom", "problème du dispositif", "symptôme",
            "mode de défaillance", "défaut", "panne",
        ],
        "internal_symptom": ["internal symptom", "symptom code", "code symptôme"],
        "operator": ["device operator", "operator", "opérateur", "utilisateur du dispositif"],
        "report_source": [
            "report source code", "reporter source", "source type", "origine du signalement",
        ],
        "patient_problem": [
            "patient problem", "patient problems", "patient problem code", "problème du patient",
        ],
    ]
}
