internal import Complaints
internal import Storage

/// The sentences of an inspection pack.
enum PackWords {
    static let chronology = Words("Chronology", "Chronologie")
    static let attachments = Words("Attachments", "Pièces jointes")
    static let contents = Words("Contents", "Contenu")
    static let complaint = Words("Complaint", "Réclamation")
    static let title = Words("Inspection pack", "Dossier d’inspection")
    static let made = Words("Made", "Établi le")
    static let by = Words("By", "Par")
    static let program = Words("Program", "Logiciel")
    static let head = Words("Last entry of the change log", "Dernière entrée du journal")
    static let number = Words("Number", "Numéro")
    static let status = Words("Status", "Statut")
    static let received = Words("Received", "Reçue le")
    static let summary = Words("Summary", "Résumé")
    static let name = Words("Name", "Nom")
    static let kind = Words("Type", "Type")
    static let size = Words("Bytes", "Octets")
    static let hash = Words("SHA-256", "SHA-256")
    static let remark = Words("Remark", "Remarque")
    static let due = Words("Due", "Échéance")
    static let dueBy = Words("Due by the rule", "Règle de l’échéance")
    static let daysLate = Words("Days late", "Jours de retard")
    static let entered = Words("Entered", "Saisie")
    static let withdrawal = Words("Withdrawal", "Retrait")
    static let question = Words("Question", "Question")
    static let answer = Words("Answer", "Réponse")
    static let law = Words("Law", "Texte")
    static let same = Words("the same as JSON", "la même chose en JSON")
    static let signedBy = Words("Signed by", "Signé par")
    static let time = Words("Time (UTC)", "Heure (UTC)")
    static let person = Words("Who", "Qui")
    static let what = Words("What", "Quoi")
    static let reason = Words("Reason", "Motif")
    static let changes = Words("Fields: old → new", "Champs\u{A0}: ancien → nouveau")
    static let entry = Words("Entry and hash", "Entrée et empreinte")
    static let none = Words("None.", "Aucune.")
    static let yes = Words("yes", "oui")
    static let no = Words("no", "non")
    /// Behind a rule that might have applied.
    static let possibly = Words("(may apply)", "(peut s’appliquer)")
    static let erased = Words("erased", "effacé")
    static let empty = Words("(empty)", "(vide)")
    static let withdrawn = Words("withdrawn: ", "retirée\u{A0}: ")
    static let withheld = Words(
        "not in this pack: patient data", "absente de ce dossier\u{A0}: données de patient")
    static let gone = Words(
        "not in this pack: its key was erased", "absente de ce dossier\u{A0}: sa clé a été effacée")
    static let record = Words("the record as JSON", "le dossier en JSON")
    static let log = Words("the change log as JSON", "le journal en JSON")
    static let signatures = Words("Signatures", "Signatures")
    static let meaning = Words("Meaning", "Signification")
    static let of = Words("What was signed", "Objet signé")
    static let version = Words("version", "version")
    static let verification = Words("Verification", "Vérification")
    static let verified = Words(
        "as in the change log; the content is what was signed",
        "conforme au journal\u{202F}; le contenu est celui qui a été signé")
    static let unverified = Words("not valid: ", "non valable\u{A0}: ")
    static let checking = Words(
        "This pack opens without IBTool. SHA256SUMS names every file with its SHA-256: check it with "
            + "sha256sum -c SHA256SUMS. manifest.json says the same to programs.",
        "Ce dossier s’ouvre sans IBTool. SHA256SUMS donne l’empreinte SHA-256 de chaque fichier\u{A0}: "
            + "vérifiez avec sha256sum -c SHA256SUMS. manifest.json dit de même aux programmes.")

    /// What a kind of companion is called where there are several.
    static func kind(_ kind: CompanionKind) -> Words {
        switch kind.path {
        case "tasks": Words("Tasks", "Tâches")
        case "comments": Words("Comments", "Commentaires")
        case "watchers": Words("Watchers", "Abonnés")
        case "links": Words("Links", "Liens")
        case "decisions": Words("Decisions", "Décisions")
        case "reports": Words("Reports", "Déclarations")
        default: Words(kind.path, kind.path)
        }
    }

    /// What was done, within a line.
    static func word(_ operation: String) -> Words {
        switch ChangeOperation(rawValue: operation) {
        case .create: Words("created", "création")
        case .update: Words("changed", "modification")
        case .withdraw: Words("withdrawn", "retrait")
        case .read: Words("restricted fields read", "lecture de champs restreints")
        case .undo: Words("import undone", "annulation d’un import")
        case .erase: Words("personal data erased", "effacement de données personnelles")
        case .signIn: Words("signed in", "connexion")
        case .signOut: Words("signed out", "déconnexion")
        case .correct: Words("locked field corrected", "correction d’un champ verrouillé")
        case .signFailed: Words("signature refused", "signature refusée")
        case .activate: Words("put in force", "mise en vigueur")
        case .warn: Words("deadline warned of", "échéance signalée")
        case .revoke: Words("revoked", "révocation")
        case .remove: Words("removed", "suppression")
        case nil: Words(operation, operation)
        }
    }
}
