/// Feeds the same bytes to a reader in every way they may arrive, and expects the same result: whole,
/// byte by byte, and cut in two at each place. Of long inputs the ends are cut everywhere and the
/// middle here and there.
public func everySplit<Result: Equatable>(
    _ bytes: [UInt8], read: ([[UInt8]]) -> Result
) -> (result: Result, differing: [Int]) {
    let whole = read([bytes])
    var differing: [Int] = []
    if read(bytes.map { [$0] }) != whole { differing.append(-1) }
    for cut in cuts(of: bytes.count)
    where read([Array(bytes[..<cut]), Array(bytes[cut...])]) != whole {
        differing.append(cut)
    }
    return (whole, differing)
}

/// Where an input of so many bytes is cut in two.
public func cuts(of count: Int) -> [Int] {
    (1..<max(1, count)).filter { count <= 2048 || $0 < 128 || $0 > count - 128 || $0 % 61 == 0 }
}

/// Random numbers that a printed seed repeats (SplitMix64).
public struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
