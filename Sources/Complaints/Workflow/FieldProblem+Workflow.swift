extension FieldProblem.Code {
    /// What is missing for a move of the workflow, in one sentence; nil for every other code.
    func workflowSentence(argument: String) -> Words? {
        switch self {
        case .noTransition:
            Words(
                "The file cannot go there from where it is.",
                "Le dossier ne peut pas passer à cet état depuis l’état actuel.")
        case .notPermitted:
            Words(
                "You do not have the permission for this"
                    + (argument.isEmpty ? "." : " (\(argument))."),
                "Vous n’en avez pas le droit" + (argument.isEmpty ? "." : " (\(argument))."))
        case .complaintUndecided:
            Words(
                "It has to be decided that this is a complaint.",
                "Il faut avoir établi qu’il s’agit d’une réclamation.")
        case .severityMissing:
            Words("The severity has to be known.", "La gravité doit être connue.")
        case .investigationUndecided:
            Words(
                "It has to be decided whether to investigate.",
                "Il faut décider si une investigation est nécessaire.")
        case .investigationMissing:
            Words(
                "The results of the investigation are missing, or the reason for none with the "
                    + "name of who decided so.",
                "Il manque les résultats de l’investigation, ou le motif de son absence avec le "
                    + "nom de la personne qui en a décidé.")
        case .actionMissing:
            Words(
                "What was done about it is missing: a correction, a CAPA, or that none is needed.",
                "Il manque la suite donnée\u{A0}: une correction, une CAPA, ou l’indication "
                    + "qu’aucune n’est nécessaire.")
        case .replyMissing:
            Words(
                "The reply with its date is missing, or the reason for none.",
                "Il manque la réponse avec sa date, ou le motif de son absence.")
        case .udiMissing:
            Words(
                "The UDI is missing, or the reason why it is unknown.",
                "Il manque l’IUD, ou le motif pour lequel il est inconnu.")
        case .codingMissing:
            Words("The complaint is not coded.", "La réclamation n’est pas codée.")
        default: closingSentence(argument)
        }
    }

    private func closingSentence(_ argument: String) -> Words? {
        switch self {
        case .openTasks:
            argument == "1"
                ? Words("A task is not done.", "Une tâche n’est pas faite.")
                : Words(
                    "\(argument) tasks are not done.", "\(argument) tâches ne sont pas faites.")
        case .decisionRequired:
            Words(
                "Whether to report is not decided for \(argument).",
                "Il n’est pas décidé s’il faut déclarer (\(argument)).")
        case .decisionUnsigned:
            Words(
                "The decision for \(argument) is not signed.",
                "La décision n’est pas signée (\(argument)).")
        case .reportMissing:
            Words(
                "The report for \(argument) has no number or no date of submission.",
                "La déclaration n’a pas de numéro ou pas de date d’envoi (\(argument)).")
        case .closedByInvestigator:
            Words(
                "Who investigated does not close the file; a colleague has to.",
                "Qui a mené l’investigation ne clôture pas le dossier\u{202F}; un collègue doit "
                    + "le faire.")
        case .originalIsDuplicate:
            Words(
                "That complaint is a duplicate itself" + (argument.isEmpty ? "" : " of \(argument)")
                    + "; name the original.",
                "Cette réclamation est elle-même un doublon"
                    + (argument.isEmpty ? "" : " de \(argument)")
                    + "\u{202F}; indiquez l’originale.")
        case .signatureMissing:
            Words(
                "Closing and reopening are signed, with one’s own password in the same request.",
                "La clôture et la réouverture se signent, avec son propre mot de passe dans la "
                    + "même requête.")
        case .notSigned:
            Words(
                "This is not signed; leave the signature out.",
                "Ceci ne se signe pas\u{202F}; n’envoyez pas de signature.")
        default: nil
        }
    }
}
