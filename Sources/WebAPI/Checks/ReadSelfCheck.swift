internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /self-check`: what an inspector would object to over all files that the caller may see, with how
/// many files have each. `query` is the query of `GET /complaints` that lists them, where there is one.
/// 503 while another count goes on.
enum ReadSelfCheck: Endpoint {
    static let operation = Operation(
        "Counts what an inspector would object to", .complaints,
        .init(200, "The checks", .named("SelfCheck")), problems: [503])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let (desk, today) = (exchange.instance.selfChecks, try exchange.checkDay())
        let key = SelfCheckDesk.Key(
            visibility: exchange.visibility.cacheClass, day: today,
            commit: exchange.instance.store.commit)
        if let kept = desk.answer(key) { return .answer(.json(kept)) }
        guard desk.begin() else { throw .storage(.busy) }
        var answer: [UInt8]?
        defer { desk.end(key, answer) }
        let made = try count(exchange, on: today)
        answer = made
        return .answer(.json(made))
    }

    private static func count(
        _ exchange: Exchange, on today: CivilDate
    ) throws(APIFailure) -> [UInt8] {
        let visibility = exchange.visibility
        let held = try exchange.read { reader throws(StorageFailure) in
            try reader.heldChecks(FileCheck.all, today: today, for: visibility)
        }
        let rest = FileCheck.all.indices.filter { held.counts[$0] == nil }
        var counts = held.counts.map { $0 ?? 0 }
        var files = held.files ?? 0
        if !rest.isEmpty || held.files == nil {
            let looked = try look(exchange, for: rest.map { FileCheck.all[$0] }, on: today)
            for (index, count) in zip(rest, looked.counts) { counts[index] = count }
            files = held.files ?? looked.files
        }
        return written(today, files, counts)
    }

    /// Counts what is not held, a span of files at a time.
    private static func look(
        _ exchange: Exchange, for checks: [FileCheck], on today: CivilDate
    ) throws(APIFailure) -> (files: Int64, counts: [Int64]) {
        let visibility = exchange.visibility
        var counts = [Int64](repeating: 0, count: checks.count)
        var files: Int64 = 0
        var last: Int64? = 0
        while let after = last {
            let span = try exchange.read { reader throws(StorageFailure) in
                try reader.countChecks(checks, after: after, today: today, for: visibility)
            }
            files += span.files
            for index in counts.indices { counts[index] += span.counts[index] }
            last = span.isEnd ? nil : span.last
        }
        return (files, counts)
    }

    private static func written(_ today: CivilDate, _ files: Int64, _ counts: [Int64]) -> [UInt8] {
        var writer = JSONWriter(reserving: 8 << 10)
        writer.beginObject()
        writer.name("today")
        writer.string(today.text)
        writer.name("files")
        writer.integer(files)
        writer.name("items")
        writer.beginArray()
        for (check, count) in zip(FileCheck.all, counts) { writer.check(check, count: count) }
        writer.endArray()
        writer.endObject()
        return writer.take()
    }
}
