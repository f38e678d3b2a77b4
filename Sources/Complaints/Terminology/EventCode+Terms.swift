extension EventCode {
    /// The annex and the code that a text is; nil when it has the form of no annex's codes.
    public static func read(_ text: String) -> (annex: Annex, code: EventCode)? {
        guard let letter = text.first.map({ $0.uppercased() }), let annex = Annex(rawValue: letter),
            let code = EventCode(text, of: annex)
        else { return nil }
        return (annex, code)
    }

    /// The codes from the top down to this one, as the figures of a code say: each level adds some.
    public func path(in annex: Annex) -> [String] {
        annex.figureCounts.compactMap { count in
            count < text.utf8.count ? String(text.prefix(count + 1)) : nil
        }
    }
}

extension EventCode.Annex {
    /// What the annex is about.
    public var label: Words {
        switch self {
        case .problem: Words("Medical device problem", "Problème du dispositif médical")
        case .investigation: Words("Type of investigation", "Type d’investigation")
        case .finding: Words("Investigation findings", "Constats de l’investigation")
        case .conclusion: Words("Investigation conclusion", "Conclusion de l’investigation")
        case .symptom:
            Words(
                "Clinical signs, symptoms and conditions",
                "Signes cliniques, symptômes et affections")
        case .impact: Words("Health impact", "Conséquence sur la santé")
        case .component: Words("Medical device component", "Composant du dispositif médical")
        }
    }
}
