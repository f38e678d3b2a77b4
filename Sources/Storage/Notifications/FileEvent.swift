/// What somebody did in a file that another person is told of. It holds numbers and codes only: what
/// people wrote is read in the file, by who may read it there.
public struct FileEvent: Sendable, Equatable {
    /// What happened, and with it who is told.
    public enum Kind: String, Sendable, CaseIterable {
        /// The person's name stands in a comment.
        case mention
        /// To who watches the file; a comment also to who watches a file that it was merged into.
        case comment, status, reopening, merge, duplicate, decision, report
        /// A signed decision fell because the file, or the rules in force, say something else now: to who
        /// owns the file, who made the decision and who watches.
        case lapse
        /// The same of files that bulk work, an import or new rules changed, all of them in one.
        case lapses
        /// To whose it is now: a task, the file, its investigation.
        case task, owner, investigator
        /// To whom bulk work handed files, all of them in one.
        case files
    }

    public let kind: Kind
    /// The account that did it.
    public let actor: String
    /// The number of the comment, task, decision or report; nil for what happened to the file itself.
    public var entry: Int64?
    /// A comment's audience, the status that the file moved to, the number of the file that it was merged
    /// into, the jurisdiction of a decision, a report or a lapse, `owner` or `investigator` of files that
    /// bulk work handed over; nil elsewhere.
    public var detail: String?
    /// How many of the kind are told in one, this the latest of them.
    public var count: Int64 = 1
}

extension FileEvent.Kind {
    /// Whether events of the kind are told in one while they were not seen.
    var gathers: Bool { self != .mention }

    /// Whether one row tells of many files.
    var isOfFiles: Bool { self == .files || self == .lapses }
}
