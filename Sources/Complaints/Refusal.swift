/// A caller's request that cannot be done, each case mapped once to a status by WebAPI.
public enum Refusal: Error, Sendable, Equatable {
    /// Values that are not of their fields' types, missing or not to be written: 422.
    case invalid([FieldProblem])
    case notFound(Entity, key: String)
    /// Filtering, sorting or writing a field the caller may not see: 403.
    case restrictedField(FieldName)
    /// Somebody was faster: 412 with the current record.
    case versionConflict(current: Int64)
    /// A name or code that is taken: 409.
    case taken(Entity, pointer: String)
    /// A closed or locked record: 409.
    case locked(Entity, key: String)
    /// A state that does not allow the act, e.g. undoing a running import: 409.
    case wrongState(Entity, key: String, state: String)
    /// Bulk work that cannot be taken back: 409.
    case bulkState(Int64, UndoObstacle)
    /// What only somebody who sees every site may do, e.g. making a site: 403.
    case boundToSites(Entity)
    /// An Idempotency-Key that came with another request before: 422.
    case keyOfAnotherRequest
    /// An Idempotency-Key whose request was done, and whose answer held a secret shown once: 409.
    case alreadyDone(Entity)
    /// What was sealed under a key that was erased for good: 410.
    case erased(Entity, key: String)
    /// More bytes than all attachments together may have: 507.
    case quotaReached(bytesMax: Int64)
    /// A cursor we cannot read: 400.
    case malformed(pointer: String, code: FieldProblem.Code, argument: String? = nil)
    /// A search text we cannot read, with what to do about it: 400.
    case unsearchable(FieldProblem)
}

/// What is wrong with one value, and where.
public struct FieldProblem: Sendable, Equatable {
    /// A JSON pointer into the body (RFC 6901), or the name of a query parameter with "?" before
    /// it.
    public let pointer: String
    public let code: Code
    /// What makes the sentence complete: a limit, the choices.
    public let argument: String?
    /// What there is to say of this one; nil for the code's own sentence.
    let words: Words?

    public init(_ pointer: String, _ code: Code, argument: String? = nil, words: Words? = nil) {
        self.pointer = pointer
        self.code = code
        self.argument = argument
        self.words = words
    }

    /// The closed list of what can be wrong with a value; the raw value is the API's code.
    public enum Code: String, Sendable, CaseIterable {
        case required
        case unknownField = "unknown_field"
        case readOnly = "read_only"
        /// What was entered at intake, after the file has left it.
        case locked
        case wrongType = "wrong_type"
        case notAChoice = "not_a_choice"
        case tooLong = "too_long"
        case outOfRange = "out_of_range"
        case invalidDate = "invalid_date"
        case dateOutOfRange = "date_out_of_range"
        case invalidCountry = "invalid_country"
        /// Not a code of that annex of the IMDRF's terminology.
        case invalidCode = "invalid_code"
        /// A code that the release of the terminology in force does not have.
        case unknownCode = "unknown_code"
        /// A code that the release in force has retired.
        case retiredCode = "retired_code"
        /// Not an identifier of a form that is known, or one with a wrong check digit.
        case invalidIdentifier = "invalid_identifier"
        case invalidText = "invalid_text"
        /// A name for a person or a field that has other characters than those allowed.
        case invalidName = "invalid_name"
        case unknownReference = "unknown_reference"
        /// An account that is closed, or whose role is not enough for what it is named for.
        case mayNotWork = "may_not_work"
        /// A record that names itself.
        case selfReference = "self_reference"
        /// A system and a site that do not belong together.
        case otherSite = "other_site"
        case unknownOperator = "unknown_operator"
        case operatorNotForType = "operator_not_for_type"
        case tooDeep = "too_deep"
        case tooMany = "too_many"
        /// A file with more bytes than one may have.
        case tooLarge = "too_large"
        /// A file for which the instance's quota has no room.
        case quota
        /// A file that is no release of a terminology.
        case notATerminology = "not_a_terminology"
        /// A file with rows that cannot be taken.
        case badRows = "bad_rows"
        case searchSyntax = "search_syntax"
        case cursor
        /// A code that another part of the same kind has.
        case repeated
        case weakPassword = "weak_password"
        /// Credentials given for a signature that are not the signer's.
        case notTheSigner = "not_the_signer"
        case notSortable = "not_sortable"
        case notAFacet = "not_a_facet"
        /// Sealed fields and objects: no filter reaches into them.
        case notFilterable = "not_filterable"
        /// A personal field of one's own that was to be counted, sorted or indexed.
        case sealed
        /// A move of the workflow that the caller may not make.
        case notPermitted = "not_permitted"
        /// No move of the workflow leads there.
        case noTransition = "no_transition"
        // What is missing for a move of the workflow (`Workflow`).
        case complaintUndecided = "complaint_undecided"
        case severityMissing = "severity_missing"
        case investigationUndecided = "investigation_undecided"
        case investigationMissing = "investigation_missing"
        case actionMissing = "action_missing"
        case replyMissing = "reply_missing"
        case udiMissing = "udi_missing"
        case codingMissing = "coding_missing"
        case openTasks = "open_tasks"
        case decisionRequired = "decision_required"
        case decisionUnsigned = "decision_unsigned"
        case reportMissing = "report_missing"
        /// A rule asks for a report beside those that were submitted.
        case reportOwed = "report_owed"
        /// A fact without which the rules cannot tell whether they apply.
        case factUnknown = "fact_unknown"
        case closedByInvestigator = "closed_by_investigator"
        case reviewedByInvestigator = "reviewed_by_investigator"
        // What is missing in a report to an authority (`ReportCheck`).
        case reportEmpty = "report_empty"
        case reportNumberMissing = "report_number_missing"
        case submissionMissing = "submission_missing"
        case initialReportMissing = "initial_report_missing"
        /// A fact that a clock starts from, said in a decision and not in the file.
        case factNotEntered = "fact_not_entered"
        /// An answer to a question that is none of the file's.
        case notAsked = "not_asked"
        /// A duplicate of a duplicate.
        case originalIsDuplicate = "original_is_duplicate"
        /// A duplicate of a file at its end, where nobody would see what it tells.
        case originalIsEnded = "original_is_ended"
        /// A move that has to be signed (`WorkflowMove.signature`).
        case signatureMissing = "signature_missing"
        /// A signature of something that nobody signs.
        case notSigned = "not_signed"
    }
}
