/// Feeds the same bytes to a reader in every way they may arrive, and expects the same result: whole,
/// byte by byte, and cut in two at each place.
func everySplit<Result: Equatable>(
    _ bytes: [UInt8], read: ([[UInt8]]) -> Result
) -> (result: Result, differing: [Int]) {
    let whole = read([bytes])
    var differing: [Int] = []
    if read(bytes.map { [$0] }) != whole { differing.append(-1) }
    for cut in bytes.indices.dropFirst()
    where read([Array(bytes[..<cut]), Array(bytes[cut...])]) != whole {
        differing.append(cut)
    }
    return (whole, differing)
}

/// Random numbers that a printed seed repeats (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
