extension FileCheck {
    private static let closed: (name: FieldName, values: [String]) = (
        "status", [WorkflowState.closed.rawValue]
    )
    /// Work that left intake, and what was closed.
    private static let pastIntake: (name: FieldName, values: [String]) = (
        "status",
        WorkflowState.work.filter { $0 != .received }.map(\.rawValue)
            + [WorkflowState.closed.rawValue]
    )
    private static let open: (name: FieldName, values: [String]) = (
        "status", WorkflowState.work.map(\.rawValue)
    )

    private static let undecidedEnd: (name: FieldName, values: [String]) = (
        "status", endsWithoutDecision.map(\.rawValue)
    )

    private static func none(_ name: FieldName) -> (name: FieldName, values: [String]) {
        (name, [""])
    }

    /// Every check there is, in the order of the report.
    public static let all: [FileCheck] =
        deciding + reporting + investigating + signing + answering + keeping

    private static let deciding: [FileCheck] = [
        FileCheck(
            "report_overdue", .major,
            Words(
                "A legal deadline has passed and the file is still open.",
                "Un délai légal est dépassé et le dossier est encore ouvert."),
            "21 CFR 803.50, 803.53, 806.10; EU MDR 2017/745 art. 87", [open],
            facts: [.isOverdueByLaw]),
        FileCheck(
            "decision_missing", .minor,
            Words(
                "It is not decided yet whether to report.",
                "Il n’est pas encore décidé s’il faut déclarer."),
            "21 CFR 803.17; EU MDR 2017/745 art. 87", [open], facts: [.hasUndecidedJurisdiction]),
        FileCheck(
            "decision_unsigned", .major,
            Words(
                "A decision whether to report is not signed.",
                "Une décision de déclarer ou non n’est pas signée."),
            "21 CFR 11.50, 803.17", facts: [.hasUnsignedDecision]),
        FileCheck(
            "decision_late", .major,
            Words(
                "A decision whether to report was signed after a legal deadline.",
                "Une décision de déclarer ou non a été signée après un délai légal."),
            "21 CFR 803.17, 803.50, 803.53; EU MDR 2017/745 art. 87", facts: [.hasLateDecision]),
        FileCheck(
            "decision_against_answers", .major,
            Words(
                "Signed as not reportable although its own answers say to report.",
                "Signée comme non déclarable alors que ses propres réponses disent de déclarer."),
            "21 CFR 803.17, 803.20; EU MDR 2017/745 art. 87",
            facts: [.hasDecisionAgainstAnswers]),
        FileCheck(
            "ended_undecided", .major,
            Words(
                "Ended as no complaint or withdrawn while a reporting rule applied, without a decision "
                    + "or a report.",
                "Terminé comme non-réclamation ou retiré alors qu’une règle de déclaration "
                    + "s’appliquait, sans décision ni déclaration."),
            "21 CFR 803.17, 803.50; EU MDR 2017/745 art. 87", [undecidedEnd],
            facts: [.leavesLawUnanswered]),
    ]

    private static let reporting: [FileCheck] = [
        FileCheck(
            "report_unsent", .major,
            Words(
                "A report to an authority was due and is not submitted.",
                "Une déclaration à une autorité est échue et n’est pas transmise."),
            "21 CFR 803.50, 803.53; EU MDR 2017/745 art. 87", facts: [.hasUnsentReport]),
        FileCheck(
            "report_late", .major,
            Words(
                "A report was submitted after its deadline.",
                "Une déclaration a été transmise après son échéance."),
            "21 CFR 803.50, 803.53; EU MDR 2017/745 art. 87", facts: [.hasReportSentLate]),
        FileCheck(
            "report_unnumbered", .major,
            Words(
                "A submitted report has no number.",
                "Une déclaration transmise n’a pas de numéro."),
            "21 CFR 803.52, 820.35(a)", facts: [.hasReportWithoutNumber]),
        FileCheck(
            "aware_missing", .major,
            Words(
                "The date of awareness is missing, from which the legal deadlines run.",
                "Il manque la date de prise de connaissance, dont partent les délais légaux."),
            "21 CFR 803.3, 803.50; EU MDR 2017/745 art. 87", [pastIntake, none("aware")]),
        FileCheck(
            "aware_after_received", .major,
            Words(
                "Awareness is dated after receipt.",
                "La prise de connaissance est postérieure à la réception."),
            "21 CFR 803.3", facts: [.wasReceivedBeforeAwareness]),
    ]

    private static let investigating: [FileCheck] = [
        FileCheck(
            "investigation_missing", .major,
            Words(
                "Closed without results of an investigation, of its own or reused, and without a reason "
                    + "for none.",
                "Clos sans résultats d’investigation, propres ou repris, et sans motif de leur "
                    + "absence."),
            "21 CFR 820.35(a); ISO 13485:2016 8.2.2",
            [closed, none("investigation_results"), none("no_investigation_reason")],
            facts: [.reusesNoInvestigation]),
        FileCheck(
            "no_investigation_unnamed", .major,
            Words(
                "No investigation, and nobody named who decided so.",
                "Pas d’investigation, et personne n’est nommé comme en ayant décidé."),
            "21 CFR 820.35(a), 820.198(b)",
            [pastIntake, ("investigation_needed", ["no"]), none("no_investigation_by")]),
        FileCheck(
            "no_investigation_unreasoned", .major,
            Words(
                "No investigation, and no reason for it.",
                "Pas d’investigation, et aucun motif."),
            "21 CFR 820.35(a); ISO 13485:2016 8.2.2",
            [pastIntake, ("investigation_needed", ["no"]), none("no_investigation_reason")]),
    ]

    private static let signing: [FileCheck] = [
        FileCheck(
            "closing_unsigned", .major,
            Words("Closed here without a signature.", "Clos ici sans signature."),
            "21 CFR 11.50, 11.70; 820.35(a)", [closed], facts: [.wasClosedHere, .isUnsignedClosing]),
        FileCheck(
            "closed_elsewhere", .remark,
            Words(
                "Closed elsewhere and brought in by an import or the demonstration: this system has "
                    + "no signature of the closing.",
                "Clos ailleurs et repris par un import ou la démonstration\u{A0}: ce système n’a pas "
                    + "de signature de la clôture."),
            "21 CFR 11.50, 11.70", [closed], facts: [.wasClosedElsewhere]),
        FileCheck(
            "closed_by_investigator", .major,
            Words("Closed by who investigated.", "Clos par qui a mené l’investigation."),
            "ISO 13485:2016 8.2.2", [closed], facts: [.isClosedByInvestigator]),
        FileCheck(
            "reviewed_by_investigator", .major,
            Words(
                "Reviewer and investigator are the same person.",
                "Le relecteur et l’investigateur sont la même personne."),
            "ISO 13485:2016 8.2.2", facts: [.isReviewedByInvestigator]),
    ]

    private static let answering: [FileCheck] = [
        FileCheck(
            "acknowledged_late", .minor,
            Words(
                "Receipt was acknowledged after the limit of house policy.",
                "L’accusé de réception est postérieur au délai de la politique interne."),
            "ISO 13485:2016 8.2.2 a)", facts: [.isAcknowledgedLate]),
        FileCheck(
            "acknowledgement_missing", .minor,
            Words(
                "Closed without an acknowledgement of receipt.",
                "Clos sans accusé de réception."),
            "ISO 13485:2016 8.2.2 a)", [closed, none("acknowledged")]),
        FileCheck(
            "reply_missing", .major,
            Words(
                "Closed without a dated reply and without a reason for none.",
                "Clos sans réponse datée et sans motif de son absence."),
            "21 CFR 820.35(a)(7)", [closed, none("reply_date"), none("no_reply_reason")]),
    ]

    private static let keeping: [FileCheck] = [
        FileCheck(
            "udi_missing", .major,
            Words(
                "Closed without a UDI and without the reason why it is unknown.",
                "Clos sans IUD et sans le motif pour lequel il est inconnu."),
            "21 CFR 820.35(a)(3); EU MDR 2017/745 art. 27",
            [closed, none("udi"), none("udi_unknown_reason")]),
        FileCheck(
            "uncoded", .minor,
            Words("Closed without being coded.", "Clos sans être codé."),
            "ISO 13485:2016 8.4; IMDRF/AE WG/N43", [closed, none("category"), none("imdrf_a")]),
        FileCheck(
            "retention_missing", .minor,
            Words(
                "It is not said how long the file is kept.",
                "La durée de conservation du dossier n’est pas indiquée."),
            "21 CFR 803.18(c); ISO 13485:2016 4.2.5", [closed, none("retention_until")]),
        FileCheck(
            "overdue", .minor,
            Words(
                "A deadline has passed and the file is still open.",
                "Une échéance est dépassée et le dossier est encore ouvert."),
            "ISO 13485:2016 8.2.2", [open], facts: [.isOverdue]),
    ]

    /// The check of that id.
    public static func named(_ id: String) -> FileCheck? { all.first { $0.id == id } }
}
