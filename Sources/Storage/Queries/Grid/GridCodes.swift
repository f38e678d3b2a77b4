/// A code for each value, the values once each, found by their bytes: as SQLite compares, and
/// without making a string for a value that is known.
struct GridCodes: Sendable {
    static let codesMax = Int(UInt16.max) + 1

    /// The value of each code; code 0 is null.
    private(set) var values: [SQLValue] = [.null]
    /// Kind and bytes of all values, one behind the other.
    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    /// The codes by hash, linear probing; 0 is free. A power of two, at most half full.
    private var table = [UInt16](repeating: 0, count: 16)

    /// The leading byte of a value's bytes.
    private enum Kind: UInt8 {
        case integer = 1
        case real, text
    }

    var count: Int { values.count }

    /// About what values, bytes and table take.
    var byteCount: Int { bytes.count * 2 + values.count * 40 + table.count * 2 }

    /// The code of a value; nil when it has none.
    func code(of value: SQLValue) -> UInt16? {
        switch value {
        case .null: 0
        case .integer(let number): find(.integer, Self.bytes(number).span)
        case .real(let number): find(.real, Self.bytes(Int64(bitPattern: number.bitPattern)).span)
        case .text(let text): find(.text, text.utf8.span)
        }
    }

    /// The codes of values that SQLite takes for equal to one: 5 is equal to 5.0.
    func codes(equalTo value: SQLValue) -> [UInt16] {
        let other: SQLValue? =
            switch value {
            case .integer(let number): .real(Double(number))
            case .real(let number): Int64(exactly: number).map { .integer($0) }
            case .null, .text: nil
            }
        return [code(of: value), other.flatMap { code(of: $0) }].compactMap { $0 }
    }

    /// The code of a column's value, a new one if need be; nil when there are no more codes.
    mutating func code(_ row: borrowing Statement, _ column: Int) -> UInt16? {
        switch row.kind(column) {
        case .null: 0
        case .integer: code(integer: row.int64(column))
        case .decimal: code(real: row.double(column))
        case .text, .blob: code(text: row.bytes(column))
        }
    }

    mutating func code(integer number: Int64) -> UInt16? {
        let key = Self.bytes(number)
        return find(.integer, key.span) ?? add(.integer, key.span, .integer(number))
    }

    mutating func code(real number: Double) -> UInt16? {
        let key = Self.bytes(Int64(bitPattern: number.bitPattern))
        return find(.real, key.span) ?? add(.real, key.span, .real(number))
    }

    mutating func code(text: Span<UInt8>) -> UInt16? {
        if let known = find(.text, text) { return known }
        var copy: [UInt8] = []
        copy.reserveCapacity(text.count)
        for index in 0..<text.count { copy.append(text[index]) }
        return add(.text, text, .text(String(decoding: copy, as: UTF8.self)))
    }

    /// Kind and bytes of a value, which `restore` takes.
    /// - Precondition: there is such a code, and it is not that of null.
    func key(of code: Int) -> [UInt8] { Array(bytes[ends[code - 1]..<ends[code]]) }

    /// Gives a value the next code; false when the bytes are none, when it has a code, or when there are
    /// no more codes.
    mutating func restore(_ key: [UInt8]) -> Bool {
        guard let kind = key.first.flatMap(Kind.init(rawValue:)) else { return false }
        let body = Array(key.dropFirst())
        let value: SQLValue
        switch kind {
        case .text: value = .text(String(decoding: body, as: UTF8.self))
        case .integer, .real:
            guard body.count == 8 else { return false }
            let number = body.reversed().reduce(Int64(0)) { $0 << 8 | Int64($1) }
            value =
                kind == .integer
                ? .integer(number) : .real(Double(bitPattern: UInt64(bitPattern: number)))
        }
        return find(kind, body.span) == nil && add(kind, body.span, value) != nil
    }

    private func find(_ kind: Kind, _ key: Span<UInt8>) -> UInt16? {
        var place = Self.hash(kind, key) & (table.count - 1)
        while table[place] != 0 {
            if isEqual(table[place], kind, key) { return table[place] }
            place = (place + 1) & (table.count - 1)
        }
        return nil
    }

    private func isEqual(_ code: UInt16, _ kind: Kind, _ key: Span<UInt8>) -> Bool {
        let start = ends[Int(code) - 1]
        guard ends[Int(code)] - start == key.count + 1, bytes[start] == kind.rawValue else {
            return false
        }
        for index in 0..<key.count where bytes[start + 1 + index] != key[index] { return false }
        return true
    }

    private mutating func add(_ kind: Kind, _ key: Span<UInt8>, _ value: SQLValue) -> UInt16? {
        guard values.count < Self.codesMax else { return nil }
        let code = UInt16(values.count)
        values.append(value)
        bytes.append(kind.rawValue)
        for index in 0..<key.count { bytes.append(key[index]) }
        ends.append(bytes.count)
        if values.count * 2 > table.count { grow() } else { put(code, Self.hash(kind, key)) }
        return code
    }

    private mutating func grow() {
        table = [UInt16](repeating: 0, count: table.count * 4)
        for code in 1..<values.count {
            let start = ends[code - 1]
            guard let kind = Kind(rawValue: bytes[start]) else { continue }
            let key = bytes[(start + 1)..<ends[code]]
            put(UInt16(code), Self.hash(kind, key.span))
        }
    }

    private mutating func put(_ code: UInt16, _ hash: Int) {
        var place = hash & (table.count - 1)
        while table[place] != 0 { place = (place + 1) & (table.count - 1) }
        table[place] = code
    }

    /// FNV-1a, folded; nobody gains by values that collide but their own list.
    private static func hash(_ kind: Kind, _ key: Span<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(kind.rawValue)
        for index in 0..<key.count {
            hash = (hash ^ UInt64(key[index])) &* 0x0000_0100_0000_01B3
        }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
    }

    private static func bytes(_ number: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> Int64($0 * 8)) }
    }
}
