public import Complaints

/// The clocks of a file through its life: each that ever ran, and what put another in its place.
///
/// Nothing of it is stored: it is replayed from the versions of the file in the change log.
public struct ClockHistory: Sendable {
    /// What a file was from one moment on, as the rules saw it.
    public struct Moment: Sendable {
        /// Microseconds since 1970.
        public let at: Int64
        public let by: String
        public let version: Int64
        /// The reason given with the change.
        public let reason: String?
        /// Which fields changed; empty when it is the rules that did.
        public let changed: [FieldName]
        public let assessment: Assessment

        public init(
            at: Int64, by: String, version: Int64, reason: String?, changed: [FieldName],
            assessment: Assessment
        ) {
            self.at = at
            self.by = by
            self.version = version
            self.reason = reason
            self.changed = changed
            self.assessment = assessment
        }
    }

    /// A clock that no longer holds, and why.
    public struct Superseded: Sendable {
        public let clock: Clock
        /// Since when it had held.
        public let opened: Moment
        /// What ended it.
        public let closed: Moment
        /// The clock of the same rule, else of the same jurisdiction, that came in its place.
        public let successor: Clock?
    }

    /// In the order in which they were superseded.
    public private(set) var superseded: [Superseded] = []
    private var open: [String: (clock: Clock, since: Moment)] = [:]

    public init() {}

    /// Takes in the next moment, later than those before.
    public mutating func add(_ moment: Moment) {
        let clocks = moment.assessment.clocks
        for held in open.values.sorted(by: { $0.clock.rule.id < $1.clock.rule.id }) {
            let id = held.clock.rule.id
            let same = clocks.first { $0.rule.id == id }
            if let same, same.due == held.clock.due, same.start == held.clock.start {
                open[id] = (same, held.since)
                continue
            }
            open[id] = nil
            // What was done, or ended with the file, was not superseded.
            guard held.clock.end == nil else { continue }
            let successor =
                same
                ?? clocks.first {
                    $0.rule.jurisdiction == held.clock.rule.jurisdiction && open[$0.rule.id] == nil
                }
            superseded.append(
                Superseded(
                    clock: held.clock, opened: held.since, closed: moment, successor: successor))
        }
        for clock in clocks where open[clock.rule.id] == nil {
            open[clock.rule.id] = (clock, moment)
        }
    }
}
