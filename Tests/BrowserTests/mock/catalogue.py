"""The field catalogue of the stand-in server, as GET /fields answers it."""


def _words(english, french):
    return {"en": english, "fr": french}


def _choices(*rows):
    return [{"value": value, "label": _words(english, french)} for value, english, french in rows]


STATUS = _choices(
    ("received", "Received", "Reçue"), ("triage", "Triage", "Tri"),
    ("assessed", "Assessed", "Évaluée"), ("investigation", "Investigation", "Investigation"),
    ("action", "Action", "Action"), ("reply", "Reply", "Réponse"), ("review", "Review", "Revue"),
    ("closed", "Closed", "Clôturée"), ("not_a_complaint", "Not a complaint", "Sans suite"),
    ("duplicate", "Duplicate", "Doublon"), ("withdrawn", "Withdrawn", "Retirée"))
SEVERITY = _choices(
    ("none", "None", "Aucune"), ("minor", "Minor", "Mineure"), ("serious", "Serious", "Grave"),
    ("critical", "Critical", "Critique"), ("unknown", "Unknown", "Inconnue"))
OUTCOME = _choices(
    ("death", "Death", "Décès"), ("serious_injury", "Serious injury", "Lésion grave"),
    ("malfunction", "Malfunction", "Dysfonctionnement"), ("other", "Other", "Autre"),
    ("none", "None", "Aucune"), ("unknown", "Unknown", "Inconnue"))
CHANNEL = _choices(
    ("phone", "Phone", "Téléphone"), ("email", "E-mail", "Courriel"),
    ("service_report", "Service report", "Rapport d’intervention"), ("portal", "Portal", "Portail"),
    ("file", "File", "Fichier"), ("other", "Other", "Autre"))
MODALITY = _choices(
    ("MR", "MR", "IRM"), ("CT", "CT", "Scanner"), ("XA", "X-ray angiography", "Angiographie"),
    ("US", "Ultrasound", "Échographie"), ("NM", "Nuclear medicine", "Médecine nucléaire"),
    ("PT", "PET", "TEP"))


def _field(name, kind, group, english, french, *traits, values=None, entry="free", access="open",
           citation=None, bytes_max=None, help_text=None, entity=None):
    field = {"name": name, "type": kind, "group": group, "label": _words(english, french),
             "entry": entry, "access": access}
    for trait in ("required", "facet", "sortable", "searched", "listed"):
        field[trait] = trait in traits
    if values:
        field["values"] = values
    if entity:
        field["entity"] = entity
    if citation:
        field["citation"] = citation
    if bytes_max:
        field["bytes_max"] = bytes_max
    if help_text:
        field["help"] = _words(*help_text)
    return field


GROUPS = [
    {"name": name, "label": _words(english, french)} for name, english, french in (
        ("identity", "Identity", "Identité"), ("complainant", "Complainant", "Plaignant"),
        ("site", "Site and system", "Site et système"), ("device", "Device", "Dispositif"),
        ("event", "Event", "Événement"), ("patient", "Patient", "Patient"),
        ("triage", "Triage", "Tri"), ("investigation", "Investigation", "Investigation"),
        ("action", "Action", "Action"), ("reply", "Reply", "Réponse"),
        ("provenance", "Provenance", "Provenance"))
]

_L = "listed"
_S = "sortable"
_F = "facet"
_R = "required"
_LAW = "21 CFR 820.35(a)"

FIELDS = [
    _field("number", "text", "identity", "Number", "Numéro", _L, _S, entry="system"),
    _field("channel", "choice", "identity", "Channel", "Canal", _L, _F, _S, values=CHANNEL),
    _field("language", "text", "identity", "Language", "Langue", _L, _F, bytes_max=8),
    _field("country", "country", "identity", "Country", "Pays", _L, _F, _S),
    _field("received", "partial_date", "identity", "Received", "Reçue le", _L, _S, _R, citation=_LAW),
    _field("aware", "date", "identity", "Aware since", "Connaissance le", _L, _S,
           citation="21 CFR 803.20(b)", help_text=(
               "Day 0 of every legal clock.", "Jour 0 de tous les délais légaux.")),
    _field("event_date", "partial_date", "identity", "Event date", "Date de l’événement", _L, _S),
    _field("late_reason", "text", "identity", "Reason for late entry", "Motif de saisie tardive",
           bytes_max=400),
    _field("complainant_name", "text", "complainant", "Name", "Nom", access="complainant",
           bytes_max=200, citation=_LAW + "(4)"),
    _field("complainant_phone", "text", "complainant", "Phone", "Téléphone", access="complainant",
           bytes_max=60),
    _field("complainant_email", "text", "complainant", "E-mail", "Courriel", access="complainant",
           bytes_max=200),
    _field("wants_reply", "boolean", "complainant", "Wants a reply", "Souhaite une réponse"),
    _field("customer", "text", "site", "Customer", "Client", _L, _F, _S, bytes_max=200),
    _field("site", "reference", "site", "Site", "Site", _L, _F, _S, entity="site"),
    _field("site_name", "text", "site", "Site name", "Nom du site", _L, entry="system"),
    _field("system", "reference", "site", "System", "Système", _L, _S, entity="system"),
    _field("software_version", "text", "site", "Software version", "Version logicielle", _L, _F, _S,
           bytes_max=60),
    _field("modality", "choice", "device", "Modality", "Modalité", _L, _F, _S, values=MODALITY),
    _field("brand", "text", "device", "Brand", "Marque", _L, _F, _S, bytes_max=120, citation=_LAW),
    _field("product", "text", "device", "Product", "Produit", _L, _F, _S, bytes_max=120),
    _field("model", "text", "device", "Model", "Modèle", _L, _F, _S, bytes_max=120),
    _field("serial", "text", "device", "Serial number", "Numéro de série", _L, _S, bytes_max=60),
    _field("udi", "text", "device", "UDI", "IUD", _L, bytes_max=120, citation=_LAW + "(3)"),
    _field("summary", "text", "event", "Summary", "Résumé", _L, _R, bytes_max=300),
    _field("description", "prose", "event", "Description, verbatim", "Description, mot pour mot",
           "searched", entry="intake", bytes_max=60000, citation=_LAW + "(5)"),
    _field("outcome", "choice", "event", "Outcome", "Conséquence", _L, _F, _S, values=OUTCOME),
    _field("patient_involved", "boolean", "event", "Patient involved", "Patient concerné"),
    _field("patient_age", "integer", "patient", "Age", "Âge", access="patient"),
    _field("patient_sex", "text", "patient", "Sex", "Sexe", access="patient", bytes_max=20),
    _field("status", "choice", "triage", "Status", "Statut", _L, _F, _S, values=STATUS),
    _field("severity", "choice", "triage", "Severity", "Gravité", _L, _F, _S, values=SEVERITY),
    _field("owner", "text", "triage", "Owner", "Responsable", _L, _F, _S, bytes_max=60),
    _field("root_cause", "prose", "investigation", "Root cause", "Cause première", bytes_max=20000),
    _field("findings", "prose", "investigation", "Findings", "Constats", bytes_max=20000),
    _field("correction", "prose", "action", "Correction", "Correction", bytes_max=20000),
    _field("capa", "text", "action", "CAPA number", "Numéro de CAPA", bytes_max=60),
    _field("reply_date", "date", "reply", "Reply date", "Date de la réponse"),
    _field("reply_text", "prose", "reply", "Reply", "Réponse", bytes_max=20000),
    _field("source", "text", "provenance", "Source", "Source", _L, _F, _S, entry="system"),
    _field("source_id", "text", "provenance", "Source number", "Numéro d’origine", _L, entry="system"),
    _field("created", "timestamp", "provenance", "Created", "Créée le", _L, _S, entry="system"),
    _field("updated", "timestamp", "provenance", "Updated", "Modifiée le", _L, _S, entry="system"),
    _field("updated_by", "text", "provenance", "Updated by", "Modifiée par", _L, entry="system"),
]

BY_NAME = {field["name"]: field for field in FIELDS}
