import Complaints
import Crypto

/// What a kept file of columns says before them: whose they are.
///
/// ```
/// offset 0    "ibtool columns 1\n", zeros up to 32 bytes
/// offset 32   layout: SHA-256 over everything that decides what stands in a column
/// offset 64   the commit they are true for, 8 bytes, and the hash of its row of the change log, 32 bytes
/// offset 104  records, 8 bytes; runs of slots, 8 bytes
/// offset 120  the columns (GridState+File)
/// at the end  SHA-256 over all bytes before
/// ```
struct GridFileHeader: Equatable {
    static let byteCount = 120
    static let hashBytes = SHA256.byteCount
    static let magic = padded("ibtool columns 1\n")

    /// The row of the change log whose effect is the last one in the columns.
    let point: ChainPoint
    let records: Int64
    /// Slots, in runs of `GridCells.runLength`.
    let runs: Int64

    var bytes: [UInt8] {
        var bytes = Self.magic + Self.layout
        bytes.append(bigEndian: point.commit)
        bytes += point.hash
        bytes.append(bigEndian: records)
        bytes.append(bigEndian: runs)
        return bytes
    }

    init(point: ChainPoint, records: Int64, runs: Int64) {
        self.point = point
        self.records = records
        self.runs = runs
    }

    /// Reads a header of this program.
    init(_ bytes: [UInt8]) throws(GridFileRefusal) {
        guard bytes.prefix(32).elementsEqual(Self.magic) else { throw .foreignKind }
        guard bytes.count == Self.byteCount else { throw .broken }
        guard bytes[32..<64].elementsEqual(Self.layout) else { throw .otherLayout }
        var reader = ByteReader(Array(bytes[64..<72] + bytes[104...]))
        guard let commit = reader.bigEndian(), let records = reader.bigEndian(),
            let runs = reader.bigEndian(), commit > 0, runs >= 0,
            (0...(runs << Int64(GridCells<UInt8>.runBits))).contains(records),
            runs <= Int64(UInt32.max) >> Int64(GridCells<UInt8>.runBits)
        else { throw .broken }
        self.init(
            point: ChainPoint(commit: commit, hash: Array(bytes[72..<104])), records: records,
            runs: runs)
    }

    /// Changes with the fields that are held, how SQL gives them, and the schema they are read from. What
    /// it cannot see is how `GridColumn` and `GridMembers` make codes of values: whoever changes that
    /// counts `form` up.
    static let layout: [UInt8] = {
        let form = 1
        var bytes: [UInt8] = []
        for number in [form, Migration.newest, GridCells<UInt8>.runLength, GridCodes.codesMax] {
            bytes.append(bigEndian: Int64(number))
        }
        bytes.append(counted: GridField.columnList)
        for field in GridField.coded + GridField.moments {
            bytes.append(counted: field.name.text)
            bytes.append(field.isFacet ? 1 : 0)
        }
        for name in GridField.asked { bytes.append(counted: name.text) }
        for name in GridField.proseMembers.sorted() { bytes.append(counted: name) }
        return SHA256.hash(bytes)
    }()

    private static func padded(_ text: String) -> [UInt8] {
        Array(text.utf8) + [UInt8](repeating: 0, count: 32 - text.utf8.count)
    }
}

extension GridFileHeader {
    /// Why its columns are not for a database whose log ends at `head`: of another history, or with more
    /// changes since than `changesMax`. Nil when they are.
    func refusal(
        at head: Int64, on connection: Connection, changesMax: Int64
    ) throws(StorageFailure) -> GridFileRefusal? {
        let commit = point.commit
        guard commit <= head else { return .beyondLog(commit: commit) }
        let found = try connection.chainPoint(at: commit)
        guard found == point else { return .foreignLog(commit: commit) }
        return head - commit <= changesMax ? nil : .outdated(changes: head - commit)
    }
}
