/// 128 bits that stand for a row's cells.
struct RowDigest: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    /// 32 hexadecimal digits.
    var hex: String {
        var digits: [UInt8] = []
        digits.reserveCapacity(32)
        for word in [high, low] {
            for shift in stride(from: 60, through: 0, by: -4) {
                let digit = UInt8(truncatingIfNeeded: word >> UInt64(shift) & 0xF)
                digits.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            }
        }
        return String(decoding: digits, as: UTF8.self)
    }
}

/// Who a row is to later files.
struct RowIdentity: Hashable, Sendable {
    let text: String
    /// Whether exactly this row, under this id, came before in the file.
    let isRepeated: Bool
}

/// Gives each row of a file the identity by which later files are known to mean the same record.
///
/// A row with an id is that id; the n-th different row of one id in the file is `id#n`, an exactly
/// equal one the same again. A row without an id is the digest of its cells and, counted from 1, its
/// occurrence among equal rows. Memory is bounded: 16 bytes a row (and twice that while the table
/// grows), more only for ids that repeat.
struct RowIdentities: Sendable {
    /// Open addressing by the first word; an empty place is two zeros.
    private var keys: [UInt64] = Array(repeating: 0, count: 1 << 10)
    private var rows: [UInt64] = Array(repeating: 0, count: 1 << 10)
    private var count = 0
    /// How many different rows (or equal rows, without an id) a key has had, from the second on.
    private var repeats: [UInt64: Int64] = [:]
    /// Which of them a row was.
    private var ordinals: [RowDigest: Int64] = [:]

    /// The identity of the next row of the file.
    mutating func identity(sourceID: String?, digest: RowDigest) -> RowIdentity {
        guard let sourceID else {
            let occurrence = occurrence(of: digest)
            return RowIdentity(text: "row:\(digest.hex)#\(occurrence)", isRepeated: false)
        }
        let key = SipHash.digest(of: Array(sourceID.utf8)).high | 1
        // The row's part without the key would let equal rows of two ids meet.
        let (ordinal, isRepeated) = ordinal(key: key, row: digest.low | 1)
        return RowIdentity(
            text: ordinal == 1 ? sourceID : "\(sourceID)#\(ordinal)", isRepeated: isRepeated)
    }

    private mutating func occurrence(of digest: RowDigest) -> Int64 {
        let key = digest.high | 1
        guard insert(key: key, row: digest.low | 1) != nil else { return 1 }
        repeats[key, default: 1] += 1
        return repeats[key, default: 1]
    }

    private mutating func ordinal(key: UInt64, row: UInt64) -> (Int64, isRepeated: Bool) {
        guard let first = insert(key: key, row: row) else { return (1, false) }
        if first == row { return (1, true) }
        let pair = RowDigest(high: key, low: row)
        if let known = ordinals[pair] { return (known, true) }
        let next = repeats[key, default: 1] + 1
        repeats[key] = next
        ordinals[pair] = next
        return (next, false)
    }

    /// Puts a key in with its first row; gives the first row back when the key is known.
    private mutating func insert(key: UInt64, row: UInt64) -> UInt64? {
        if count * 10 >= keys.count * 7 { grow() }
        let place = place(of: key)
        if keys[place] == key { return rows[place] }
        keys[place] = key
        rows[place] = row
        count += 1
        return nil
    }

    private func place(of key: UInt64) -> Int {
        let mask = keys.count - 1
        var place = Int(truncatingIfNeeded: key >> 1) & mask
        while keys[place] != 0, keys[place] != key { place = (place + 1) & mask }
        return place
    }

    private mutating func grow() {
        let oldKeys = keys
        let oldRows = rows
        keys = Array(repeating: 0, count: oldKeys.count * 2)
        rows = Array(repeating: 0, count: oldKeys.count * 2)
        for (index, key) in oldKeys.enumerated() where key != 0 {
            let place = place(of: key)
            keys[place] = key
            rows[place] = oldRows[index]
        }
    }
}
