import HTTP
import Platform

/// Collects everything that one listener is sent, comments included.
final class WholeCollector: EventSink {
    private let blocks = Mailbox<[UInt8]>(capacity: 1000)
    private let heard = Lock("")

    func send(_ event: [UInt8]) -> Bool { blocks.offer(event) }
    func close() {}

    /// What came so far.
    var all: String { heard.withLock { $0 } }

    /// Waits until `mark` came; false when it does not.
    func text(until mark: String) -> Bool {
        while !all.contains(mark) {
            guard let block = blocks.take(until: .now() + .seconds(20)) else { return false }
            heard.withLock { $0 += String(decoding: block, as: UTF8.self) }
        }
        return true
    }
}
