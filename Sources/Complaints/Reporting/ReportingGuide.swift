/// The questions that lead to a decision in one jurisdiction, as its law asks them. Answers propose an
/// outcome; a person decides.
public struct ReportingGuide: Sendable {
    /// What an answer is.
    public enum Answer: String, Sendable, CaseIterable {
        case yes, no, unknown

        /// What a person reads.
        public var label: Words {
            switch self {
            case .yes: Words("Yes", "Oui")
            case .no: Words("No", "Non")
            case .unknown: Words("Unknown", "Inconnu")
            }
        }
    }

    /// What a question has to do with the outcome.
    public enum Effect: String, Sendable, CaseIterable {
        /// No means that nothing is reported.
        case requires
        /// Yes to one of them means that it is reported, as far as nothing else speaks against it.
        case reports
        /// Yes means that nothing is reported.
        case excludes
        /// It decides how soon, not whether.
        case hastens
    }

    /// One question.
    public struct Question: Sendable {
        /// Unique over all guides; kept with the answers.
        public let id: String
        public let effect: Effect
        public let text: Words
        public let citation: Citation
        /// The field of the file whose value suggests the answer, with the values that mean yes and no;
        /// nil where nothing suggests one.
        public let hint: Hint?

        init(
            _ id: String, _ effect: Effect, _ text: Words, _ citation: Citation, hint: Hint? = nil
        ) {
            self.id = id
            self.effect = effect
            self.text = text
            self.citation = citation
            self.hint = hint
        }
    }

    /// What a field's value suggests.
    public struct Hint: Sendable {
        public let field: FieldName
        let yes: [String]
        let no: [String]

        init(_ field: FieldName, yes: [String] = ["yes"], no: [String] = ["no"]) {
            self.field = field
            self.yes = yes
            self.no = no
        }

        /// The answer that a value suggests; unknown where it suggests none.
        public func answer(to value: FieldValue) -> Answer {
            guard let text = value.text else { return .unknown }
            return yes.contains(text) ? .yes : no.contains(text) ? .no : .unknown
        }

        /// The same of a file and those merged into it: yes as soon as one suggests it, no when all do.
        public func answer(toAll values: [FieldValue]) -> Answer {
            let answers = values.map(answer(to:))
            if answers.contains(.yes) { return .yes }
            return answers.contains(.unknown) ? .unknown : .no
        }
    }

    /// As the rules name it.
    public let jurisdiction: String
    public let questions: [Question]
    /// What is proposed when the answers leave it open, and the law that says so.
    public let inDoubt: ReportingVerdict
    public let inDoubtCitation: Citation

    /// What the answers propose; a question without an answer counts as unknown.
    ///
    /// Whatever is unknown never makes an event not reportable.
    public func proposal(_ answers: [String: Answer]) -> ReportingVerdict {
        func given(_ effect: Effect) -> [Answer] {
            questions.filter { $0.effect == effect }.map { answers[$0.id] ?? .unknown }
        }
        let (required, reporting) = (given(.requires), given(.reports))
        if required.contains(.no) || given(.excludes).contains(.yes) { return .notReportable }
        if reporting.contains(.yes) { return required.contains(.unknown) ? inDoubt : .reportable }
        return reporting.contains(.unknown) ? inDoubt : .notReportable
    }

    /// The guides there are; other jurisdictions are decided without questions.
    public static let all: [ReportingGuide] = [unitedStates, europeanUnion]

    /// The fields of a file that suggest answers, each once.
    public static let hintFields: [FieldName] = Set(
        all.flatMap(\.questions).compactMap { $0.hint?.field }
    ).sorted { $0.text < $1.text }

    /// The question that an answer was given to; nil for none of ours.
    public static func question(_ id: String) -> Question? {
        all.flatMap(\.questions).first { $0.id == id }
    }

    /// The guide of a jurisdiction; nil where there is none.
    public static func of(_ jurisdiction: String) -> ReportingGuide? {
        all.first { $0.jurisdiction == jurisdiction }
    }
}
