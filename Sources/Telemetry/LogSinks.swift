public import Platform

/// Writes lines to a standard stream from a thread of its own, so that a full pipe stops nobody: at
/// most `linesMax` wait, further ones are dropped.
public final class StreamSink: LogSink {
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

    /// Writes what waits and ends the thread; later lines are dropped. May wait for the reader.
    public func finish() {
        queue.close()
        writer.join()
    }

    private static func run(_ queue: Mailbox<[UInt8]>, to stream: StandardStream) {
        while true {
            let lines = queue.takeAll(countMax: 256)
            if lines.isEmpty { return }
            do {
                try stream.write(Array(lines.joined()))
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
        kept.withLock { lines in lines.map { String(decoding: $0.dropLast(), as: UTF8.self) } }
    }
}
