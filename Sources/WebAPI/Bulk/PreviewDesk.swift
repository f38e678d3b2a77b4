internal import Platform
internal import Storage

/// Previews of work on many files that run: few at a time, since each looks at thousands of files.
final class PreviewDesk: Sendable {
    static let atOnceMax = 2

    private let running = Lock(0)

    /// Begins one; false while as many run as may.
    func begin() -> Bool {
        running.withLock { running in
            guard running < Self.atOnceMax else { return false }
            running += 1
            return true
        }
    }

    /// Ends one.
    func end() { running.withLock { $0 -= 1 } }
}

extension Exchange {
    /// Reads for a preview; busy while as many run as may.
    func preview<Value>(
        _ body: (borrowing Reader) throws(StorageFailure) -> Value
    ) throws(APIFailure) -> Value {
        let desk = instance.previews
        guard desk.begin() else { throw .storage(.busy) }
        defer { desk.end() }
        return try read(body)
    }
}
