internal import Complaints
internal import HTTP
internal import JSON
internal import Rules
internal import Storage

/// What the endpoints of the self-check have in common.
extension Exchange {
    /// The civil date of the reporting entity: what is due before it is overdue.
    func checkDay() throws(APIFailure) -> CivilDate {
        guard let today = instance.store.rules.today(at: instance.clock) else {
            throw .broken("the clock shows no day")
        }
        return today
    }

    /// The check that the path names.
    func namedCheck() throws(APIFailure) -> FileCheck {
        guard let check = FileCheck.named(parameters[0]) else { throw .noRoute }
        return check
    }
}

extension JSONWriter {
    /// The words of a check; how many files have it where that is known.
    mutating func check(_ check: FileCheck, count: Int64?) {
        beginObject()
        name("id")
        string(check.id)
        name("severity")
        string(check.severity.rawValue)
        name("sentence")
        words(check.sentence)
        name("citation")
        words(check.citation.words)
        name("query")
        if check.isList { string(QueryText.of(check.parameters)) } else { null() }
        if let count {
            name("count")
            integer(count)
        }
        endObject()
    }
}
