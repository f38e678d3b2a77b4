"""Made-up complaints, sites and systems in two languages, the same for the same seed."""
import datetime
import random

CITIES = [
    ("LIL", "Lille", "FR", "CHU de Lille, Roger Salengro"), ("LYO", "Lyon", "FR", "Hôpital Édouard-Herriot"),
    ("NTE", "Nantes", "FR", "CHU de Nantes, Hôtel-Dieu"), ("MRS", "Marseille", "FR", "Hôpital de la Timone"),
    ("GVA", "Genève", "CH", "Hôpitaux universitaires de Genève"), ("BRU", "Bruxelles", "BE", "Clinique Saint-Luc"),
    ("LON", "London", "GB", "St Thomas’ Hospital"), ("BOS", "Boston", "US", "Beacon Hill Medical Center"),
    ("CHI", "Chicago", "US", "Lakeshore Imaging Institute"), ("YUL", "Montréal", "CA", "Hôpital Notre-Dame"),
    ("MAN", "Manchester", "GB", "Royal Infirmary"), ("SEA", "Seattle", "US", "Puget Sound Radiology"),
]
MODELS = [
    ("MR", "Auralis", "Auralis MR", "Auralis 1.5T"), ("MR", "Auralis", "Auralis MR", "Auralis 3T Pro"),
    ("CT", "Helion", "Helion CT", "Helion 64"), ("CT", "Helion", "Helion CT", "Helion 256 Dual"),
    ("XA", "Vasca", "Vasca Angio", "Vasca Biplane"), ("US", "Sonet", "Sonet Ultrasound", "Sonet S7"),
    ("PT", "Posara", "Posara PET", "Posara Hybrid 40"),
]
FAULTS = [
    ("fr", "Artéfacts en bande sur les séquences T2", "Bandes horizontales visibles sur toutes les coupes T2 "
     "depuis la mise à jour. L’examen a dû être recommencé, le patient est resté vingt minutes de plus."),
    ("fr", "Arrêt inattendu pendant l’acquisition", "La table s’est arrêtée au milieu de l’acquisition et la "
     "console a affiché l’erreur 0x41. Redémarrage complet nécessaire."),
    ("fr", "Fuite d’hélium signalée par le moniteur", "Le niveau d’hélium baisse de 2 % par semaine. Aucun "
     "quench. L’équipe technique demande une intervention."),
    ("fr", "Images envoyées au mauvais dossier patient", "Deux séries sont arrivées dans le PACS sous le nom "
     "du patient précédent. Repéré par le manipulateur avant le compte rendu."),
    ("en", "Table stops during helical acquisition", "Gantry reported a table position error and the scan "
     "aborted at 60 %. The patient had already received contrast."),
    ("en", "Banding artefacts after software update", "Since the update to the current release, banding is "
     "visible on diffusion series. Service changed the coil without effect."),
    ("en", "Console freezes when opening a prior study", "The console does not answer for about two minutes "
     "when a prior study with more than 2,000 images is opened."),
    ("en", "Dose report missing from exported study", "The radiation dose structured report is not part of "
     "the study sent to the archive. Found by the physicist in a monthly check."),
    ("en", "Coil connector overheated, slight burn", "The technologist noticed a hot connector after a long "
     "spine protocol. The patient reported slight redness of the skin, no treatment needed."),
    ("en", "Ultrasound probe casing cracked", "A crack of 3 mm was found on the casing during cleaning. The "
     "probe was taken out of use at once."),
]
OWNERS = ["marie", "paul", "sofia", "james", "ines", None]


def make(count, seed=1):
    """Returns (sites, systems, complaints)."""
    pick = random.Random(seed)
    sites = _sites()
    systems = [_system(pick, index, sites) for index in range(420)]
    complaints = [_complaint(pick, index, systems) for index in range(count)]
    return sites, systems, complaints


def _sites():
    return [{"id": index + 1, "code": f"{country}-{code}-01", "name": name, "city": city,
             "country": country, "customer": name.split(",")[0], "address": None, "note": None,
             "version": 1} for index, (code, city, country, name) in enumerate(CITIES)]


def _system(pick, index, sites):
    modality, brand, product, model = pick.choice(MODELS)
    site = pick.choice(sites)
    return {"id": index + 1, "system_id": f"SYS-{index + 1:06d}", "site": site["code"],
            "site_name": site["name"], "country": site["country"], "customer": site["customer"],
            "modality": modality, "brand": brand, "product": product, "model": model,
            "serial": f"{brand[:2].upper()}{pick.randrange(10 ** 6, 10 ** 7)}",
            "udi": f"(01)0{pick.randrange(10 ** 12, 10 ** 13)}",
            "software_version": f"{pick.randrange(3, 7)}.{pick.randrange(0, 9)}.{pick.randrange(0, 4)}",
            "installed": f"{pick.randrange(2012, 2026)}-{pick.randrange(1, 13):02d}-15",
            "contract": None, "note": None, "version": 1}


def _complaint(pick, index, systems):
    system = pick.choice(systems)
    language, summary, description = pick.choice(FAULTS)
    day = datetime.date(2022, 1, 1) + datetime.timedelta(days=pick.randrange(0, 1780))
    stamp = f"{day.isoformat()}T{pick.randrange(6, 19):02d}:{pick.randrange(60):02d}:12Z"
    record = {
        "id": index + 1, "number": f"C-{day.year}-{index + 1:06d}", "version": 1,
        "status": pick.choices(
            ["received", "triage", "assessed", "investigation", "action", "reply", "review", "closed",
             "not_a_complaint", "duplicate"], [4, 4, 3, 8, 4, 3, 3, 60, 5, 6])[0],
        "severity": pick.choices(["none", "minor", "serious", "critical", "unknown"],
                                 [12, 60, 18, 4, 6])[0],
        "received": day.isoformat(), "aware": day.isoformat(),
        "event_date": day.isoformat()[:7] if index % 7 == 0 else day.isoformat(),
        "channel": pick.choice(["phone", "email", "service_report", "portal"]),
        "language": language, "summary": f"{summary}, {system['model']}",
        "description": description,
        "outcome": pick.choices(["malfunction", "none", "serious_injury", "other"], [70, 20, 2, 8])[0],
        "owner": pick.choice(OWNERS), "source": None, "source_id": None, "import": None,
        "created": stamp, "updated": stamp, "updated_by": "marie", "custom": {},
        "complainant_name": "Dr Anne Lefèvre" if language == "fr" else "Dr Alex Morgan",
    }
    for name in ("site", "site_name", "country", "customer", "modality", "brand", "product", "model",
                 "serial", "udi", "software_version"):
        record[name] = system[name]
    record["system"] = system["system_id"]
    if index % 11 == 0:
        record["source"], record["source_id"] = "maude", f"MW{500000 + index}"
        record["source_row"] = {"REPORT_NUMBER": record["source_id"], "DATE_RECEIVED": day.isoformat(),
                                "BRAND_NAME": system["brand"], "EVENT_TYPE": "M", "PATIENT_AGE": "•••"}
    return record
