import CLinux

/// Random bytes from the kernel, fit for tokens and keys; passed in, so that tests repeat.
public struct RandomSource: Sendable {
    private let fill: @Sendable (Int) -> [UInt8]

    public init(_ fill: @escaping @Sendable (Int) -> [UInt8]) { self.fill = fill }

    /// `count` bytes of this source.
    public func bytes(_ count: Int) -> [UInt8] { fill(count) }

    /// getrandom(2).
    public static let system = RandomSource(Random.bytes)
}

/// The kernel's generator (getrandom(2)), which never runs dry and cannot fail once seeded.
public enum Random {
    /// `count` unpredictable bytes.
    public static func bytes(_ count: Int) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let start = filled
            let got = transfer {
                // The rebased slice stays inside the buffer, which outlives the call.
                unsafe buffer.withUnsafeMutableBytes {
                    let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: $0[start...])
                    return unsafe getrandom(rest.baseAddress, rest.count, 0)
                }
            }
            guard case .moved(let bytes) = got else {
                preconditionFailure("getrandom fails only on kernels older than any we run on")
            }
            filled += bytes
        }
        return buffer
    }
}
