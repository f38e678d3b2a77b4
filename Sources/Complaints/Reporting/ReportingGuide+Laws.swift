extension ReportingGuide {
    /// 21 CFR part 803, as it binds manufacturers, and for what radiates parts 1002 and 1003.
    static let unitedStates = ReportingGuide(
        jurisdiction: "US",
        questions: [
            Question(
                "harm", .reports,
                Words(
                    "Does the information reasonably suggest that the device may have caused or "
                        + "contributed to a death or serious injury?",
                    "L’information laisse-t-elle raisonnablement penser que le dispositif a pu causer "
                        + "un décès ou une lésion grave, ou y contribuer\u{202F}?"),
                law("803.50(a)(1)"),
                hint: Hint(
                    "outcome", yes: ["death", "serious_injury"],
                    no: ["malfunction", "other", "none"])),
            Question(
                "malfunction", .reports,
                Words(
                    "Did the device malfunction so that it, or a similar device of ours, would be "
                        + "likely to cause or contribute to a death or serious injury if the "
                        + "malfunction recurred?",
                    "Le dispositif a-t-il eu un dysfonctionnement qui, s’il se reproduisait sur ce "
                        + "dispositif ou un dispositif semblable de notre marque, causerait "
                        + "probablement un décès ou une lésion grave, ou y contribuerait\u{202F}?"),
                law("803.50(a)(2)"), hint: Hint("recurrence_would_harm")),
            Question(
                "remedial", .hastens,
                Words(
                    "Does the event necessitate remedial action to prevent an unreasonable risk of "
                        + "substantial harm to the public health? Then the report is due in 5 work days.",
                    "L’événement exige-t-il une action corrective pour prévenir un risque déraisonnable "
                        + "de préjudice substantiel à la santé publique\u{202F}? La déclaration est alors "
                        + "à faire sous 5\u{A0}jours ouvrés."),
                law("803.53(a)"), hint: Hint("remedial_action_needed")),
            Question(
                "fda_request", .hastens,
                Words(
                    "Has the FDA asked in writing for five-day reports of events of this nature? Then "
                        + "the report is due in 5 work days.",
                    "La FDA a-t-elle demandé par écrit des rapports en cinq jours pour les événements de "
                        + "cette nature\u{202F}? La déclaration est alors à faire sous "
                        + "5\u{A0}jours ouvrés."),
                law("803.53(b)"), hint: Hint("fda_request")),
            Question(
                "medical_judgment", .excludes,
                Words(
                    "Is there information that would lead a person qualified to make a medical "
                        + "judgment to conclude reasonably that the device did not cause or contribute "
                        + "to it, and that a malfunction would not do so if it recurred?",
                    "Existe-t-il des informations amenant une personne qualifiée pour porter un "
                        + "jugement médical à conclure raisonnablement que le dispositif n’a ni causé "
                        + "l’événement ni contribué à celui-ci, et qu’un dysfonctionnement ne le ferait "
                        + "pas s’il se reproduisait\u{202F}?"),
                law("803.20(c)(2)")),
            Question(
                "erroneous", .excludes,
                Words(
                    "Was the information erroneous, so that no adverse event related to the device "
                        + "occurred?",
                    "L’information était-elle erronée, si bien qu’aucun événement indésirable lié au "
                        + "dispositif ne s’est produit\u{202F}?"),
                law("803.22(b)(1)")),
            Question(
                "other_manufacturer", .excludes,
                Words(
                    "Was the device made by another manufacturer, to whom the information was "
                        + "forwarded?",
                    "Le dispositif provient-il d’un autre fabricant, à qui l’information a été "
                        + "transmise\u{202F}?"),
                law("803.22(b)(2)")),
            Question(
                "radiation_accident", .obliges,
                Words(
                    "Was it an accidental radiation occurrence: was anybody exposed by accident to "
                        + "radiation of the product that injures, or may? Then it is reported at once.",
                    "S’agit-il d’une irradiation accidentelle\u{A0}: quelqu’un a-t-il été exposé par "
                        + "accident à un rayonnement du produit qui blesse ou peut blesser\u{202F}? "
                        + "Elle est alors à déclarer immédiatement."),
                law("1002.20"), hint: .radiation("accidental_occurrence"), of: .radiates),
            Question(
                "radiation_defect", .obliges,
                Words(
                    "Does the product have a defect of its radiation, or fail a radiation standard? "
                        + "Then it is notified at once.",
                    "Le produit présente-t-il un défaut de rayonnement, ou une non-conformité à une "
                        + "norme de rayonnement\u{202F}? Il est alors à notifier immédiatement."),
                law("1003.20"), hint: .radiation("defect"), of: .radiates),
        ], inDoubt: .furtherInformation, inDoubtCitation: law("803.50(b)(3)"))

    /// Regulation (EU) 2017/745.
    static let europeanUnion = ReportingGuide(
        jurisdiction: "EU",
        questions: [
            Question(
                "union_market", .requires,
                Words(
                    "Is the device made available on the Union market, other than for "
                        + "investigation?",
                    "Le dispositif est-il mis à disposition sur le marché de l’Union, hors "
                        + "investigation clinique\u{202F}?"),
                article("87(1)(a)")),
            Question(
                "incident", .requires,
                Words(
                    "Is it an incident: a malfunction or deterioration of the characteristics or "
                        + "performance of the device, use error due to ergonomic features included, an "
                        + "inadequacy of the information supplied, or an undesirable side-effect?",
                    "S’agit-il d’un incident\u{A0}: dysfonctionnement ou altération des "
                        + "caractéristiques ou des performances du dispositif, y compris une erreur "
                        + "d’utilisation due à l’ergonomie, défaut des informations fournies ou effet "
                        + "secondaire indésirable\u{202F}?"),
                article("2(64)")),
            Question(
                "death", .reports,
                Words(
                    "Did it lead, might it have led or might it lead, directly or indirectly, to the "
                        + "death of a patient, user or other person?",
                    "A-t-il entraîné, est-il susceptible d’avoir entraîné ou d’entraîner, directement "
                        + "ou indirectement, la mort d’un patient, d’un utilisateur ou de toute autre "
                        + "personne\u{202F}?"),
                article("2(65)(a), 87(5)"),
                hint: Hint(
                    "outcome", yes: ["death"],
                    no: ["serious_injury", "malfunction", "other", "none"])),
            Question(
                "deterioration", .reports,
                Words(
                    "Did it lead, might it have led or might it lead to a temporary or permanent "
                        + "serious deterioration of somebody’s state of health?",
                    "A-t-il entraîné, est-il susceptible d’avoir entraîné ou d’entraîner une grave "
                        + "dégradation, temporaire ou permanente, de l’état de santé d’une "
                        + "personne\u{202F}?"),
                article("2(65)(b), 87(3)"),
                hint: Hint("outcome", yes: ["death", "serious_injury"], no: ["other", "none"])),
            Question(
                "recurrence", .reports,
                Words(
                    "Would it be likely to lead to a death or a serious deterioration of somebody’s state "
                        + "of health if it occurred again?",
                    "S’il se reproduisait, entraînerait-il probablement la mort d’une personne ou une grave "
                        + "dégradation de son état de santé\u{202F}?"),
                article("2(65), 87(3)"), hint: Hint("recurrence_would_harm")),
            Question(
                "threat", .reports,
                Words(
                    "Is it a serious public health threat: an imminent risk of death, serious "
                        + "deterioration or serious illness that may require prompt remedial action?",
                    "Constitue-t-il une menace grave pour la santé publique\u{A0}: un risque imminent "
                        + "de décès, de dégradation grave ou de maladie grave pouvant nécessiter une "
                        + "mesure corrective rapide\u{202F}?"),
                article("2(65)(c), 2(66), 87(4)"),
                hint: Hint("public_health_threat")),
            Question(
                "unanticipated", .hastens,
                Words(
                    "Was the deterioration unanticipated? Then the report is due in 10 days and not "
                        + "in 15.",
                    "La dégradation était-elle inattendue\u{202F}? La déclaration est alors à faire "
                        + "sous 10\u{A0}jours au lieu de 15."),
                article("87(3), 87(5)"), hint: Hint("unanticipated")),
            Question(
                "side_effect", .excludes,
                Words(
                    "Is it an expected side-effect that is clearly documented in the product "
                        + "information, quantified in the technical documentation and subject to trend "
                        + "reporting?",
                    "Est-ce un effet secondaire attendu, clairement documenté dans les informations "
                        + "relatives au produit, quantifié dans la documentation technique et soumis au "
                        + "rapport de tendances\u{202F}?"),
                article("87(1)(a), 88")),
        ], inDoubt: .reportable, inDoubtCitation: article("87(7)"))

    private static func law(_ paragraph: String) -> Citation { Citation("21 CFR \(paragraph)") }

    private static func article(_ provisions: String) -> Citation {
        Citation("EU MDR 2017/745 art. \(provisions)")
    }
}

extension ReportingGuide.Hint {
    /// What 21 CFR 1002.20 and 1003.20 concern here, as in the rules that ship: computed tomography.
    fileprivate static let radiates = ReportingGuide.Hint("modality", yes: ["CT"], no: nil)

    fileprivate static func radiation(_ incident: String) -> ReportingGuide.Hint {
        ReportingGuide.Hint("radiation", yes: [incident], no: nil)
    }
}
