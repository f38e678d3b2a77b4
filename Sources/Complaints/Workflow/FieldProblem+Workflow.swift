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
        case .factNotEntered: factSentence(FieldName(argument))
        case .notAsked: questionSentence(argument)
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
        default: closingSentence(argument) ?? reportSentence
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
                "Whether to report is not decided\(jurisdiction(argument).english).",
                "Il n’est pas décidé s’il faut déclarer\(jurisdiction(argument).french).")
        case .decisionUnsigned:
            Words(
                "The decision whether to report is not signed\(jurisdiction(argument).english).",
                "La décision de déclarer ou non n’est pas signée\(jurisdiction(argument).french).")
        case .reportMissing:
            Words(
                "The report has no number or no date of submission\(jurisdiction(argument).english).",
                "La déclaration n’a pas de numéro ou pas de date d’envoi\(jurisdiction(argument).french)."
            )
        case .reportOwed:
            Words(
                "A report is still to be submitted, by the rule \(argument).",
                "Une déclaration reste à transmettre, d’après la règle \(argument).")
        case .factUnknown: unknownSentence(FieldName(argument))
        case .reviewedByInvestigator:
            Words(
                "The reviewer has to be somebody else than the investigator.",
                "Le relecteur doit être une autre personne que l’investigateur.")
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
        case .originalIsEnded:
            Words(
                "That complaint is at its end, so nobody would see what this one tells; reopen it "
                    + "first, or do not merge.",
                "Cette réclamation est terminée\u{202F}: personne n’y verrait ce que dit celle-ci. "
                    + "Rouvrez-la d’abord, ou ne fusionnez pas.")
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

    /// What a jurisdiction is called, in parentheses; nothing without one.
    private func jurisdiction(_ code: String) -> Words {
        if code.isEmpty { return Words("", "") }
        let name = Choices.markets.first { $0.value == code }?.label ?? Words(code, code)
        return Words(" (\(name.english))", " (\(name.french))")
    }

    /// That a field of the file says no, or nothing, of what a decision rests on.
    private func factSentence(_ name: FieldName) -> Words {
        let label = FieldCatalogue.standard[name]?.label ?? Words(name.text, name.text)
        return Words(
            "Enter “\(label.english)” in the file first: said here alone, it starts no clock.",
            "Saisissez d’abord «\u{A0}\(label.french)\u{A0}» dans le dossier\u{A0}: dit ici "
                + "seulement, cela ne fait partir aucun délai.")
    }

    /// That a question of a reporting guide is not asked of the file.
    private func questionSentence(_ id: String) -> Words {
        let questions = ReportingGuide.all.flatMap(\.questions)
        let text = questions.first { $0.id == id }?.text ?? Words(id, id)
        return Words(
            "By what the file says now, this is not asked of it: “\(text.english)”.",
            "Selon ce que dit maintenant le dossier, cette question ne s’y pose pas\u{A0}: "
                + "«\u{A0}\(text.french)\u{A0}».")
    }

    /// That a rule may apply as long as a field of the file is not known.
    private func unknownSentence(_ name: FieldName) -> Words {
        let label = FieldCatalogue.standard[name]?.label ?? Words(name.text, name.text)
        return Words(
            "“\(label.english)” is not known: until it is, or somebody has decided, it may have to be "
                + "reported.",
            "«\u{A0}\(label.french)\u{A0}» n’est pas connu\u{A0}: tant que ce champ n’est pas "
                + "renseigné, ou que rien n’est décidé, il peut falloir déclarer.")
    }

    /// About reports to authorities (`ReportCheck`).
    private var reportSentence: Words? {
        switch self {
        case .reportEmpty:
            Words(
                "Nothing is said of this report: give “Submitted on” and “Report number”; of one that is "
                    + "planned, “Report number” or the day of what it answers or announces.",
                "Rien n’est dit de cette déclaration\u{A0}: indiquez «\u{A0}Transmise le\u{A0}» et "
                    + "«\u{A0}Numéro de la déclaration\u{A0}»\u{202F}; si elle est prévue, son numéro ou "
                    + "la date de ce à quoi elle répond ou qu’elle annonce.")
        case .reportNumberMissing:
            Words(
                "A report that was submitted has its number: “Report number” is missing.",
                "Une déclaration transmise a son numéro\u{A0}: «\u{A0}Numéro de la "
                    + "déclaration\u{A0}» manque.")
        case .initialReportMissing:
            Words(
                "A follow-up or a final report comes after an initial one: there is none before it.",
                "Un rapport de suivi ou final fait suite à un rapport initial\u{A0}: il n’y en a pas "
                    + "avant lui.")
        case .submissionMissing:
            Words(
                "What was acknowledged was submitted: “Submitted on” is missing.",
                "Ce dont on a accusé réception a été transmis\u{A0}: «\u{A0}Transmise le\u{A0}» "
                    + "manque.")
        default: nil
        }
    }
}
