internal import Complaints
internal import Importing
internal import JSON

/// What a file makes of one annex.
struct TerminologyPlan: Sendable {
    /// Nil while nobody has said it.
    let release: String?
    /// The release in force; nil when there is none.
    let replaces: String?
    let released: [EventTerm]
    let update: TerminologyUpdate
}

/// What a file of terminologies holds and changes, as the API tells it.
struct TerminologyReport: Sendable {
    /// Codes of one sort that are named; there may be more.
    static let codesMax = 200

    let name: String
    let file: TerminologyFile
    let plans: [TerminologyPlan]

    /// - Parameter isDone: whether it was put in force.
    func answer(isDone: Bool, for exchange: Exchange, commit: Int64?) -> Answer {
        var writer = JSONWriter(reserving: 4096)
        writer.beginObject()
        writer.name("file")
        writer.string(name)
        writer.name("imported")
        writer.bool(isDone)
        writer.name("annexes")
        writer.beginArray()
        for plan in plans { Self.write(plan, into: &writer) }
        writer.endArray()
        writer.name("problem_count")
        writer.integer(Int64(file.problemCount))
        writer.name("problems")
        writer.beginArray()
        for problem in file.problems { Self.write(problem, exchange.language, into: &writer) }
        writer.endArray()
        writer.endObject()
        return .json(writer.take(), commit: commit)
    }

    private static func write(_ plan: TerminologyPlan, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("annex")
        writer.string(plan.update.annex.rawValue)
        for (name, text) in [("release", plan.release), ("replaces", plan.replaces)] {
            writer.name(name)
            if let text { writer.string(text) } else { writer.null() }
        }
        writer.name("terms")
        writer.integer(Int64(plan.released.count))
        writer.name("unchanged")
        writer.integer(Int64(plan.update.unchangedCount))
        for (name, codes) in [
            ("added", plan.update.added), ("changed", plan.update.changed),
            ("retired", plan.update.retired), ("used_and_gone", plan.update.usedAndGone),
        ] {
            writer.name(name)
            writer.beginObject()
            writer.name("count")
            writer.integer(Int64(codes.count))
            writer.name("codes")
            writer.beginArray()
            for code in codes.prefix(codesMax) { writer.string(code) }
            writer.endArray()
            writer.endObject()
        }
        writer.endObject()
    }

    private static func write(
        _ problem: TerminologyProblem, _ language: Language, into writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.name("sheet")
        if let sheet = problem.sheet { writer.string(sheet) } else { writer.null() }
        writer.name("row")
        writer.integer(problem.row)
        writer.name("reason")
        writer.string(problem.reason.rawValue)
        writer.name("value")
        writer.string(problem.value)
        writer.name("detail")
        writer.string(problem.sentence[language])
        writer.endObject()
    }
}
