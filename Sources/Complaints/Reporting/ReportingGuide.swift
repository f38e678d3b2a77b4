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
        /// Yes means that it is reported, whatever excludes it: the law of another report to the authority.
        case obliges
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
        /// It is asked of no file that answers this with no; nil where it is asked of all.
        let concern: Hint?

        init(
            _ id: String, _ effect: Effect, _ text: Words, _ citation: Citation,
            hint: Hint? = nil, of concern: Hint? = nil
        ) {
            self.id = id
            self.effect = effect
            self.text = text
            self.citation = citation
            self.hint = hint
            self.concern = concern
        }

        /// What a file and those merged into it suggest.
        public func suggestion(of files: [FieldValues]) -> Answer {
            hint?.answer(in: files) ?? .unknown
        }
    }

    /// What a field's value suggests.
    public struct Hint: Sendable {
        public let field: FieldName
        let yes: [String]
        /// Nil where every other value means no.
        let no: [String]?

        init(_ field: FieldName, yes: [String] = ["yes"], no: [String]? = ["no"]) {
            self.field = field
            self.yes = yes
            self.no = no
        }

        /// The answer that a value suggests; unknown where it suggests none.
        public func answer(to value: FieldValue) -> Answer {
            guard let text = value.text else { return .unknown }
            if yes.contains(text) { return .yes }
            return no?.contains(text) ?? (text != Answer.unknown.rawValue) ? .no : .unknown
        }

        /// The same of a file and those merged into it: yes as soon as one suggests it, no when all do.
        func answer(in files: [FieldValues]) -> Answer {
            let answers = files.map { answer(to: $0[field] ?? .null) }
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

    /// The questions asked of a file with those merged into it.
    ///
    /// - Parameter files: each with the fields of `hintFields`.
    public func questions(of files: [FieldValues]) -> [Question] {
        questions.filter { $0.concern?.answer(in: files) != .no }
    }

    /// What the answers to some of the questions propose; one without an answer counts as unknown.
    ///
    /// Whatever is unknown never makes an event not reportable.
    public func proposal(
        _ answers: [String: Answer], to questions: [Question]
    ) -> ReportingVerdict {
        func given(_ effect: Effect) -> [Answer] {
            questions.filter { $0.effect == effect }.map { answers[$0.id] ?? .unknown }
        }
        let (required, reporting, obliging) = (given(.requires), given(.reports), given(.obliges))
        if obliging.contains(.yes) { return .reportable }
        let otherwise: ReportingVerdict = obliging.contains(.unknown) ? inDoubt : .notReportable
        if required.contains(.no) || given(.excludes).contains(.yes) { return otherwise }
        if reporting.contains(.yes) { return required.contains(.unknown) ? inDoubt : .reportable }
        return reporting.contains(.unknown) ? inDoubt : otherwise
    }

    /// The guides there are; other jurisdictions are decided without questions.
    public static let all: [ReportingGuide] = [unitedStates, europeanUnion]

    /// The fields of a file that suggest answers, or say which questions are asked of it, each once.
    public static let hintFields: [FieldName] = Set(
        all.flatMap(\.questions).flatMap { [$0.hint, $0.concern] }.compactMap { $0?.field }
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
