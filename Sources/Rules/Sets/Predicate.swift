public import Complaints

/// When a rule applies: a condition on the facts of a file, which is data and not a program.
///
/// A fact that is missing, or is the choice `unknown`, makes a comparison unknown and not false; that
/// a date is known or not is always certain.
public indirect enum Predicate: Sendable, Equatable {
    /// True for every file.
    case always
    case and([Predicate])
    case or([Predicate])
    case not(Predicate)
    /// The field has one of these values.
    case isOneOf(FactIndex, [String])
    /// The text is a list, parted by commas, that has this entry.
    case includes(FactIndex, String)
    /// The field has a value.
    case isKnown(FactIndex)
    /// The date is before this one.
    case isBefore(FactIndex, CivilDate)
    /// A person has decided for the jurisdiction: anything, or this.
    case isDecided(String, Decision.Verdict?)
    /// That rule's own condition, in the same file; the rule stands before this one.
    case rule(Int)
    /// At least one of those rules' conditions is unknown, and none is true, of all files of the event.
    case isUnsure([Int])
}

/// A field's place among the facts that a rule set asks for.
public struct FactIndex: Sendable, Equatable, Hashable {
    let position: Int
}

extension Predicate {
    /// Whether it holds of a file by itself.
    ///
    /// - Parameters:
    ///   - rules: what holds of the rules that stand before, in this file.
    ///   - family: the same of the files of the event together (`Family`).
    func holds(of facts: Facts, rules: [Truth], family: [Truth]) -> Truth {
        switch self {
        case .always: return .yes
        case .and(let parts):
            var result = Truth.yes
            for part in parts where result != .no {
                result = min(result, part.holds(of: facts, rules: rules, family: family))
            }
            return result
        case .or(let parts):
            var result = Truth.no
            for part in parts where result != .yes {
                result = max(result, part.holds(of: facts, rules: rules, family: family))
            }
            return result
        case .not(let part): return !part.holds(of: facts, rules: rules, family: family)
        case .isOneOf(let index, let values):
            guard let text = facts.known(index) else { return .unknown }
            return Truth(values.contains(text))
        case .includes(let index, let entry):
            guard let text = facts.known(index) else { return .unknown }
            return Truth(Markets.entries(text).contains(entry))
        case .isKnown(let index): return Truth(facts.known(index) != nil)
        case .isBefore(let index, let date):
            guard let day = facts.day(index) else { return .unknown }
            return Truth(day < date)
        case .isDecided(let jurisdiction, let verdict):
            guard let decision = facts.decisions[jurisdiction] else { return .no }
            return Truth(verdict == nil || verdict == decision.verdict)
        case .rule(let position): return rules[position]
        case .isUnsure(let positions):
            let truths = positions.map { family[$0] }
            return Truth(truths.contains(.unknown) && !truths.contains(.yes))
        }
    }

    /// What a file says that makes it hold rather than not (`RuleSet.tellingFacts`).
    ///
    /// - Parameter isDenied: it stands under a `not`.
    func addTelling(
        of facts: Facts, to found: inout Set<String>, under set: RuleSet, isDenied: Bool = false
    ) {
        switch self {
        case .always, .includes, .isBefore, .isDecided, .isUnsure: return
        case .and(let parts), .or(let parts):
            for part in parts {
                part.addTelling(of: facts, to: &found, under: set, isDenied: isDenied)
            }
        case .not(let part):
            part.addTelling(of: facts, to: &found, under: set, isDenied: !isDenied)
        case .isOneOf(let index, let values):
            guard let text = facts.known(index), values.contains(text) != isDenied else { return }
            found.insert("\(set.name(of: index).text)=\(text)")
        case .isKnown(let index):
            if !isDenied, facts.known(index) != nil { found.insert(set.name(of: index).text) }
        case .rule(let position):
            // Another rule that does not hold says less, not more.
            if isDenied { return }
            set.rules[position].when.addTelling(of: facts, to: &found, under: set)
        }
    }

    /// The facts it cannot do without, as far as they are not known of this file.
    func missing(of facts: Facts, into found: inout [FactIndex], rules: [Rule]) {
        switch self {
        case .always, .isKnown, .isDecided: return
        case .and(let parts), .or(let parts):
            for part in parts { part.missing(of: facts, into: &found, rules: rules) }
        case .not(let part): part.missing(of: facts, into: &found, rules: rules)
        case .isOneOf(let index, _), .includes(let index, _), .isBefore(let index, _):
            if facts.known(index) == nil, !found.contains(index) { found.append(index) }
        case .rule(let position):
            rules[position].when.missing(of: facts, into: &found, rules: rules)
        case .isUnsure(let positions):
            for position in positions {
                rules[position].when.missing(of: facts, into: &found, rules: rules)
            }
        }
    }
}

/// Lists of jurisdictions as people write them: `US, EU`.
enum Markets {
    /// The entries in capitals, without blanks and repetitions.
    static func entries(_ text: String) -> [String] {
        var entries: [String] = []
        for part in text.split(whereSeparator: { $0 == "," || $0 == ";" || $0 == " " }) {
            let entry = part.uppercased()
            if !entries.contains(entry) { entries.append(entry) }
        }
        return entries
    }
}
