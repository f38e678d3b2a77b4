public import Complaints
public import Tabular

/// What a file of the IMDRF's terminologies holds: a workbook or a JSON file of one annex or of
/// several, as they are released, or the same table as text.
public struct TerminologyFile: Sendable {
    /// The terms of one annex.
    public struct Table: Sendable {
        public let annex: EventCode.Annex
        /// As the file itself says it, e.g. "2026"; nil when it does not.
        public internal(set) var release: String?
        /// In the order of the file.
        public internal(set) var terms: [EventTerm] = []
    }

    /// By the letters of the annexes.
    public internal(set) var tables: [Table] = []
    /// Rows that cannot be taken, in the order of the file; the first `problemsMax` of them.
    public internal(set) var problems: [TerminologyProblem] = []
    public internal(set) var problemCount = 0

    /// How many problems are kept.
    public static let problemsMax = 500
    /// Most terms of one file.
    public static let termsMax = 20_000

    init() {}

    mutating func note(_ problem: TerminologyProblem) {
        problemCount += 1
        if problems.count < Self.problemsMax { problems.append(problem) }
    }
}

/// Why a row of a terminology cannot be taken.
public struct TerminologyProblem: Sendable, Equatable {
    /// What can be wrong with a row; the raw value is the API's.
    public enum Reason: String, Sendable, CaseIterable {
        /// The row could not be read as it stands in the file.
        case unreadable
        case codeMissing = "code_missing"
        /// Not the form of a code of any annex.
        case codeInvalid = "code_invalid"
        case termMissing = "term_missing"
        /// More than one column of levels has a term.
        case severalTerms = "several_terms"
        case tooLong = "too_long"
        /// The hierarchy does not end with the code itself.
        case hierarchyBroken = "hierarchy_broken"
        /// The file has no term of the code above.
        case parentUnknown = "parent_unknown"
        /// The code has another term already.
        case repeated
    }

    /// The sheet of a workbook; nil for other files.
    public let sheet: String?
    /// As a person counts it (`TableRow.number`).
    public let row: Int64
    public let reason: Reason
    /// What the row has there.
    public let value: String

    /// One sentence, in each language.
    public var sentence: Words {
        switch reason {
        case .unreadable: Words(value, "La ligne est illisible\u{A0}: \(value)")
        case .codeMissing: Words("The row has no code.", "La ligne n’a pas de code.")
        case .codeInvalid:
            Words(
                "“\(value)” has not the form of a code of annexes A to G.",
                "«\u{A0}\(value)\u{A0}» n’a pas la forme d’un code des annexes A à G.")
        case .termMissing:
            Words("The code \(value) has no term.", "Le code \(value) n’a pas de terme.")
        case .severalTerms:
            Words(
                "The code \(value) has terms in several columns.",
                "Le code \(value) a des termes dans plusieurs colonnes.")
        case .tooLong:
            Words(
                "A text of the code \(value) is too long.",
                "Un texte du code \(value) est trop long.")
        case .hierarchyBroken:
            Words(
                "The hierarchy “\(value)” does not end with the row’s code.",
                "La hiérarchie «\u{A0}\(value)\u{A0}» ne se termine pas par le code de la ligne.")
        case .parentUnknown:
            Words(
                "The file has no term \(value), which stands above this one.",
                "Le fichier n’a pas de terme \(value), qui se trouve au-dessus de celui-ci.")
        case .repeated:
            Words(
                "The code \(value) was there before with another term.",
                "Le code \(value) figure déjà avec un autre terme.")
        }
    }
}

/// Why a file is no release of a terminology.
public enum TerminologyFault: Error, Sendable, Equatable {
    case table(TableError)
    /// No sheet, or no record, has a code and a term.
    case noTerms
    case tooManyTerms(max: Int)
}
