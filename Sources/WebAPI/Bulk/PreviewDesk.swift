internal import Platform

/// Previews of edits that run: few at a time, since each looks at thousands of files.
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
