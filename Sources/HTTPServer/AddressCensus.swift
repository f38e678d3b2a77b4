import Platform

/// How many connections each remote address has, over all loops.
final class AddressCensus: Sendable {
    private let connectionsMax: Int
    private let exempt: Forwarding
    private let counts = Lock<[NetworkAddress: Int]>([:])

    init(connectionsMax: Int, exempt: Forwarding) {
        self.connectionsMax = connectionsMax
        self.exempt = exempt
    }

    /// Counts one more connection; false, and not counted, when the address has all it may have.
    func enter(_ address: NetworkAddress) -> Bool {
        if isExempt(address) { return true }
        let connectionsMax = connectionsMax
        return counts.withLock { counts in
            let count = counts[address, default: 0]
            guard count < connectionsMax else { return false }
            counts[address] = count + 1
            return true
        }
    }

    /// A connection that entered is gone.
    func leave(_ address: NetworkAddress) {
        if isExempt(address) { return }
        counts.withLock { counts in
            guard let count = counts[address] else { return }
            counts[address] = count > 1 ? count - 1 : nil
        }
    }

    private func isExempt(_ address: NetworkAddress) -> Bool {
        address.isLoopback || exempt.isTrusted(address)
    }
}
