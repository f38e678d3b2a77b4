import Complaints
import Crypto
import JSON

/// Where a page ended or began: the sort values and the id of its last or first record, how many
/// came before, and which query it was. Opaque outside: base64url of a JSON array.
package struct PageCursor: Sendable, Equatable {
    /// A cursor is longer than this only by tampering.
    static let bytesMax = 16_384

    /// Stands for the query, so that a cursor of another one is refused.
    var digest: Int64
    /// Position of the record after it.
    var offset: Int
    var id: Int64
    var values: [SQLValue]
    /// Whether the page lies before this record and not behind it.
    var isBackward = false

    package var text: String {
        var writer = JSONWriter()
        writer.beginArray()
        writer.integer(digest)
        writer.integer(Int64(offset))
        writer.integer(id)
        if isBackward { writer.bool(true) }
        for value in values {
            switch value {
            case .null: writer.null()
            case .integer(let number): writer.integer(number)
            case .text(let text): writer.string(text)
            case .real(let number):
                // Told apart from an integer by its array.
                writer.beginArray()
                writer.number(number)
                writer.endArray()
            }
        }
        writer.endArray()
        return Base64URL.encode(writer.bytes)
    }

    init(
        digest: Int64, offset: Int, id: Int64, values: [SQLValue], isBackward: Bool = false
    ) {
        self.isBackward = isBackward
        self.digest = digest
        self.offset = offset
        self.id = id
        self.values = values
    }

    /// Reads a cursor of the query with this digest and that many sort values.
    init(_ text: String, digest: Int64, valueCount: Int) throws(StorageFailure) {
        guard let cursor = PageCursor(text), cursor.digest == digest,
            cursor.values.count == valueCount,
            (0...QueryParser.offsetMax).contains(cursor.offset)
        else { throw .refused(.malformed(pointer: "?cursor", code: .cursor)) }
        self = cursor
    }

    /// Reads a cursor of any query; nil for text that is none.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.bytesMax, let bytes = Base64URL.decode(text) else {
            return nil
        }
        let parts: [JSONValue]
        do {
            guard let array = try JSONValue.parse(bytes).arrayValue else { return nil }
            parts = array
        } catch {
            return nil
        }
        guard parts.count >= 3, let digest = parts[0].int64Value,
            let offset = parts[1].int64Value.flatMap(Int.init(exactly:)),
            let id = parts[2].int64Value
        else { return nil }
        let isBackward = parts.count > 3 && parts[3] == .bool(true)
        var values: [SQLValue] = []
        for part in parts.dropFirst(isBackward ? 4 : 3) {
            guard let value = Self.value(part) else { return nil }
            values.append(value)
        }
        self.init(
            digest: digest, offset: offset, id: id, values: values, isBackward: isBackward)
    }

    private static func value(_ part: JSONValue) -> SQLValue? {
        switch part {
        case .null: .null
        case .number: part.int64Value.map(SQLValue.integer)
        case .string(let text): .text(text)
        case .array(let one): one.first?.doubleValue.map(SQLValue.real)
        case .bool, .object: nil
        }
    }
}

/// FNV-1a over what makes a query; no protection, only a check against mixing cursors up.
struct QueryDigest {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    var value: Int64 { Int64(bitPattern: state >> 1) }

    mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        add(0xFF)
    }

    mutating func add(_ condition: Condition) {
        add(condition.text)
        for value in condition.values {
            switch value {
            case .null: add("null")
            case .integer(let number): add(String(number))
            case .real(let number): add(number.description)
            case .text(let text): add(text)
            }
        }
    }

    private mutating func add(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
}
