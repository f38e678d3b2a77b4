extension FieldProblem.Code {
    /// One sentence that says what is wrong and what would be right, in each language.
    public func sentence(argument: String?) -> Words {
        let given = argument ?? ""
        return switch self {
        case .required: Words("A value is needed here.", "Une valeur est nécessaire ici.")
        case .unknownField:
            given.isEmpty
                ? Words("There is no field of this name.", "Il n’existe aucun champ de ce nom.")
                : Words(
                    "There is no field “\(given)”.",
                    "Il n’existe aucun champ «\u{A0}\(given)\u{A0}».")
        case .readOnly:
            Words("This field cannot be changed.", "Ce champ ne peut pas être modifié.")
        case .locked:
            Words(
                "This was entered at intake and is locked since the file left it; correct it by a "
                    + "signed correction that gives its reason.",
                "Cette donnée de réception est verrouillée depuis que le dossier a quitté la "
                    + "réception\u{202F}; corrigez-la par une correction signée et motivée.")
        case .wrongType: FieldType.words(ofKind: given)
        case .notAChoice:
            Words(
                "The value is not one of the list" + after(": ", given) + ".",
                "La valeur ne fait pas partie de la liste" + after("\u{A0}: ", given) + ".")
        case .tooLong:
            Words(
                "The text is too long" + after(": at most ", given, " bytes") + ".",
                "Le texte est trop long" + after("\u{A0}: au plus ", given, " octets") + ".")
        case .outOfRange, .dateOutOfRange: rangeSentence(given)
        case .invalidDate:
            Words(
                "This is not a date we can read; write it as 2026-03-02.",
                "Cette date est illisible\u{202F}; écrivez-la sous la forme 2026-03-02.")
        case .invalidCountry:
            Words(
                "This is not a country code of two letters (ISO 3166-1), such as FR.",
                "Ce n’est pas un code de pays à deux lettres (ISO 3166-1), comme FR.")
        default: otherSentence(given)
        }
    }

    private func rangeSentence(_ given: String) -> Words {
        if let allowed = AllowedRange(argument: given)?.words {
            return Words(
                "Out of range; give \(allowed.english).",
                "Hors limites\u{202F}; indiquez \(allowed.french).")
        }
        return self == .dateOutOfRange
            ? Words("The date lies outside what is possible.", "La date sort du possible.")
            : Words("The value is out of range.", "La valeur est hors limites.")
    }

    private func nameSentence(_ rule: Words) -> Words {
        Words(
            "This name is not possible" + after("; it is made of ", rule.english) + ".",
            "Ce nom n’est pas possible" + after("\u{202F}; il se compose de ", rule.french) + ".")
    }

    private func otherSentence(_ given: String) -> Words {
        switch self {
        case .invalidCode:
            Words(
                "This is not a code of the terminology" + after(", such as ", given) + ".",
                "Ce n’est pas un code de la terminologie" + after(", comme ", given) + ".")
        case .unknownCode:
            Words(
                "The terminology does not have this code" + after(": ", given) + ".",
                "La terminologie n’a pas ce code" + after("\u{A0}: ", given) + ".")
        case .retiredCode:
            Words(
                "A retired code cannot be chosen any more" + after(": ", given) + ".",
                "Un code retiré ne peut plus être choisi" + after("\u{A0}: ", given) + ".")
        case .invalidIdentifier:
            Words(
                "This is not an identifier of GS1, HIBCC or ICCBBA, or its check digit is wrong"
                    + after("; an example: ", given) + ".",
                "Ce n’est pas un identifiant GS1, HIBCC ou ICCBBA, ou sa clé de contrôle est fausse"
                    + after("\u{202F}; un exemple\u{A0}: ", given) + ".")
        case .invalidText:
            Words(
                "The text holds control characters.",
                "Le texte contient des caractères de contrôle.")
        case .invalidName:
            nameSentence(NameRule(rawValue: given)?.words ?? Words(given, given))
        case .unknownReference:
            Words("There is no such record.", "Il n’existe aucun enregistrement de ce nom.")
        case .mayNotWork:
            Words(
                "This person may not work files: it takes an open account with the role of an analyst or "
                    + "above, for a task that of an engineer.",
                "Cette personne ne peut pas traiter de dossiers\u{202F}: il faut un compte actif ayant au "
                    + "moins le rôle d’analyste, ou d’ingénieur pour une tâche.")
        case .selfReference:
            Words(
                "A record cannot name itself here.",
                "Un enregistrement ne peut pas se désigner lui-même ici.")
        case .otherSite:
            Words(
                "The system stands at another site than the one named.",
                "Le système se trouve sur un autre site que celui indiqué.")
        case .unknownOperator:
            Words(
                "This operator does not exist" + after("; there are ", given) + ".",
                "Cet opérateur n’existe pas" + after("\u{202F}; il y a ", given) + ".")
        case .operatorNotForType:
            Words(
                "This operator does not fit the field’s type" + after("; these do: ", given) + ".",
                "Cet opérateur ne convient pas au type du champ"
                    + after("\u{202F}; conviennent\u{A0}: ", given) + ".")
        default: requestSentence(given)
        }
    }

    /// About lists, filters and searches.
    private func requestSentence(_ given: String) -> Words {
        switch self {
        case .tooDeep:
            Words(
                "The filter is nested too deep" + after(": at most ", given, " levels") + ".",
                "Le filtre est trop imbriqué" + after("\u{A0}: au plus ", given, " niveaux") + ".")
        case .tooMany:
            Words(
                "There are too many of them" + after(": at most ", given) + ".",
                "Il y en a trop" + after("\u{A0}: au plus ", given) + ".")
        case .searchSyntax:
            Words(
                "The search text cannot be read: close every quotation mark, put a word on both "
                    + "sides of OR, and look for at least one word.",
                "Le texte recherché est illisible\u{A0}: fermez chaque guillemet, mettez un mot de "
                    + "part et d’autre de OR et cherchez au moins un mot.")
        case .cursor:
            Words(
                "This cursor is not one of ours, or no longer; begin again without it.",
                "Ce curseur n’est pas ou plus l’un des nôtres\u{202F}; recommencez sans lui.")
        case .weakPassword:
            Words(
                "This password is too easy to guess"
                    + after("; use at least ", given, " characters")
                    + ".",
                "Ce mot de passe est trop facile à deviner"
                    + after("\u{202F}; prenez au moins ", given, " caractères") + ".")
        case .repeated:
            Words(
                "This name is taken by another part" + after(": ", given) + ".",
                "Ce nom est déjà celui d’un autre élément" + after("\u{A0}: ", given) + ".")
        case .notSortable:
            Words(
                "The list cannot be sorted by this field.", "La liste ne se trie pas par ce champ.")
        case .notTheSigner:
            Words(
                "Name and password are not the signer’s own.",
                "Le nom et le mot de passe ne sont pas ceux du signataire.")
        case .notAFacet:
            Words("This field is not counted.", "Ce champ n’est pas décompté.")
        case .notFilterable:
            Words(
                "The list cannot be filtered by this field.",
                "La liste ne se filtre pas par ce champ.")
        case .sealed:
            Words(
                "Personal data is sealed: it is not counted, sorted or indexed, and nothing that others "
                    + "see depends on it.",
                "Les données personnelles sont scellées\u{A0}: elles ne sont ni décomptées, ni "
                    + "triées, ni indexées, et rien de ce que voient d’autres n’en dépend.")
        default: fileSentence(given)
        }
    }

    /// About files that are sent.
    private func fileSentence(_ given: String) -> Words {
        switch self {
        case .tooLarge:
            Words(
                "The file is too large" + after(": at most ", given, " bytes") + ".",
                "Le fichier est trop volumineux" + after("\u{A0}: au plus ", given, " octets")
                    + ".")
        case .quota:
            Words(
                "There is no room left for attachments" + after(" within ", given, " bytes") + ".",
                "Il n’y a plus de place pour les pièces jointes"
                    + after(" dans la limite de ", given, " octets") + ".")
        case .notATerminology:
            Words(
                "This is no release of the IMDRF’s annexes: a table with codes and terms is needed.",
                "Ce n’est pas une édition des annexes de l’IMDRF\u{A0}: il faut un tableau de codes "
                    + "et de termes.")
        case .badRows:
            Words(
                "Rows cannot be taken" + after(": ", given) + "; look at them first, then ask for "
                    + "the rest.",
                "Des lignes ne peuvent pas être reprises" + after("\u{A0}: ", given)
                    + "\u{202F}; examinez-les, puis demandez le reste.")
        default:
            workflowSentence(argument: given)
                ?? Words("The value is not right.", "La valeur n’est pas correcte.")
        }
    }

    /// The argument with what goes around it; nothing without one.
    private func after(_ lead: String, _ argument: String, _ trail: String = "") -> String {
        argument.isEmpty ? "" : lead + argument + trail
    }
}

extension FieldProblem {
    /// What is wrong, in one sentence.
    public var sentence: Words { words ?? code.sentence(argument: argument) }
}

extension Refusal {
    /// Why the request is refused, in one sentence.
    public var sentence: Words {
        switch self {
        case .invalid(let problems):
            problems.count == 1
                ? problems[0].sentence
                : Words(
                    "\(problems.count) values are not right.",
                    "\(problems.count) valeurs ne sont pas correctes.")
        case .notFound(let entity, let key):
            Words(
                "There is no \(entity.label.english) “\(key)”.",
                "Introuvable\u{A0}: \(entity.label.french) «\u{A0}\(key)\u{A0}».")
        case .restrictedField(let name):
            Words(
                "You may not use the field “\(name)” this way.",
                "Vous n’avez pas le droit d’utiliser ainsi le champ «\u{A0}\(name)\u{A0}».")
        case .versionConflict:
            Words(
                "Somebody has changed this record in the meantime.",
                "Quelqu’un a modifié cet enregistrement entre-temps.")
        case .taken(let entity, _):
            Words(
                "There is already a \(entity.label.english) of this name.",
                "Il existe déjà un enregistrement de ce nom (\(entity.label.french)).")
        case .locked(.complaint, let key):
            Words(
                "The file “\(key)” is at its end and takes nothing more. Who may decide and sign opens it "
                    + "again, with a reason and a signature; then this can be entered.",
                "Le dossier «\u{A0}\(key)\u{A0}» est terminé et n’accepte plus rien. Qui peut décider et "
                    + "signer le rouvre, avec un motif et une signature\u{202F}; la saisie est alors "
                    + "possible.")
        case .locked(let entity, let key):
            Words(
                "The \(entity.label.english) “\(key)” is locked.",
                "Cet enregistrement (\(entity.label.french) «\u{A0}\(key)\u{A0}») est verrouillé.")
        case .wrongState(let entity, let key, let state):
            Words(
                "The state “\(state)” of \(entity.label.english) “\(key)” does not allow this.",
                "L’état «\u{A0}\(state)\u{A0}» (\(entity.label.french) «\u{A0}\(key)\u{A0}») "
                    + "ne le permet pas.")
        case .bulkState(let id, let obstacle): obstacle.sentence(of: id)
        case .boundToSites(let entity):
            Words(
                "Only somebody who may see every site makes or changes a \(entity.label.english) "
                    + "this way.",
                "Seule une personne qui voit tous les sites peut faire cela "
                    + "(\(entity.label.french)).")
        case .keyOfAnotherRequest:
            Words(
                "This Idempotency-Key came with another request before; use a new key.",
                "Cette clé Idempotency-Key a déjà servi à une autre requête\u{202F}; prenez-en une "
                    + "nouvelle.")
        case .alreadyDone(let entity):
            Words(
                "This request has made its \(entity.label.english) already; what was secret in the "
                    + "answer is not kept.",
                "Cette requête a déjà abouti (\(entity.label.french))\u{202F}; ce que la réponse "
                    + "avait de secret n’est pas conservé.")
        case .erased(let entity, let key):
            Words(
                "What the \(entity.label.english) “\(key)” held of a person was erased for good; nothing "
                    + "is put there any more.",
                "Les données personnelles (\(entity.label.french) «\u{A0}\(key)\u{A0}») ont été "
                    + "effacées définitivement\u{202F}; rien n’y est plus inscrit.")
        case .quotaReached(let bytesMax):
            FieldProblem.Code.quota.sentence(argument: String(bytesMax))
        case .malformed(_, let code, let argument): code.sentence(argument: argument)
        case .unsearchable(let problem): problem.sentence
        }
    }
}

extension Entity {
    /// What a record of this kind is called inside a sentence.
    public var label: Words {
        switch self {
        case .complaint: Words("complaint", "réclamation")
        case .site: Words("site", "site")
        case .system: Words("system", "système")
        case .user: Words("user", "compte")
        case .token: Words("token", "jeton")
        case .session: Words("session", "session")
        case .import: Words("import", "import")
        case .mapping: Words("mapping", "correspondance")
        case .field: Words("field", "champ")
        case .setting: Words("setting", "réglage")
        case .attachment: Words("attachment", "pièce jointe")
        case .signature: Words("signature", "signature")
        case .task: Words("task", "tâche")
        case .comment: Words("comment", "commentaire")
        case .watcher: Words("watcher", "abonné")
        case .link: Words("link", "lien")
        case .decision: Words("decision", "décision")
        case .report: Words("report", "déclaration")
        case .ruleSet: Words("rule set", "jeu de règles")
        case .clock: Words("clock", "délai")
        case .terminology: Words("terminology", "terminologie")
        case .team: Words("team", "équipe")
        }
    }
}
