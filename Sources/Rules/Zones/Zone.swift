public import Complaints

/// A time zone: which civil date it is there at an instant.
public struct Zone: Sendable, Equatable {
    /// Its name in the time-zone database, e.g. `Europe/Paris`.
    public let name: String
    /// Seconds east of UTC before the first transition.
    private let first: Int
    private let transitions: [Transition]
    /// What holds after the last transition; nil where nothing does, then the last offset stays.
    private let rule: PosixRule?

    struct Transition: Sendable, Equatable {
        /// Seconds since 1970.
        let at: Int
        /// Seconds east of UTC from then on.
        let offset: Int
    }

    init(name: String, first: Int, transitions: [Transition], rule: PosixRule?) {
        self.name = name
        self.first = first
        self.transitions = transitions
        self.rule = rule
    }

    /// Coordinated Universal Time.
    public static let utc = Zone(name: "UTC", first: 0, transitions: [], rule: nil)

    /// Seconds east of UTC at that second since 1970.
    public func offset(at second: Int) -> Int {
        guard let last = transitions.last else { return rule?.offset(at: second) ?? first }
        if second >= last.at { return rule?.offset(at: second) ?? last.offset }
        // The last transition that is not later.
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].at <= second { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : transitions[low - 1].offset
    }

    /// The civil date there; nil outside years 1 to 9999.
    public func day(at instant: Instant) -> CivilDate? {
        let micro = instant.microseconds
        let second = Int(micro >= 0 ? micro / 1_000_000 : -((-(micro + 1)) / 1_000_000) - 1)
        return CivilDate(dayNumber: Self.day(of: second + offset(at: second)))
    }

    static func day(of second: Int) -> Int {
        second >= 0 ? second / 86_400 : -((-(second + 1)) / 86_400) - 1
    }
}

extension Zone {
    /// The zones of the table that is built in, by name. From 2000 on; earlier instants have the offset
    /// of the first of January 2000.
    public static let embedded: [String: Zone] = {
        var zones: [String: Zone] = [:]
        for line in ZoneTable.text.split(separator: "\n") {
            guard let zone = Zone(line: line) else {
                preconditionFailure("the zone table has a bad line: \(line)")
            }
            zones[zone.name] = zone
        }
        return zones
    }()

    private init?(line: Substring) {
        let parts = line.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 4, let first = Int(parts[1]), let rule = PosixRule(parts[3]) else {
            return nil
        }
        var transitions: [Transition] = []
        for word in parts[2].split(separator: " ") {
            let pair = word.split(separator: ":")
            guard pair.count == 2, let at = Int(pair[0]), let offset = Int(pair[1]) else {
                return nil
            }
            transitions.append(Transition(at: at * 60, offset: offset * 60))
        }
        self.init(
            name: String(parts[0]), first: first * 60, transitions: transitions, rule: rule)
    }
}
