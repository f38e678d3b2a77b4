/// The closed lists of PRODUCT section 3.5 and those of the document fields.
public enum Choices {
    /// Where a file stands (PRODUCT section 3.2).
    public static let status = [
        Choice("received", "Received", "Reçue"),
        Choice("triage", "Triage", "Tri"),
        Choice("assessed", "Assessed", "Évaluée"),
        Choice("investigation", "Investigation", "Investigation"),
        Choice("action", "Action", "Action"),
        Choice("reply", "Reply", "Réponse"),
        Choice("review", "Review", "Revue"),
        Choice("closed", "Closed", "Clôturée"),
        Choice("not_a_complaint", "Not a complaint", "Pas une réclamation"),
        Choice("duplicate", "Duplicate", "Doublon"),
        Choice("withdrawn", "Withdrawn", "Retirée"),
    ]

    /// How bad it is, by the house's own scale.
    public static let severity = [
        Choice("none", "None", "Aucune"),
        Choice("minor", "Minor", "Mineure"),
        Choice("serious", "Serious", "Grave"),
        Choice("critical", "Critical", "Critique"),
        Choice("unknown", "Unknown", "Inconnue"),
    ]

    /// What came of it, in the terms of 21 CFR 803.
    public static let outcome = [
        Choice("death", "Death", "Décès"),
        Choice("serious_injury", "Serious injury", "Lésion grave"),
        Choice("malfunction", "Malfunction", "Dysfonctionnement"),
        Choice("other", "Other", "Autre"),
        Choice("none", "None", "Aucune"),
        Choice("unknown", "Unknown", "Inconnue"),
    ]

    /// How the complaint reached us.
    public static let channel = [
        Choice("phone", "Phone", "Téléphone"),
        Choice("email", "E-mail", "Courriel"),
        Choice("service_report", "Service report", "Rapport d’intervention"),
        Choice("portal", "Portal", "Portail"),
        Choice("file", "File", "Fichier"),
        Choice("other", "Other", "Autre"),
    ]

    /// The language the complaint was made in.
    public static let language = [
        Choice("en", "English", "Anglais"),
        Choice("fr", "French", "Français"),
        Choice("de", "German", "Allemand"),
        Choice("es", "Spanish", "Espagnol"),
        Choice("it", "Italian", "Italien"),
        Choice("nl", "Dutch", "Néerlandais"),
        Choice("pt", "Portuguese", "Portugais"),
        Choice("ja", "Japanese", "Japonais"),
        Choice("zh", "Chinese", "Chinois"),
        Choice("other", "Other", "Autre"),
    ]

    /// Imaging modalities by their DICOM codes (PS3.3 C.7.3.1.1.1).
    public static let modality = [
        Choice("MR", "Magnetic resonance (MR)", "Résonance magnétique (MR)"),
        Choice("CT", "Computed tomography (CT)", "Tomodensitométrie (CT)"),
        Choice("XA", "X-ray angiography (XA)", "Angiographie (XA)"),
        Choice("US", "Ultrasound (US)", "Échographie (US)"),
        Choice("NM", "Nuclear medicine (NM)", "Médecine nucléaire (NM)"),
        Choice(
            "PT", "Positron emission tomography (PT)", "Tomographie par émission de positons (PT)"),
        Choice("DX", "Digital radiography (DX)", "Radiographie numérique (DX)"),
        Choice("CR", "Computed radiography (CR)", "Radiographie sur plaque (CR)"),
        Choice("MG", "Mammography (MG)", "Mammographie (MG)"),
        Choice("RF", "Radiofluoroscopy (RF)", "Radioscopie (RF)"),
        Choice("IO", "Intra-oral radiography (IO)", "Radiographie intra-orale (IO)"),
        Choice("PX", "Panoramic X-ray (PX)", "Radiographie panoramique (PX)"),
        Choice("BMD", "Bone densitometry (BMD)", "Ostéodensitométrie (BMD)"),
        Choice("RTIMAGE", "Radiotherapy image (RTIMAGE)", "Image de radiothérapie (RTIMAGE)"),
        Choice("OT", "Other (OT)", "Autre (OT)"),
    ]

    /// How soon it has to be worked on.
    public static let priority = [
        Choice("low", "Low", "Basse"),
        Choice("normal", "Normal", "Normale"),
        Choice("high", "High", "Haute"),
        Choice("urgent", "Urgent", "Urgente"),
    ]

    /// Yes, no, or nobody knows.
    public static let yesNoUnknown = [
        Choice("yes", "Yes", "Oui"),
        Choice("no", "No", "Non"),
        Choice("unknown", "Unknown", "Inconnu"),
    ]

    /// What the system was used for when it happened.
    public static let use = [
        Choice("diagnosis", "Diagnosis", "Diagnostic"),
        Choice("treatment", "Treatment", "Traitement"),
        Choice("maintenance", "Service or quality check", "Maintenance ou contrôle qualité"),
        Choice("not_in_use", "Not in use", "Hors utilisation"),
        Choice("unknown", "Unknown", "Inconnue"),
    ]

    /// Who operated it (21 CFR 803.52(c)).
    public static let operatorKind = [
        Choice("health_professional", "Health professional", "Professionnel de santé"),
        Choice("service_engineer", "Service engineer", "Technicien de maintenance"),
        Choice("patient", "Patient", "Patient"),
        Choice("lay_user", "Lay user", "Utilisateur profane"),
        Choice("other", "Other", "Autre"),
        Choice("unknown", "Unknown", "Inconnu"),
    ]

    /// At which step of the work it happened.
    public static let phase = [
        Choice("installation", "Installation", "Installation"),
        Choice("start_up", "Start-up", "Démarrage"),
        Choice("preparation", "Preparation and positioning", "Préparation et positionnement"),
        Choice("acquisition", "Acquisition", "Acquisition"),
        Choice("reconstruction", "Reconstruction", "Reconstruction"),
        Choice("review", "Reading and post-processing", "Lecture et post-traitement"),
        Choice("transfer", "Transfer and archiving", "Transfert et archivage"),
        Choice("service", "Service", "Maintenance"),
        Choice("other", "Other", "Autre"),
    ]

    /// What became of the device after the event.
    public static let deviceState = [
        Choice("in_service", "Back in clinical use", "Remis en service clinique"),
        Choice("restricted", "In use with restrictions", "Utilisé avec restrictions"),
        Choice("stopped", "Out of service", "Arrêté"),
        Choice("returned", "Part returned", "Pièce retournée"),
        Choice("scrapped", "Scrapped", "Mis au rebut"),
        Choice("unknown", "Unknown", "Inconnu"),
    ]

    /// What kind of trouble it is, for sorting work; coding proper is by IMDRF annexes.
    public static let category = [
        Choice("hardware", "Hardware", "Matériel"),
        Choice("software", "Software", "Logiciel"),
        Choice("image_quality", "Image quality", "Qualité d’image"),
        Choice("safety", "Safety", "Sécurité"),
        Choice("connectivity", "Connectivity", "Connectivité"),
        Choice("usability", "Usability", "Aptitude à l’utilisation"),
        Choice("documentation", "Documentation", "Documentation"),
        Choice("service", "Service", "Maintenance"),
        Choice("other", "Other", "Autre"),
    ]

    /// The patient's sex as the report forms ask for it.
    public static let sex = [
        Choice("female", "Female", "Féminin"),
        Choice("male", "Male", "Masculin"),
        Choice("other", "Other", "Autre"),
        Choice("unknown", "Unknown", "Inconnu"),
    ]

    /// The complainant's part in the matter.
    public static let complainantRole = [
        Choice("radiographer", "Radiographer", "Manipulateur en radiologie"),
        Choice("radiologist", "Radiologist", "Radiologue"),
        Choice("physicist", "Medical physicist", "Physicien médical"),
        Choice("biomedical_engineer", "Biomedical engineer", "Ingénieur biomédical"),
        Choice("service_engineer", "Service engineer", "Technicien de maintenance"),
        Choice("it", "IT staff", "Informaticien"),
        Choice("manager", "Manager", "Cadre"),
        Choice("patient", "Patient", "Patient"),
        Choice("other", "Other", "Autre"),
    ]

    /// What a service contract covers.
    public static let contract = [
        Choice("warranty", "Warranty", "Garantie"),
        Choice("full", "Full service", "Tous risques"),
        Choice("shared", "Shared service", "Maintenance partagée"),
        Choice("time_and_material", "Time and material", "Au coup par coup"),
        Choice("none", "None", "Aucun"),
    ]
}
