package import Complaints
import Crypto
import JSON

/// One field's change, as the log holds it.
package struct FieldChange: Equatable {
    package let name: String
    /// What became of the values.
    package let values: Values

    package enum Values: Equatable {
        case known(old: FieldValue, new: FieldValue)
        /// Sealed under a key that is erased, or that was erased before the change.
        case erased
    }
}

/// The changes of one change-log row in their bytes, documented in docs/change-log.md:
///
/// ```
/// body   := 0x01 count change* sealed
/// change := name mark values?          in the order of the names' bytes
/// mark   := 0x00 open: old and new value follow
///         | 0x01 sealed: old and new value stand in the sealed part, in the same order
///         | 0x02 erased: the values are not kept
/// sealed := length bytes               AES-256-GCM; length 0 when no change is sealed
/// value  := 0x00 null | 0x01 text | 0x02 integer | 0x03 decimal | 0x04 false | 0x05 true | 0x06 JSON
/// ```
package enum ChangeBody {
    static let version: UInt8 = 1
    private static let purpose = Array("ibtool change\n".utf8)

    /// What the sealed part is bound to: the record (a complaint, an attachment) and the row's place in the log.
    static func associated(complaint: Int64, seq: Int64) -> [UInt8] {
        var bytes = purpose
        bytes.append(bigEndian: complaint)
        bytes.append(bigEndian: seq)
        return bytes
    }

    /// The body of a new complaint's row: the draft's changes, and the site where the writer settled
    /// one that the draft does not say.
    static func assemble(_ draft: ComplaintDraft, site: String?, sealed: [UInt8]) -> [UInt8] {
        var settled: [UInt8] = []
        let changes = draft.parts.changes
        let place = changes.lowerBound + (draft.sitePlace ?? 0)
        if draft.sitePlace != nil, let site {
            settled.append(counted: "site")
            settled.append(0)
            settled.append(.null, json: nil)
            settled.append(.text(site), json: nil)
        }
        var body: [UInt8] = []
        body.reserveCapacity(changes.count + settled.count + sealed.count + 12)
        body.append(version)
        body.append(length: draft.changeCount + (settled.isEmpty ? 0 : 1))
        body.append(contentsOf: draft.bytes[changes.lowerBound..<place])
        body.append(contentsOf: settled)
        body.append(contentsOf: draft.bytes[place..<changes.upperBound])
        body.append(counted: sealed)
        return body
    }

    /// All changes of a row; sealed ones with a key that is nil are `.erased`.
    package static func decode(
        _ body: [UInt8], key: [UInt8]?, complaint: Int64, seq: Int64
    ) throws(StorageFailure) -> [FieldChange] {
        guard let parsed = Parsed(body) else { throw damaged(seq) }
        var sealed: ByteReader?
        if let key, !parsed.sealed.isEmpty {
            do throws(CryptoError) {
                sealed = ByteReader(
                    try Sealing.open(
                        parsed.sealed, key: key,
                        associated: associated(complaint: complaint, seq: seq)))
            } catch {
                throw damaged(seq)
            }
        }
        var changes: [FieldChange] = []
        changes.reserveCapacity(parsed.changes.count)
        for change in parsed.changes {
            switch change.mark {
            case .open(let old, let new):
                changes.append(FieldChange(name: change.name, values: .known(old: old, new: new)))
            case .erased:
                changes.append(FieldChange(name: change.name, values: .erased))
            case .sealed:
                if sealed == nil {
                    changes.append(FieldChange(name: change.name, values: .erased))
                    continue
                }
                guard let old = sealed?.value(), let new = sealed?.value() else {
                    throw damaged(seq)
                }
                changes.append(FieldChange(name: change.name, values: .known(old: old, new: new)))
            }
        }
        if let sealed, !sealed.isAtEnd { throw damaged(seq) }
        return changes
    }

    /// Only the names, which need no key; nil when the body cannot be read.
    package static func names(_ body: [UInt8]) -> [String]? { Parsed(body)?.changes.map(\.name) }

    private static func damaged(_ seq: Int64) -> StorageFailure {
        .failed(.damaged("The body of change-log row \(seq) cannot be read."))
    }

    /// A body taken apart, its sealed part unopened.
    struct Parsed {
        enum Mark {
            case open(old: FieldValue, new: FieldValue)
            case sealed, erased
        }

        var changes: [(name: String, mark: Mark)] = []
        let sealed: [UInt8]

        init?(_ body: [UInt8]) {
            var reader = ByteReader(body)
            guard reader.byte() == ChangeBody.version, let count = reader.length() else {
                return nil
            }
            for _ in 0..<count {
                guard let name = reader.text(), let mark = reader.byte() else { return nil }
                switch mark {
                case 0:
                    guard let old = reader.value(), let new = reader.value() else { return nil }
                    changes.append((name, .open(old: old, new: new)))
                case 1: changes.append((name, .sealed))
                case 2: changes.append((name, .erased))
                default: return nil
                }
            }
            guard let sealed = reader.counted(), reader.isAtEnd else { return nil }
            self.sealed = sealed
        }
    }
}

/// Puts a body together, change by change in the order of the names.
package struct ChangeBodyBuilder {
    private var changes: [UInt8]
    private var count = 0
    private var plain: [UInt8] = []

    package init() {
        changes = []
        changes.reserveCapacity(512)
    }

    /// Whether any value has to be sealed.
    var needsKey: Bool { !plain.isEmpty }

    var isEmpty: Bool { count == 0 }

    /// Adds a change; `newJSON` are the new value's bytes when it is an object and they are at hand.
    package mutating func add(
        _ name: String, old: FieldValue, new: FieldValue, newJSON: [UInt8]? = nil, sealed: Bool
    ) {
        count += 1
        changes.append(counted: name)
        if sealed {
            changes.append(1)
            plain.append(old, json: nil)
            plain.append(new, json: newJSON)
        } else {
            changes.append(0)
            changes.append(old, json: nil)
            changes.append(new, json: newJSON)
        }
    }

    /// Adds a change whose values are not kept: the complaint's key is erased.
    package mutating func addErased(_ name: String) {
        count += 1
        changes.append(counted: name)
        changes.append(2)
    }

    /// The finished body. `key` and `nonce` are used when something was added as sealed.
    func finish(
        key: [UInt8], nonce: [UInt8], complaint: Int64, seq: Int64
    ) throws(StorageFailure) -> [UInt8] {
        do throws(CryptoError) {
            let associated = ChangeBody.associated(complaint: complaint, seq: seq)
            return assemble(
                try Sealing.seal(plain, key: key, nonce: nonce, associated: associated))
        } catch {
            throw .failed(.system(error.description))
        }
    }

    /// The finished body when nothing was added as sealed.
    package func finish() -> [UInt8] {
        precondition(!needsKey, "sealed values need a key")
        return assemble([])
    }

    private func assemble(_ sealed: [UInt8]) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(changes.count + sealed.count + 12)
        body.append(ChangeBody.version)
        body.append(length: count)
        body.append(contentsOf: changes)
        body.append(counted: sealed)
        return body
    }
}

extension [UInt8] {
    /// Appends a value in the log's form; `json` are an object's bytes when they are at hand.
    mutating func append(_ value: FieldValue, json: [UInt8]?) {
        switch value {
        case .null: append(0)
        case .text(let text):
            append(1)
            append(counted: text)
        case .integer(let number):
            append(2)
            append(bigEndian: number)
        case .decimal(let number):
            append(3)
            append(bigEndian: Int64(bitPattern: number.bitPattern))
        case .boolean(let isTrue): append(isTrue ? 5 : 4)
        case .list, .object:
            append(6)
            append(counted: json ?? value.jsonBytes)
        }
    }
}

extension FieldValue {
    /// The bytes of an object or a list.
    var jsonBytes: [UInt8] { json?.serialized() ?? [] }

    /// What the log holds as JSON: an object or a list of texts; nil for anything else.
    fileprivate init?(ofLogged json: JSONValue) {
        switch json {
        case .object(let object): self = .object(object)
        case .array: self.init(list: json)
        default: return nil
        }
    }
}

extension ByteReader {
    /// Reads a value in the log's form.
    mutating func value() -> FieldValue? {
        switch byte() {
        case 0: return .null
        case 1: return text().map(FieldValue.text)
        case 2: return bigEndian().map(FieldValue.integer)
        case 3: return bigEndian().map { .decimal(Double(bitPattern: UInt64(bitPattern: $0))) }
        case 4: return .boolean(false)
        case 5: return .boolean(true)
        case 6:
            guard let bytes = counted() else { return nil }
            do throws(JSONError) {
                return FieldValue(ofLogged: try JSONValue.parse(bytes))
            } catch {
                return nil
            }
        default: return nil
        }
    }
}
