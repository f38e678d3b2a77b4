public import Complaints

extension Clock {
    /// How the due date came about, with its law: "30 calendar days after 2026-03-02 (21 CFR 803.50) =
    /// 2026-04-01".
    ///
    /// - Parameter label: what a field is called.
    public func sentence(label: (FieldName) -> Words) -> Words {
        let limit = limitWords(label)
        let lead =
            rule.isImmediate
            ? Words("immediately, and not later than ", "immédiatement, et au plus tard ")
            : Words("", "")
        return Words(
            "\(lead.english)\(limit.english) (\(rule.citation.english)) = \(due)",
            "\(lead.french)\(limit.french) (\(rule.citation.french)) = \(due)")
    }

    private func limitWords(_ label: (FieldName) -> Words) -> Words {
        switch measure {
        case .days(let count):
            return Words(
                "\(count) calendar \(count == 1 ? "day" : "days") after \(start)",
                "\(count)\u{A0}\(Self.french(count, "jour calendaire", "jours calendaires")) "
                    + "après le \(start)")
        case .workDays(let count, let calendar):
            return Words(
                "\(count) work \(count == 1 ? "day" : "days") after \(start), calendar "
                    + "“\(calendar.english)”",
                "\(count)\u{A0}\(Self.french(count, "jour ouvré", "jours ouvrés")) après le "
                    + "\(start), calendrier «\u{A0}\(calendar.french)\u{A0}»")
        case .immediately:
            return Words("immediately, on \(start)", "immédiatement, le \(start)")
        case .before(let field, let day):
            let name = label(field)
            return Words(
                "before \(day) (“\(name.english)”), decided on \(start)",
                "avant le \(day) («\u{A0}\(name.french)\u{A0}»), décidée le \(start)")
        case .beforeUnknown(let field):
            let name = label(field)
            return Words(
                "before “\(name.english)”, which has no date yet: at once from \(start)",
                "avant «\u{A0}\(name.french)\u{A0}», encore sans date\u{A0}: sans délai dès le "
                    + "\(start)")
        case .half(let days, let whole, let rule, let reportDue):
            return Words(
                "a decision \(days) calendar \(days == 1 ? "day" : "days") after \(start), half of "
                    + "the \(whole) days of \(rule), whose report is due by \(reportDue)",
                "une décision \(days)\u{A0}\(Self.french(days, "jour calendaire", "jours calendaires")) "
                    + "après le \(start), la moitié des \(whole)\u{A0}jours de \(rule), dont la "
                    + "déclaration est attendue au plus tard le \(reportDue)")
        }
    }

    /// In French 0 and 1 are singular.
    private static func french(_ count: Int, _ one: String, _ many: String) -> String {
        count < 2 ? one : many
    }
}

extension Clock.State {
    /// What a person reads.
    public var label: Words {
        switch self {
        case .running: Words("Running", "En cours")
        case .soon: Words("Due soon", "Échéance proche")
        case .overdue: Words("Overdue", "En retard")
        case .ended: Words("Ended", "Terminé")
        }
    }
}

extension Clock.End {
    /// Why it ended, in one sentence.
    ///
    /// - Parameter jurisdiction: what that of the rule is called.
    public func sentence(in jurisdiction: Words) -> Words {
        switch self {
        case .done: Words("What it asks for is done.", "Ce qu’il demande est fait.")
        case .submitted(let day):
            Words(
                "The report was submitted on \(day).", "La déclaration a été transmise le \(day).")
        case .notReportable(nil):
            Words(
                "It was decided that nothing has to be reported.",
                "Il a été décidé qu’il n’y a rien à déclarer.")
        case .notReportable(let origin?):
            Words(
                "Decision of \(origin.on) (\(jurisdiction.english)), by \(origin.by): nothing has to "
                    + "be reported.",
                "Décision du \(origin.on) (\(jurisdiction.french)), par \(origin.by)\u{A0}: il n’y a "
                    + "rien à déclarer.")
        case .fileEnded:
            Words(
                "The file is closed, withdrawn or a duplicate.",
                "Le dossier est clôturé, retiré ou en double.")
        }
    }
}

extension DecisionNeeded {
    /// Why somebody has to decide, in one sentence.
    ///
    /// - Parameter label: what a field is called.
    public func sentence(label: (FieldName) -> Words) -> Words {
        switch reason {
        case .unknownFacts(let names):
            let labels = names.map(label)
            return Words(
                "Not known yet: \(labels.map(\.english).joined(separator: ", ")).",
                "Encore inconnu\u{A0}: \(labels.map(\.french).joined(separator: ", ")).")
        case .unknownFactsOfMembers(let names):
            let labels = names.map(label)
            return Words(
                "Not known of a file merged into this one: "
                    + labels.map(\.english).joined(separator: ", ") + ".",
                "Inconnu d’un dossier fusionné dans celui-ci\u{A0}: "
                    + labels.map(\.french).joined(separator: ", ") + ".")
        case .noRule:
            return Words(
                "No rule covers this case; that does not make it not reportable.",
                "Aucune règle ne couvre ce cas\u{202F}; cela ne le rend pas non déclarable.")
        case .changedAfterReport:
            return Words(
                "The file says more than was reported: decide anew whether a supplement is owed.",
                "Le dossier en dit plus que ce qui a été déclaré\u{A0}: décidez de nouveau si un "
                    + "complément est dû.")
        case .unknownJurisdiction:
            return Words(
                "The rules do not know this jurisdiction.",
                "Les règles ne connaissent pas cette juridiction.")
        case .noStart(let rule):
            return Words(
                "\(rule) applies, but the day of awareness is missing.",
                "\(rule) s’applique, mais la date de connaissance manque.")
        }
    }
}
