internal import Complaints
internal import HTTP
internal import JSON
internal import Rules
internal import Storage

/// `POST /rules/{id}/dry-run`: queues a comparison of that version with the rules in force, over every
/// file there is. Nothing is changed.
enum StartDryRun: Endpoint {
    static let operation = Operation(
        "Compares a version of the rules with the one in force", .rules,
        .init(202, "Queued", .named("Job")), problems: [404, 422, 503])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let found = try exchange.ruleSet()
        let (rules, total) = try exchange.read { reader throws(StorageFailure) in
            (try reader.compileRules(found.document), try reader.fileCount())
        }
        let board = exchange.instance.jobs.board
        let job = board.add(kind: "dry_run", total: total)
        let order = ClockKeeper.Order(ruleSet: found.record.id, rules: rules, job: job)
        guard exchange.instance.clocks.enqueue(order) else {
            throw .overloaded(retryAfterSeconds: 30)
        }
        var writer = JSONWriter(reserving: 256)
        writer.job(job, in: exchange.language)
        return .answer(
            Answer.json(writer.bytes, status: 202).with("location", "/api/v1/jobs/\(job.id)"))
    }
}

/// `GET /rules/{id}/dry-run`: what the latest dry run of that version found, of the files that the
/// caller sees.
enum ReadDryRun: Endpoint {
    static let operation = Operation(
        "Reads a version's latest dry run", .rules, .init(200, "What it found", .named("DryRun")),
        problems: [404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = exchange.parameters[0]
        guard let id = Int64(key), let result = exchange.instance.clocks.result(of: id) else {
            throw .refused(.notFound(.ruleSet, key: key))
        }
        var writer = JSONWriter(reserving: 64 << 10)
        writer.dryRun(result, for: exchange.visibility, in: exchange.language)
        return .answer(.json(writer.bytes))
    }
}

extension JSONWriter {
    /// What a dry run found, of the files that the caller sees.
    fileprivate mutating func dryRun(
        _ result: DryRunResult, for visibility: Visibility, in language: Language
    ) {
        let found = result.dryRun
        beginObject()
        for (member, value) in [
            ("rule_set", result.ruleSet), ("compared_with", result.before), ("files", found.done),
            ("changed", found.changed), ("changed_open", found.changedOpen),
            ("decided", found.decided),
        ] {
            name(member)
            integer(value)
        }
        name("at")
        time(result.at)
        name("job")
        job(result.job, in: language)
        name("by_rule")
        beginArray()
        for (rule, counts) in found.byRule.sorted(by: { $0.key < $1.key }) {
            beginObject()
            name("rule")
            string(rule)
            name("gained")
            integer(counts.gained)
            name("lost")
            integer(counts.lost)
            name("moved")
            integer(counts.moved)
            endObject()
        }
        endArray()
        name("items")
        beginArray()
        for difference in found.differences where visibility.sees(site: difference.site) {
            self.difference(difference)
        }
        endArray()
        endObject()
    }

    private mutating func difference(_ difference: DryRun.Difference) {
        beginObject()
        name("id")
        integer(difference.id)
        name("number")
        string(difference.number)
        name("status")
        string(difference.status)
        name("lines")
        beginArray()
        let lines =
            difference.lines.map { ($0, false) } + difference.decided.map { ($0, true) }
        for (line, isDecided) in lines {
            beginObject()
            switch line {
            case .clock(let rule, let before, let after):
                name("rule")
                string(rule)
                name("before")
                text(before?.text)
                name("after")
                text(after?.text)
            case .decision(let before, let after):
                name("rule")
                null()
                name("before")
                text(before)
                name("after")
                text(after)
            }
            name("decided")
            bool(isDecided)
            endObject()
        }
        endArray()
        endObject()
    }

    private mutating func text(_ text: String?) {
        if let text { string(text) } else { null() }
    }
}
