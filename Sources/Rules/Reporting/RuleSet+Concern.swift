import Complaints

extension RuleSet {
    /// The jurisdictions in which a rule about reporting applies to a file, or may by what is known of it:
    /// where it does not end as no complaint, or withdrawn, before somebody has decided. For one that the
    /// set has no rules for, those of any other jurisdiction tell.
    ///
    /// - Parameter applicable: `Assessment.applicable`.
    public func concerned(among applicable: [String], by facts: Facts) -> Set<String> {
        let known = jurisdictions.filter(\.needsDecision).map(\.code)
        let concerned = Set(known.filter { !basis(for: $0, of: facts).texts.isEmpty })
        return Set(
            applicable.filter { code in
                known.contains(code) ? concerned.contains(code) : !concerned.isEmpty
            })
    }
}
