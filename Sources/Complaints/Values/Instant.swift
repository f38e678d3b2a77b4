/// An instant in UTC, as microseconds since 1970-01-01T00:00:00Z, in years 1 to 9999.
public struct Instant: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let microseconds: Int64

    private static let dayLength: Int64 = 86_400_000_000

    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The first instant of a day.
    public init(startOf day: CivilDate) {
        microseconds = Int64(day.dayNumber) * Self.dayLength
    }

    /// The last instant of a day.
    public init(endOf day: CivilDate) {
        microseconds = Int64(day.dayNumber) * Self.dayLength + Self.dayLength - 1
    }

    /// Reads RFC 3339 with any offset and up to six decimals (further ones are cut off); a leap
    /// second is not taken.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 40, bytes[10] == 0x54 || bytes[10] == 0x74,
            let day = CivilDate(String(decoding: bytes[..<10], as: UTF8.self)),
            bytes[13] == 0x3A, bytes[16] == 0x3A,
            let hour = pair(bytes, 11), hour < 24, let minute = pair(bytes, 14), minute < 60,
            let second = pair(bytes, 17), second < 60
        else { return nil }
        var position = 19
        guard let fraction = fraction(bytes, &position), let offset = offset(bytes, position)
        else { return nil }
        let seconds = hour * 3_600 + minute * 60 + second - offset * 60
        microseconds = Int64(day.dayNumber) * Self.dayLength + seconds * 1_000_000 + fraction
    }

    /// The day in UTC; nil outside years 1 to 9999.
    public var day: CivilDate? {
        CivilDate(dayNumber: Int(floorDivided(microseconds, Self.dayLength)))
    }

    /// RFC 3339 in UTC, to the second: `2026-03-02T09:12:44Z`; empty outside years 1 to 9999.
    public var description: String {
        guard let day else { return "" }
        let number = floorDivided(microseconds, Self.dayLength)
        let second = Int((microseconds - number * Self.dayLength) / 1_000_000)
        let clock = [second / 3_600, second / 60 % 60, second % 60]
            .map { $0 < 10 ? "0\($0)" : String($0) }
        return day.text + "T" + clock.joined(separator: ":") + "Z"
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }
}

private func floorDivided(_ value: Int64, _ divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : -((-(value + 1)) / divisor) - 1
}

private func pair(_ bytes: [UInt8], _ start: Int) -> Int64? {
    guard start + 1 < bytes.count, isDigit(bytes[start]), isDigit(bytes[start + 1]) else {
        return nil
    }
    return Int64(bytes[start] - 0x30) * 10 + Int64(bytes[start + 1] - 0x30)
}

/// Microseconds after the point, 0 without one; nil for a point without digits.
private func fraction(_ bytes: [UInt8], _ position: inout Int) -> Int64? {
    guard position < bytes.count, bytes[position] == 0x2E else { return 0 }
    position += 1
    let start = position
    var value: Int64 = 0
    while position < bytes.count, isDigit(bytes[position]) {
        if position - start < 6 { value = value * 10 + Int64(bytes[position] - 0x30) }
        position += 1
    }
    guard position > start else { return nil }
    for _ in min(position - start, 6)..<6 { value *= 10 }
    return value
}

/// Minutes east of UTC; nil when what is there is not an offset.
private func offset(_ bytes: [UInt8], _ position: Int) -> Int64? {
    guard position < bytes.count else { return nil }
    let sign = bytes[position]
    if sign == 0x5A || sign == 0x7A { return position + 1 == bytes.count ? 0 : nil }
    guard sign == 0x2B || sign == 0x2D, position + 6 == bytes.count, bytes[position + 3] == 0x3A,
        let hours = pair(bytes, position + 1), hours < 24,
        let minutes = pair(bytes, position + 4), minutes < 60
    else { return nil }
    return (sign == 0x2D ? -1 : 1) * (hours * 60 + minutes)
}

private func isDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte)
}
