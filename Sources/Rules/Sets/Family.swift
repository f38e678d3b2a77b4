import Complaints

/// A file with those merged into it: one event, told several times, which the rules judge as a whole.
///
/// Each condition is asked of each file by itself, with what the original says in place of what it does not
/// know. A rule applies to the family as soon as it applies
/// to one of its files, and may apply as soon as it may to one; what excludes a rule in one file
/// excludes it in no other. So merging never takes a rule away.
struct Family {
    /// The file that stands for all, then those merged into it.
    let files: [Facts]
    /// What holds of each rule's condition, by file, in the order of the rules.
    private(set) var own: [[Truth]]
    /// The same of the family.
    private(set) var truths: [Truth] = []

    init(_ facts: Facts, under set: RuleSet) {
        truths.reserveCapacity(set.rules.count)
        if facts.members.isEmpty {
            // Nearly every file there is.
            for rule in set.rules {
                truths.append(rule.when.holds(of: facts, rules: truths, family: truths))
            }
            (files, own) = ([facts], [truths])
            return
        }
        files = [facts] + set.facts(ofMembers: facts)
        own = Array(repeating: [], count: files.count)
        for rule in set.rules {
            var truth = Truth.no
            for (place, file) in files.enumerated() {
                let holds = rule.when.holds(of: file, rules: own[place], family: truths)
                own[place].append(holds)
                truth = max(truth, holds)
            }
            truths.append(truth)
        }
    }

    /// The file that stands for all: its status, what was decided and reported, what is done.
    var facts: Facts { files[0] }

    /// Whether a condition holds of one of them.
    func holds(_ predicate: Predicate) -> Truth {
        var truth = Truth.no
        for (place, file) in files.enumerated() where truth != .yes {
            truth = max(truth, predicate.holds(of: file, rules: own[place], family: truths))
        }
        return truth
    }

    /// Whether what a rule asks for is done: where it stands for all.
    func isDone(_ rule: Rule) -> Bool {
        rule.done?.holds(of: facts, rules: truths, family: truths) == .yes
    }

    /// What the rule's condition lacks in the file itself, and in those merged into it.
    func missing(
        for rule: Rule, in rules: [Rule], into found: inout (own: [FactIndex], members: [FactIndex])
    ) {
        for (place, file) in files.enumerated() where own[place][rule.position] == .unknown {
            if place == 0 {
                rule.when.missing(of: file, into: &found.own, rules: rules)
            } else {
                rule.when.missing(of: file, into: &found.members, rules: rules)
            }
        }
    }

    /// Day 0 of a rule: the earliest of the first of its days that any of them knows, and never later
    /// than in a file to which it applies by itself.
    func start(of rule: Rule) -> Start? {
        var found: Start?
        for index in rule.starts where found == nil {
            found = facts.earliestDay(index).map {
                Start(day: $0.day, field: index, isOfMember: $0.isOfMember)
            }
        }
        if files.count == 1 { return found }
        for place in files.indices where own[place][rule.position] == .yes {
            let member = place > 0 ? place - 1 : nil
            guard let first = facts.firstDay(rule.starts, ofMember: member) else { continue }
            if let day = found?.day, day <= first.day { continue }
            found = Start(day: first.day, field: first.field, isOfMember: place > 0)
        }
        return found
    }

    struct Start {
        let day: CivilDate
        let field: FactIndex
        let isOfMember: Bool
    }
}
