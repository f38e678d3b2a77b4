internal import Complaints
internal import HTTP
internal import JSON
internal import Platform

/// `GET /backup/timeline?destination=0`: the states of a destination that can be restored, gathered into
/// equal stretches of a time.
enum ReadBackupTimeline: Endpoint {
    private static let stretchesMax: Int64 = 500
    private static let destinationMax: Int64 = 1000

    static let operation = Operation(
        "What can be restored, along the time", .running,
        parameters: [
            .init(
                name: "destination", schema: .integer.between(0...destinationMax),
                description: "The destination's place in GET /backup; 0 is the first"),
            .init(
                name: "from", schema: .timestamp,
                description: "Where the time begins; without it, at the oldest state"),
            .init(
                name: "to", schema: .timestamp, description: "Where it ends; without it, now"),
            .init(
                name: "stretches", schema: .integer.between(1...stretchesMax),
                description: "Into how many parts it is divided; without it, 120"),
        ],
        .init(200, "The stretches in which states lie", .named("BackupTimeline")),
        problems: [400, 404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let destination = try number("destination", 0...destinationMax, else: 0, exchange)
        let stretches = try number("stretches", 1...stretchesMax, else: 120, exchange)
        let timeline = exchange.instance.settings.backupDesk?.timeline(
            Int(destination), from: try time("from", exchange), to: try time("to", exchange),
            stretches: Int(stretches))
        guard let timeline else { throw .noRoute }
        var writer = JSONWriter(reserving: 16 << 10)
        writer.beginObject()
        writer.member("from", timeline.begin)
        writer.member("to", timeline.end)
        writer.member("oldest", timeline.oldest)
        writer.member("newest", timeline.newest)
        writer.name("stretches")
        writer.beginArray()
        for stretch in timeline.stretches { write(stretch, to: &writer) }
        writer.endArray()
        writer.endObject()
        return .answer(.json(writer.bytes))
    }

    private static func number(
        _ name: String, _ range: ClosedRange<Int64>, else standard: Int64, _ exchange: Exchange
    ) throws(APIFailure) -> Int64 {
        guard let text = exchange.query[name] else { return standard }
        guard let number = Int64(text), range.contains(number) else {
            throw .malformedRequest(pointer: "?\(name)", .outOfRange)
        }
        return number
    }

    private static func time(
        _ name: String, _ exchange: Exchange
    ) throws(APIFailure) -> Timestamp? {
        guard let text = exchange.query[name] else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            throw .malformedRequest(pointer: "?\(name)", .invalidDate)
        }
        return time
    }

    private static func write(
        _ stretch: BackupTimeline.Stretch, to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("from", stretch.begin)
        writer.name("states")
        writer.integer(stretch.states)
        writer.name("snapshots")
        writer.integer(stretch.snapshots)
        writer.name("bytes")
        writer.integer(stretch.bytes)
        writer.name("transaction")
        writer.integer(stretch.transaction)
        writer.member("last", stretch.last)
        writer.endObject()
    }
}
