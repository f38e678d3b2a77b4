/// Names a request in its answer's X-Request-Id, in logs and in problem documents. Costs nothing until
/// its text is wanted.
public struct RequestID: Sendable, Equatable {
    /// The same for all requests of a server's run, likely unique in all runs.
    private let run: String
    private let number: UInt64

    /// - Precondition: `run` holds visible ASCII only, since it stands in a header.
    public init(run: String, number: UInt64) {
        self.run = run
        self.number = number
    }

    /// The name, for example "4f1c9a-2s".
    public var text: String { "\(run)-\(String(number, radix: 36))" }

    /// Appends the name's bytes.
    public func append(to output: inout [UInt8]) {
        output.append(contentsOf: run.utf8)
        output.append(0x2D)
        var divisor: UInt64 = 1
        while number / divisor >= 36 { divisor *= 36 }
        while divisor > 0 {
            let digit = UInt8(truncatingIfNeeded: number / divisor % 36)
            output.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            divisor /= 36
        }
    }
}
