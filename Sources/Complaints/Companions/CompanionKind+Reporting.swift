extension CompanionKind {
    /// Whether something has to be reported in a jurisdiction, as a person decided it. Never overwritten: a
    /// later decision, or facts that ask anew, supersede it, and it stays to be read.
    public static let decision = CompanionKind(
        .decision, path: "decisions", isChangeable: false,
        fields: [
            Field(
                "jurisdiction", .text(bytesMax: 40), .reportability, in: .document,
                traits: [.required], label: Words("Jurisdiction", "Juridiction")),
            Field(
                "verdict", .choice(ReportingChoices.verdict), .reportability, in: .document,
                traits: [.required], label: Words("Decision", "Décision")),
            Field(
                "rationale", .prose(bytesMax: 16_000), .reportability, in: .sealed,
                traits: [.required], label: Words("Rationale", "Justification"),
                help: Words(
                    "Why it was decided so: it belongs to the event file.",
                    "Pourquoi il en a été décidé ainsi\u{A0}: cela fait partie du dossier de "
                        + "l’événement."),
                citation: "21 CFR 803.18(b)(1)(i)"),
            Field(
                "answers", .object, .reportability, in: .document, entry: .system,
                label: Words("Answers", "Réponses")),
            Field(
                "proposal", .choice(ReportingChoices.verdict), .reportability, in: .document,
                entry: .system, label: Words("Proposed by the answers", "Proposée par les réponses")
            ),
            Field(
                "state", .choice(ReportingChoices.decisionState), .reportability, in: .column,
                entry: .system, label: Words("State", "État")),
        ] + decisionOrigin)

    private static let decisionOrigin: [Field] = [
        Field(
            "rule", .text(bytesMax: 40), .reportability, in: .document, entry: .system,
            label: Words("Rule", "Règle"),
            help: Words(
                "Whose clock ended first when it was decided.",
                "Celle dont le délai s’achevait le premier au moment de la décision.")),
        Field(
            "due", .date, .reportability, in: .column, entry: .system,
            label: Words("Legal deadline then", "Échéance légale d’alors"),
            help: Words(
                "The first legal deadline of the jurisdiction that ran when it was decided.",
                "La première échéance légale de la juridiction en cours au moment de la décision.")),
        Field(
            "rule_set", .integer(1...Int64.max), .reportability, in: .document, entry: .system,
            label: Words("Version of the rules", "Version des règles")),
        Field(
            "basis", .list(of: .text(bytesMax: 60)), .reportability, in: .document, entry: .system,
            label: Words("Rules it was decided on", "Règles considérées"),
            help: Words(
                "The rules that applied then; behind a question mark those that might have.",
                "Les règles alors applicables\u{202F}; celles suivies d’un point d’interrogation "
                    + "pouvaient l’être.")),
        Field(
            "facts", .list(of: .text(bytesMax: 200)), .reportability, in: .document, entry: .system,
            label: Words("Facts it was decided on", "Faits considérés"),
            help: Words(
                "What the files said then of what the rules ask for.",
                "Ce que les dossiers disaient alors de ce que demandent les règles.")),
        Field(
            "decided_by", .text(bytesMax: 100), .reportability, in: .document, entry: .system,
            label: Words("Decided by", "Décidée par")),
        Field(
            "decided", .date, .reportability, in: .document, entry: .system,
            label: Words("Decided on", "Décidée le")),
        Field(
            "superseded", .timestamp, .reportability, in: .document, entry: .system,
            label: Words("Superseded", "Remplacée le")),
        Field(
            "superseded_why", .choice(ReportingChoices.superseding), .reportability, in: .document,
            entry: .system, label: Words("Why it was superseded", "Motif du remplacement")),
    ]

    /// A report to an authority.
    public static let report = CompanionKind(
        .report, path: "reports", isChangeable: true, naming: [.state: "type"],
        fields: reportIdentity + reportDates)

    private static let reportIdentity: [Field] = [
        Field(
            "jurisdiction", .text(bytesMax: 40), .reportability, in: .document,
            traits: [.required], label: Words("Jurisdiction", "Juridiction")),
        Field(
            "type", .choice(ReportingChoices.reportType), .reportability, in: .column,
            traits: [.required], label: Words("Type", "Type"),
            citation: "21 CFR 803.52(e)(5)", form: "FDA 3500A G; EU MIR 1.2"),
        Field(
            "sequence", .integer(1...100_000), .reportability, in: .document, entry: .system,
            label: Words("Follow-up number", "Numéro du suivi")),
        Field(
            "rules", .list(of: .text(bytesMax: 40)), .reportability, in: .document,
            label: Words("Rules it answers", "Règles satisfaites"),
            help: Words(
                "Whose clocks end with it; all that run in the jurisdiction unless given.",
                "Celles dont le délai prend fin avec elle\u{202F}; à défaut, toutes celles en cours "
                    + "dans la juridiction.")),
        Field(
            "report_number", .text(bytesMax: 100), .reportability, in: .document,
            label: Words("Report number", "Numéro de la déclaration"),
            citation: "21 CFR 803.52(e)(6)", form: "FDA 3500A G; EU MIR 1.1"),
        Field(
            "due", .date, .reportability, in: .column, entry: .system,
            label: Words("Due", "Échéance"),
            help: Words(
                "By the clocks, as of its last change.",
                "Selon les délais, à sa dernière modification.")),
        Field(
            "late_reason", .prose(bytesMax: 4_000), .reportability, in: .sealed,
            label: Words("Why it was late", "Motif du retard")),
    ]

    private static let reportDates: [Field] = [
        Field(
            "submitted", .date, .reportability, in: .document,
            label: Words("Submitted on", "Transmise le"), form: "EU MIR 1.2"),
        Field(
            "submitted_by", .text(bytesMax: 100), .reportability, in: .document,
            label: Words("Submitted by", "Transmise par")),
        Field(
            "facts", .list(of: .text(bytesMax: 200)), .reportability, in: .document, entry: .system,
            label: Words("Facts on that day", "Faits de ce jour"),
            help: Words(
                "What the files said, when it was submitted, of what the rules ask for.",
                "Ce que les dossiers disaient, lors de la transmission, de ce que demandent les "
                    + "règles."),
            citation: "21 CFR 803.56"),
        Field(
            "acknowledged", .date, .reportability, in: .document,
            label: Words("Acknowledged on", "Accusé de réception le")),
        Field(
            "acknowledgement_number", .text(bytesMax: 100), .reportability, in: .document,
            label: Words("Acknowledgement number", "Numéro de l’accusé de réception"),
            form: "EU MIR 1.2"),
        Field(
            "follow_up_requested", .date, .reportability, in: .document,
            label: Words("Follow-up requested on", "Suivi demandé le"),
            help: Words(
                "The day the authority asked for more.",
                "Le jour où l’autorité a demandé un complément."),
            citation: "21 CFR 803.15"),
        Field(
            "information_received", .date, .reportability, in: .document,
            label: Words("New information received on", "Information nouvelle reçue le"),
            help: Words(
                "Day 0 of a supplement.", "Le jour 0 d’un complément."),
            citation: "21 CFR 803.56"),
        Field(
            "next_report", .date, .reportability, in: .document,
            label: Words("Next report announced for", "Prochain rapport annoncé pour le"),
            citation: "EU MDR 2017/745 art. 87(6), 89(5)", form: "EU MIR 1.2"),
    ]
}

/// What a person may decide of reporting.
public enum ReportingVerdict: String, Sendable, CaseIterable {
    case reportable
    case notReportable = "not_reportable"
    case furtherInformation = "further_information"
}

/// Where a decision stands.
///
/// ```
/// unsigned ─ signed by who may decide ─▶ signed
///     └──── a later one, or other facts ────┴─▶ superseded
/// ```
public enum DecisionState: String, Sendable, CaseIterable {
    case unsigned, signed, superseded
}

/// Why a decision counts no more.
public enum DecisionSuperseding: String, Sendable, CaseIterable {
    /// Another one was made for the jurisdiction.
    case decision
    /// A rule applies, or may, that did not when it was made; or the files say more than was reported.
    case facts
}

/// Which report of an event it is.
public enum ReportType: String, Sendable, CaseIterable {
    case initial
    case followUp = "follow_up"
    case final
}

/// The closed lists of deciding and reporting.
enum ReportingChoices {
    static let verdict = [
        Choice(ReportingVerdict.reportable.rawValue, "Reportable", "À déclarer"),
        Choice(ReportingVerdict.notReportable.rawValue, "Not reportable", "Non déclarable"),
        Choice(
            ReportingVerdict.furtherInformation.rawValue, "Further information needed",
            "Complément d’information nécessaire"),
    ]

    static let decisionState = [
        Choice(DecisionState.unsigned.rawValue, "Not signed", "Non signée"),
        Choice(DecisionState.signed.rawValue, "Signed", "Signée"),
        Choice(DecisionState.superseded.rawValue, "Superseded", "Remplacée"),
    ]

    static let superseding = [
        Choice(
            DecisionSuperseding.decision.rawValue, "Decided anew", "Nouvelle décision"),
        Choice(DecisionSuperseding.facts.rawValue, "Facts changed", "Faits modifiés"),
    ]

    static let reportType = [
        Choice(ReportType.initial.rawValue, "Initial", "Initiale"),
        Choice(ReportType.followUp.rawValue, "Follow-up", "Suivi"),
        Choice(ReportType.final.rawValue, "Final", "Finale"),
    ]
}
