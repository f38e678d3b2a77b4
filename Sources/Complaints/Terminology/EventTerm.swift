/// One term of an annex of the IMDRF's terminologies (IMDRF/AE WG/N43), as a release has it.
public struct EventTerm: Sendable, Equatable {
    /// Whether the term may be chosen.
    public enum Standing: String, Sendable, CaseIterable {
        case current
        /// The release itself calls it retired.
        case retired
        /// A release before had it, or a file names it, and the one in force does not: kept, so that
        /// nothing that was coded loses its meaning.
        case dropped
    }

    /// Most bytes of a term, of what stands beside it, and of a definition.
    public static let termBytesMax = 500
    public static let definitionBytesMax = 8_000
    /// Ways from the top to one term: some stand under several parents.
    public static let pathsMax = 20

    /// In capitals, e.g. "A0101".
    public let code: String
    /// Empty for a code that no release here has had.
    public let term: String
    public let definition: String
    /// The code or term of another terminology that the release names beside it, e.g. of MedDRA.
    public let otherCode: String
    /// What the release says of its state, verbatim, e.g. "Retired (2020)"; mostly empty.
    public let status: String
    public let statusNote: String
    /// Each way from the top down to the term, the term itself last.
    public var paths: [[String]]
    public var standing: Standing

    public init(
        code: String, term: String, definition: String = "", otherCode: String = "",
        status: String = "", statusNote: String = "", paths: [[String]] = [],
        standing: Standing? = nil
    ) {
        self.code = code
        self.term = term
        self.definition = definition
        self.otherCode = otherCode
        self.status = status
        self.statusNote = statusNote
        self.paths = paths
        self.standing = standing ?? (Self.isRetired(status) ? .retired : .current)
    }

    /// The codes it stands below, the first first; empty at the top.
    public var parents: [String] {
        var found: [String] = []
        for path in paths {
            guard let parent = path.dropLast().last, !found.contains(parent) else { continue }
            found.append(parent)
        }
        return found
    }

    /// Whether the words of a release say that a term is not to be used any more.
    private static func isRetired(_ status: String) -> Bool {
        let first = FoldedText(status).words.first ?? ""
        return ["retired", "inactive", "obsolete", "deprecated", "withdrawn", "removed"]
            .contains(String(first))
    }
}
