internal import HTTP
internal import JSON
public import Platform

/// How the backup to one destination stands, as the application that keeps it says.
public struct BackupReport: Sendable {
    public let destination: String
    /// One word of a closed list: starting, snapshot, current, behind, stopped.
    public let state: String
    /// The state in one sentence.
    public let message: String
    public let transaction: Int64
    public let backedUpTo: Timestamp?
    public let lastSnapshot: Timestamp?
    public let lagSeconds: Double
    public let waitingBytes: Int64
    public let storedBytes: Int64
    public let storedObjects: Int64

    public init(
        destination: String, state: String, message: String, transaction: Int64,
        backedUpTo: Timestamp?, lastSnapshot: Timestamp?, lagSeconds: Double, waitingBytes: Int64,
        storedBytes: Int64, storedObjects: Int64
    ) {
        self.destination = destination
        self.state = state
        self.message = message
        self.transaction = transaction
        self.backedUpTo = backedUpTo
        self.lastSnapshot = lastSnapshot
        self.lagSeconds = lagSeconds
        self.waitingBytes = waitingBytes
        self.storedBytes = storedBytes
        self.storedObjects = storedObjects
    }
}

/// `GET /backup`: how the backup to each destination stands.
enum ReadBackup: Endpoint {
    static let operation = Operation(
        "How the backups stand", .running, .init(200, "Each destination", .named("Backups")))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var writer = JSONWriter(reserving: 1024)
        writer.beginObject()
        writer.name("destinations")
        writer.beginArray()
        for report in exchange.instance.settings.backups() { write(report, to: &writer) }
        writer.endArray()
        writer.endObject()
        return .answer(.json(writer.bytes))
    }

    private static func write(_ report: BackupReport, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("destination")
        writer.string(report.destination)
        writer.name("state")
        writer.string(report.state)
        writer.name("message")
        writer.string(report.message)
        writer.name("transaction")
        writer.integer(report.transaction)
        write("backed_up_to", report.backedUpTo, to: &writer)
        write("last_snapshot", report.lastSnapshot, to: &writer)
        writer.name("lag_seconds")
        writer.number(report.lagSeconds)
        writer.name("waiting_bytes")
        writer.integer(report.waitingBytes)
        writer.name("stored_bytes")
        writer.integer(report.storedBytes)
        writer.name("stored_objects")
        writer.integer(report.storedObjects)
        writer.endObject()
    }

    private static func write(
        _ name: StaticString, _ time: Timestamp?, to writer: inout JSONWriter
    ) {
        writer.name(name)
        if let time { writer.string(time.description) } else { writer.null() }
    }
}
