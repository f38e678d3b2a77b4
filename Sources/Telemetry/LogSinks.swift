public import Platform

/// Writes lines to a standard stream from a thread of its own, so that a full pipe stops nobody: at
/// most `linesMax` wait, further ones are dropped.
public final class StreamSink: LogSink {
    /// Batches wait only while so many things wait at most: they leave room for single lines.
    public static let batchesMax = 256

    private let queue: Mailbox<[UInt8]>
    private let writer: Thread

    public init(_ stream: StandardStream = .error, linesMax: Int = 4096) throws(SystemError) {
        let queue = Mailbox<[UInt8]>(capacity: linesMax)
        self.queue = queue
        writer = try Thread.start(name: "log", stackBytes: 256 << 10) {
            Self.run(queue, to: stream)
        }
    }

    /// Takes one line; false when there is no room for it.
    public func write(_ line: [UInt8]) -> Bool { queue.offer(line) }

    /// Takes a batch; false when there is little room.
    public func write(batch: [UInt8]) -> Bool {
        queue.offer(batch, waitingMax: Self.batchesMax)
    }

    /// Lines and batches that wait.
    public var waitingCount: Int { queue.count }

    /// Writes what waits and ends the thread; later lines are dropped. May wait for the reader.
    public func finish() {
        queue.close()
        writer.join()
    }

    private static func run(_ queue: Mailbox<[UInt8]>, to stream: StandardStream) {
        while true {
            let lines = queue.takeAll(countMax: 256)
            if lines.isEmpty { return }
            var text: [UInt8] = []
            text.reserveCapacity(lines.reduce(0) { $0 + $1.count })
            for line in lines { text.append(contentsOf: line) }
            do {
                try stream.write(text)
            } catch {
                // Nobody reads the log any more; there is nowhere to tell it.
                continue
            }
        }
    }
}

/// Keeps lines in memory, for tests and for a live page.
public final class MemorySink: LogSink {
    private let linesMax: Int
    private let kept = Lock<[[UInt8]]>([])

    public init(linesMax: Int = 10_000) { self.linesMax = linesMax }

    /// Takes one line; false when there is no room for it.
    public func write(_ line: [UInt8]) -> Bool {
        kept.withLock { lines in
            guard lines.count < linesMax else { return false }
            lines.append(line)
            return true
        }
    }

    /// The lines so far, without line feeds.
    public var lines: [String] {
        kept.withLock { $0 }.flatMap { taken in
            taken.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
