import Platform

/// How many TLS handshakes each remote address began in the current second, over all loops.
final class HandshakeRate: Sendable {
    private struct Window {
        var start = MonotonicInstant(nanoseconds: .min / 2)
        var counts: [NetworkAddress: Int] = [:]
    }

    private static let windowTime = Duration.seconds(1)
    private let perSecondMax: Int
    private let exempt: Forwarding
    private let window = Lock(Window())

    init(perSecondMax: Int, exempt: Forwarding) {
        self.perSecondMax = perSecondMax
        self.exempt = exempt
    }

    /// Counts one more handshake; false when the address had all of this second.
    func admit(_ address: NetworkAddress, _ now: MonotonicInstant) -> Bool {
        // Loopback and trusted proxies speak for many.
        if address.isLoopback || exempt.isTrusted(address) { return true }
        let perSecondMax = perSecondMax
        return window.withLock { window in
            if now - window.start >= Self.windowTime {
                window.start = now
                window.counts.removeAll(keepingCapacity: window.counts.capacity <= 4096)
            }
            let count = window.counts[address, default: 0]
            guard count < perSecondMax else { return false }
            window.counts[address] = count + 1
            return true
        }
    }
}
