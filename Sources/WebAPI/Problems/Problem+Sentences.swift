internal import Complaints

/// The words of each problem type, in both languages.
extension Problem.Kind {
    /// A short name of the problem, the same for every occurrence.
    var title: Words {
        switch self {
        case .invalidValues: Words("Invalid values", "Valeurs non valides")
        case .notFound: Words("Not found", "Introuvable")
        case .restrictedField: Words("Restricted field", "Champ restreint")
        case .versionConflict: Words("Changed meanwhile", "Modifié entre-temps")
        case .taken: Words("Already taken", "Déjà utilisé")
        case .locked: Words("Locked", "Verrouillé")
        case .wrongState: Words("Not possible now", "Impossible dans cet état")
        case .malformedRequest: Words("Malformed request", "Requête mal formée")
        case .noRoute: Words("No such resource", "Ressource inexistante")
        case .methodNotAllowed: Words("Method not allowed", "Méthode non autorisée")
        case .misdirected: Words("Unknown host name", "Nom d’hôte inconnu")
        case .unauthenticated: Words("Not signed in", "Non connecté")
        case .forbidden: Words("Not permitted", "Non autorisé")
        case .sentInTheClear: Words("Sent in the clear", "Transmis en clair")
        case .crossSite: Words("Request from another site", "Requête d’un autre site")
        case .unsupportedMediaType:
            Words("Unsupported content type", "Type de contenu non pris en charge")
        case .bodyTooLarge: Words("Body too large", "Corps trop volumineux")
        case .bodyMissing: Words("Body missing", "Corps manquant")
        case .malformedJSON: Words("Malformed JSON", "JSON mal formé")
        case .malformedHeader: Words("Malformed header", "En-tête mal formé")
        case .rangeNotSatisfiable: Words("No such range", "Plage inexistante")
        case .keyOfAnother: Words("Key of another request", "Clé d’une autre requête")
        case .alreadyDone: Words("Already done", "Déjà fait")
        case .erased: Words("Erased", "Effacé")
        case .quotaReached:
            Words("No room for attachments", "Plus de place pour les pièces jointes")
        case .preconditionRequired: Words("Version required", "Version requise")
        case .signInFailed: Words("Sign-in failed", "Échec de la connexion")
        case .wrongPassword: Words("Wrong password", "Mot de passe incorrect")
        case .tooManyAttempts: Words("Too many attempts", "Trop de tentatives")
        case .setupRefused: Words("Set-up refused", "Installation refusée")
        case .lastAdministrator: Words("Last administrator", "Dernier administrateur")
        case .overloaded: Words("Busy", "Occupé")
        case .timedOut: Words("Took too long", "Trop long")
        case .diskFull: Words("Disk full", "Disque plein")
        case .readOnly: Words("Read-only", "Lecture seule")
        case .damaged: Words("Database damaged", "Base de données endommagée")
        case .draining: Words("Shutting down", "Arrêt en cours")
        case .broken: Words("Internal error", "Erreur interne")
        }
    }

    /// One sentence about this occurrence; `argument` makes it complete. Refusals of the domain have
    /// sentences of their own.
    func sentence(_ argument: String?) -> Words {
        let what = argument ?? ""
        switch self {
        case .invalidValues, .notFound, .restrictedField, .taken, .locked, .wrongState,
            .keyOfAnother,
            .alreadyDone, .erased, .quotaReached:
            return title
        case .versionConflict:
            return Words(
                "Somebody changed the record since you read it.",
                "Quelqu’un a modifié l’enregistrement depuis votre lecture.")
        default: return requestSentence(what)
        }
    }

    private func requestSentence(_ what: String) -> Words {
        switch self {
        case .malformedRequest:
            Words(
                "A part of the request cannot be read; see \"errors\".",
                "Une partie de la requête est illisible ; voir « errors ».")
        case .noRoute:
            Words("There is nothing at this address.", "Il n’y a rien à cette adresse.")
        case .methodNotAllowed:
            Words(
                "This address does not take that method; \"Allow\" lists those it takes.",
                "Cette adresse n’accepte pas cette méthode ; « Allow » liste celles qu’elle accepte."
            )
        case .misdirected:
            Words(
                "This server does not answer for that host name; add it to the public names.",
                "Ce serveur ne répond pas pour ce nom d’hôte ; ajoutez-le aux noms publics.")
        case .unsupportedMediaType:
            Words("The body must be \(what).", "Le corps doit être de type \(what).")
        case .bodyTooLarge:
            Words("The body is larger than \(what) bytes.", "Le corps dépasse \(what) octets.")
        case .bodyMissing:
            Words("This request needs a body.", "Cette requête exige un corps.")
        case .malformedJSON:
            Words("\(what)", "Le corps n’est pas du JSON valide. (\(what))")
        case .malformedHeader:
            Words("The header \(what) cannot be read.", "L’en-tête \(what) est illisible.")
        case .rangeNotSatisfiable:
            Words(
                "The range lies outside the file, which has \(what) bytes.",
                "La plage est hors du fichier, qui fait \(what) octets.")
        case .preconditionRequired:
            Words(
                "Send If-Match with the version you read.",
                "Envoyez If-Match avec la version que vous avez lue.")
        default: accessSentence(what)
        }
    }

    private func accessSentence(_ what: String) -> Words {
        switch self {
        case .unauthenticated:
            Words(
                "Sign in, or send a token as bearer.",
                "Connectez-vous, ou envoyez un jeton « bearer ».")
        case .forbidden:
            what.isEmpty
                ? Words("You may not do this.", "Vous ne pouvez pas faire cela.")
                : Words(
                    "This needs the permission \"\(what)\".",
                    "Cela exige l’autorisation « \(what) ».")
        case .sentInTheClear:
            Words(
                "The proxy did not say that this request came by TLS; it must speak TLS and send "
                    + "X-Forwarded-Proto: https.",
                "Le proxy n’a pas indiqué que cette requête est arrivée par TLS ; il doit parler "
                    + "TLS et envoyer X-Forwarded-Proto: https.")
        case .crossSite:
            Words(
                "The request did not come from this site’s own pages.",
                "La requête ne vient pas des pages de ce site.")
        case .signInFailed:
            Words(
                "Name or password is wrong, or the account is not active.",
                "Le nom ou le mot de passe est incorrect, ou le compte n’est pas actif.")
        case .wrongPassword:
            Words("The old password is not right.", "L’ancien mot de passe est incorrect.")
        case .tooManyAttempts:
            Words(
                "Too many attempts; wait before the next one.",
                "Trop de tentatives ; patientez avant la prochaine.")
        case .setupRefused:
            Words(
                "The set-up link is wrong, used or expired; issue a new one on the server.",
                "Le lien d’installation est erroné, utilisé ou expiré ; créez-en un sur le serveur."
            )
        case .lastAdministrator:
            Words(
                "The last active administrator stays an active administrator.",
                "Le dernier administrateur actif doit le rester.")
        default: stateSentence
        }
    }

    private var stateSentence: Words {
        switch self {
        case .overloaded:
            Words("The server is busy; try again.", "Le serveur est occupé ; réessayez.")
        case .timedOut:
            Words(
                "The query took too long; narrow it.", "La requête est trop longue ; affinez-la.")
        case .diskFull:
            Words(
                "The disk is full: nothing can be saved until there is space.",
                "Le disque est plein\u{A0}: rien ne peut être enregistré tant qu’il n’y a pas de "
                    + "place.")
        case .damaged:
            Words(
                "The database is damaged: an operator must run ibtool verify and restore a backup.",
                "La base de données est endommagée\u{A0}: un opérateur doit lancer ibtool verify "
                    + "et restaurer une sauvegarde.")
        case .readOnly:
            Words(
                "Writing has stopped; an operator must look at the server’s log.",
                "L’écriture est arrêtée ; un opérateur doit consulter le journal du serveur.")
        case .draining:
            Words("The server is shutting down.", "Le serveur s’arrête.")
        default:
            Words(
                "Something went wrong here; the log has the request’s id.",
                "Une erreur est survenue ici ; le journal contient l’identifiant de la requête.")
        }
    }
}
