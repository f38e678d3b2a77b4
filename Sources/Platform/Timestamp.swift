/// A moment in UTC: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
public struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    public static func < (left: Self, right: Self) -> Bool {
        left.microseconds < right.microseconds
    }

    public static func + (time: Self, span: Duration) -> Self {
        Timestamp(microseconds: time.microseconds + span.wholeNanoseconds / 1000)
    }

    public static func - (left: Self, right: Self) -> Duration {
        .microseconds(left.microseconds - right.microseconds)
    }

    /// Whole seconds since the epoch, rounded down.
    public var seconds: Int64 { floorDivide(microseconds, 1_000_000).quotient }

    /// RFC 3339 in UTC; the fraction is left out when it is zero, else milliseconds or microseconds:
    /// "2026-03-02T10:11:12.345Z".
    public var description: String { String(decoding: rfc3339, as: UTF8.self) }

    /// The bytes of `description`.
    public var rfc3339: [UInt8] {
        let (seconds, fraction) = floorDivide(microseconds, 1_000_000)
        let (days, secondOfDay) = floorDivide(seconds, 86_400)
        let date = CivilDay(daysSinceEpoch: days)
        var text: [UInt8] = []
        text.reserveCapacity(27)
        text.append(digits: date.year, width: 4)
        text.append(0x2D)
        text.append(digits: Int64(date.month), width: 2)
        text.append(0x2D)
        text.append(digits: Int64(date.day), width: 2)
        text.append(0x54)
        text.append(digits: secondOfDay / 3600, width: 2)
        text.append(0x3A)
        text.append(digits: secondOfDay / 60 % 60, width: 2)
        text.append(0x3A)
        text.append(digits: secondOfDay % 60, width: 2)
        if fraction % 1000 != 0 {
            text.append(0x2E)
            text.append(digits: fraction, width: 6)
        } else if fraction != 0 {
            text.append(0x2E)
            text.append(digits: fraction / 1000, width: 3)
        }
        text.append(0x5A)
        return text
    }

    /// Reads RFC 3339 section 5.6 with any offset; digits beyond microseconds are cut. Nil for
    /// anything else, also for days that do not exist, leap seconds and years before 1 or after 9999.
    public init?(rfc3339 text: String) {
        var reader = DigitReader(Array(text.utf8))
        guard let date = reader.readDate(), reader.skip(anyOf: [0x54, 0x74]),
            let time = reader.readTime(), let offset = reader.readOffset(), reader.isAtEnd
        else { return nil }
        let seconds = date.daysSinceEpoch * 86_400 + time.seconds - offset
        self.init(microseconds: seconds * 1_000_000 + time.microseconds)
    }
}

/// Reads the fixed-width pieces of RFC 3339.
private struct DigitReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(anyOf choices: [UInt8]) -> Bool {
        guard position < bytes.count, choices.contains(bytes[position]) else { return false }
        position += 1
        return true
    }

    mutating func number(width: Int) -> Int64? {
        guard position + width <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[position..<position + width] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        position += width
        return value
    }

    mutating func readDate() -> CivilDay? {
        guard let year = number(width: 4), skip(anyOf: [0x2D]), let month = number(width: 2),
            skip(anyOf: [0x2D]), let day = number(width: 2)
        else { return nil }
        return CivilDay(year: year, month: Int(month), day: Int(day))
    }

    mutating func readTime() -> (seconds: Int64, microseconds: Int64)? {
        guard let hour = number(width: 2), hour < 24, skip(anyOf: [0x3A]),
            let minute = number(width: 2), minute < 60, skip(anyOf: [0x3A]),
            let second = number(width: 2), second < 60
        else { return nil }
        let seconds = hour * 3600 + minute * 60 + second
        guard skip(anyOf: [0x2E]) else { return (seconds, 0) }
        var fraction: Int64 = 0
        var scale: Int64 = 100_000
        guard let first = number(width: 1) else { return nil }
        fraction = first * scale
        while let digit = number(width: 1) {
            scale /= 10
            fraction += digit * scale
        }
        return (seconds, fraction)
    }

    /// Seconds east of Greenwich.
    mutating func readOffset() -> Int64? {
        if skip(anyOf: [0x5A, 0x7A]) { return 0 }
        let sign: Int64
        if skip(anyOf: [0x2B]) {
            sign = 1
        } else if skip(anyOf: [0x2D]) {
            sign = -1
        } else {
            return nil
        }
        guard let hours = number(width: 2), hours < 24, skip(anyOf: [0x3A]),
            let minutes = number(width: 2), minutes < 60
        else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
