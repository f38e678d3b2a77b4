internal import Platform
internal import Synchronization

/// Names of requests that are answered before the server gave them one.
final class RequestIDs: Sendable {
    private let prefix: String
    private let count = Atomic<UInt64>(0)

    init(random: RandomSource) {
        prefix = random.bytes(4).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }

    /// A name no other request of this process has.
    func next() -> String {
        let (number, _) = count.wrappingAdd(1, ordering: .relaxed)
        return prefix + "-" + String(number, radix: 16)
    }
}
