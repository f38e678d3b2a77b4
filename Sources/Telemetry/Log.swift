public import Platform
import Synchronization

/// How much a line matters.
public enum LogLevel: Int, Sendable, Comparable, CaseIterable {
    case debug, info, warning, error

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// "debug", "info", "warning" or "error".
    public var name: String {
        switch self {
        case .debug: "debug"
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        }
    }

    /// The level of that name, or nil.
    public init?(name: String) {
        guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = level
    }
}

/// How a line looks.
public enum LogFormat: Sendable, Equatable {
    /// One JSON object a line: ts, level, event, then the fields.
    case json
    /// For a terminal.
    case text
}

/// Where finished lines go. Must not block; a line that cannot be taken is dropped.
public protocol LogSink: Sendable {
    /// Takes one line with its line feed; false when it was dropped.
    func write(_ line: [UInt8]) -> Bool

    /// Takes several lines that others may go before, each with its line feed; false when they were
    /// dropped.
    func write(batch: [UInt8]) -> Bool

    /// How much waits to be written.
    var waitingCount: Int { get }
}

extension LogSink {
    /// As one line.
    public func write(batch: [UInt8]) -> Bool { write(batch) }

    /// Nothing waits.
    public var waitingCount: Int { 0 }
}

/// Writes log lines. A value to pass around; all copies share one sink and one count of drops.
public struct Log: Sendable {
    /// The longest line; what is beyond is cut.
    public static let lineBytesMax = 16 << 10

    private let least: LogLevel
    private let format: LogFormat
    private let clock: WallClock
    private let sink: any LogSink
    private let drops: DropCount

    public init(least: LogLevel, format: LogFormat, clock: WallClock, sink: any LogSink) {
        self.least = least
        self.format = format
        self.clock = clock
        self.sink = sink
        drops = DropCount()
    }

    /// A log that says nothing, for tests and tools.
    public static let silent = Log(
        least: .error, format: .json, clock: .system, sink: NowhereSink())

    /// Lines that the sink did not take since the start.
    public var droppedCount: Int { drops.count.load(ordering: .relaxed) }

    /// How much waits in the sink.
    public var waitingCount: Int { sink.waitingCount }

    /// Whether lines of this level are written, to spare the making of costly fields.
    public func isEnabled(_ level: LogLevel) -> Bool { level >= least }

    /// What only a developer wants to know.
    public func debug(_ event: String, _ fields: KeyValuePairs<String, LogValue> = [:]) {
        write(.debug, event, fields)
    }

    /// What an operator may want to look up later.
    public func info(_ event: String, _ fields: KeyValuePairs<String, LogValue> = [:]) {
        write(.info, event, fields)
    }

    /// What went wrong and was dealt with.
    public func warning(_ event: String, _ fields: KeyValuePairs<String, LogValue> = [:]) {
        write(.warning, event, fields)
    }

    /// What went wrong and needs somebody.
    public func error(_ event: String, _ fields: KeyValuePairs<String, LogValue> = [:]) {
        write(.error, event, fields)
    }

    /// Writes one line. `event` is a constant in words joined by dots ("request.refused"); what
    /// varies goes into `fields`.
    public func write(
        _ level: LogLevel, _ event: String, _ fields: KeyValuePairs<String, LogValue>
    ) {
        guard level >= least else { return }
        var line: [UInt8] = []
        line.reserveCapacity(256)
        append(level, event, fields, at: clock.now(), to: &line)
        if !sink.write(line) { drops.count.wrappingAdd(1, ordering: .relaxed) }
    }

    /// Appends one line to a batch, whatever its level, for whoever writes many and calls `write` with
    /// all of them.
    public func append(
        _ level: LogLevel, _ event: String, _ fields: KeyValuePairs<String, LogValue>,
        at time: Timestamp, to batch: inout [UInt8]
    ) {
        let start = batch.count
        switch format {
        case .json: writeJSON(level, event, fields, time, to: &batch)
        case .text: writeText(level, event, fields, time, to: &batch)
        }
        if batch.count - start >= Self.lineBytesMax {
            var line = Array(batch[start...])
            cut(&line)
            batch.replaceSubrange(start..., with: line)
        }
        batch.append(0x0A)
    }

    /// Writes the lines of a batch, which give way to others when there is little room.
    public func write(batch: [UInt8], lineCount: Int) {
        if !sink.write(batch: batch) { drops.count.wrappingAdd(lineCount, ordering: .relaxed) }
    }

    private func writeJSON(
        _ level: LogLevel, _ event: String, _ fields: KeyValuePairs<String, LogValue>,
        _ time: Timestamp, to line: inout [UInt8]
    ) {
        line.append(contentsOf: "{\"ts\":\"".utf8)
        line.append(contentsOf: time.rfc3339)
        line.append(contentsOf: "\",\"level\":\"".utf8)
        line.append(contentsOf: level.name.utf8)
        line.append(contentsOf: "\",\"event\":".utf8)
        LogValue.write(event, asJSON: &line)
        for (name, value) in fields {
            line.append(0x2C)
            LogValue.write(name, asJSON: &line)
            line.append(0x3A)
            value.write(asJSON: &line)
        }
        line.append(0x7D)
    }

    private func writeText(
        _ level: LogLevel, _ event: String, _ fields: KeyValuePairs<String, LogValue>,
        _ time: Timestamp, to line: inout [UInt8]
    ) {
        line.append(contentsOf: time.rfc3339)
        line.append(contentsOf: " \(level.name) ".utf8)
        LogValue.text(event).write(asText: &line)
        for (name, value) in fields {
            line.append(0x20)
            LogValue.text(name).write(asText: &line)
            line.append(0x3D)
            value.write(asText: &line)
        }
    }

    /// A line too long stays one line, and valid in its format: its fields are left out.
    private func cut(_ line: inout [UInt8]) {
        switch format {
        case .json:
            let marker =
                "{\"ts\":\"\(clock.now())\",\"level\":\"warning\",\"event\":\"log.line.cut\",\"start\":"
            let start = String(decoding: line.prefix(512), as: UTF8.self)
            line = Array(marker.utf8)
            LogValue.write(start, asJSON: &line)
            line.append(0x7D)
        case .text:
            line.removeLast(line.count - Self.lineBytesMax + 1)
        }
    }
}

private final class DropCount: Sendable {
    let count = Atomic<Int>(0)
}

private struct NowhereSink: LogSink {
    func write(_ line: [UInt8]) -> Bool { true }
}
