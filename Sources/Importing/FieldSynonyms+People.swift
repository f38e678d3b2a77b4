extension FieldSynonyms {
    static let people: [String: [String]] = [
        "complainant_name": [
            "complainant name", "complainant", "contact name", "contact", "reporter name",
            "reporter", "caller", "caller name", "requester", "submitted by", "reported by",
            "nom du plaignant", "plaignant", "nom du contact", "interlocuteur", "déclarant",
            "nom du déclarant", "appelant", "demandeur",
        ],
        "complainant_address": [
            "complainant address", "contact address", "reporter address", "address", "adresse",
            "adresse du plaignant", "adresse du contact",
        ],
        "complainant_phone": [
            "complainant phone", "contact phone", "reporter phone", "phone", "phone number",
            "telephone", "mobile", "téléphone", "n° de téléphone", "tél",
        ],
        "complainant_email": [
            "complainant email", "contact email", "reporter email", "email", "e-mail",
            "email address", "courriel", "adresse e-mail", "adresse électronique", "mél",
        ],
        "complainant_organisation": [
            "complainant organisation", "complainant organization", "reporter organization",
            "organisme du déclarant",
        ],
        "complainant_role": [
            "complainant role", "reporter occupation", "reporter occupation code", "occupation",
            "job title", "fonction", "profession", "rôle du plaignant",
        ],
        "patient_pseudonym": [
            "patient identifier", "patient id", "patient pseudonym", "patient number",
            "identifiant du patient", "n° patient", "patient",
        ],
        "patient_age": [
            "patient age", "age of patient", "age", "patient age value", "âge", "âge du patient",
        ],
        "patient_sex": [
            "patient sex", "patient gender", "sex", "gender", "gender label", "sexe",
            "sexe du patient",
        ],
        "patient_weight": [
            "patient weight", "weight", "poids", "poids du patient",
        ],
        "patient_harm": [
            "patient harm", "harm", "injury description", "préjudice", "dommage",
            "atteinte du patient",
        ],
    ]

    static let work: [String: [String]] = [
        "status": [
            "status", "state", "case status", "complaint status", "stage", "statut", "état",
            "statut de la réclamation", "avancement",
        ],
        "severity": [
            "severity", "seriousness", "severity level", "criticality", "impact", "gravité",
            "sévérité", "criticité", "niveau de gravité",
        ],
        "priority": ["priority", "urgency", "priorité", "urgence"],
        "owner": [
            "owner", "assignee", "assigned to", "responsible", "case owner", "handler",
            "responsable", "assigné à", "attribué à", "pilote", "en charge",
        ],
        "team": ["team", "group", "assignment group", "équipe", "groupe", "service"],
        "root_cause": ["root cause", "cause", "cause racine", "cause profonde"],
        "correction": ["correction", "corrective action", "action corrective", "remedy"],
        "capa": ["capa", "capa number", "capa id", "capa no", "n° capa"],
        "reply": ["reply", "response", "answer", "réponse", "réponse au client"],
        "reply_date": ["reply date", "response date", "date de réponse", "répondu le"],
    ]
}
