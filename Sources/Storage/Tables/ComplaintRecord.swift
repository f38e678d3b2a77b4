import Complaints
import JSON

/// A complaint as the writer works with it: the values of its row, its document and, once opened, its
/// sealed object.
struct ComplaintRecord {
    let id: Int64
    let number: String
    let version: Int64
    var siteID: Int64?
    /// In the layout's order; site and system as codes.
    var columns: [FieldValue]
    var document: JSONObject
    /// Nil when the key is erased.
    var sealed: JSONObject?

    /// The value of a field, `.null` when it has none.
    func value(of slot: ComplaintLayout.Slot) -> FieldValue {
        switch slot.place {
        case .column(let index): columns[index]
        case .document: FieldValue(document[slot.name], type: slot.type)
        case .custom(let name):
            FieldValue(document["custom"]?.objectValue?[name], type: slot.type)
        case .sealed: FieldValue(sealed?[slot.name], type: slot.type)
        }
    }

    /// Puts a value where the field lives.
    mutating func set(_ slot: ComplaintLayout.Slot, to value: FieldValue) {
        switch slot.place {
        case .column(let index): columns[index] = value
        case .document: document[slot.name] = value.json
        case .custom(let name):
            var custom = document["custom"]?.objectValue ?? JSONObject()
            custom[name] = value.json
            document["custom"] = custom.count == 0 ? nil : .object(custom)
        case .sealed: sealed?[slot.name] = value.json
        }
    }
}

extension FieldValue {
    /// The value in a JSON document, as a field of that type holds it; `.null` when it is missing or
    /// of another kind.
    init(_ json: JSONValue?, type: FieldType) {
        switch json {
        case .string(let text): self = .text(text)
        case .bool(let isTrue): self = .boolean(isTrue)
        case .object(let object): self = .object(object)
        case .number(let number):
            if case .decimal = type {
                self = number.double.map(FieldValue.decimal) ?? .null
            } else {
                self = number.int64.map(FieldValue.integer) ?? .null
            }
        case .array(let elements):
            if case .list = type {
                self = FieldValue(list: .array(elements)) ?? .null
            } else {
                self = .null
            }
        case .null, nil: self = .null
        }
    }

    /// A list of texts in JSON; nil when it is none, or empty.
    init?(list json: JSONValue) {
        guard let elements = json.arrayValue, !elements.isEmpty else { return nil }
        let texts = elements.compactMap(\.stringValue)
        guard texts.count == elements.count else { return nil }
        self = .list(texts)
    }

    /// The value in a JSON document; nil for none.
    var json: JSONValue? {
        switch self {
        case .null: nil
        case .text(let text): .string(text)
        case .integer(let number): .number(JSONNumber(number))
        case .decimal(let number): JSONNumber(number).map(JSONValue.number)
        case .boolean(let isTrue): .bool(isTrue)
        case .list(let texts): .array(texts.map(JSONValue.string))
        case .object(let object): .object(object)
        }
    }
}

extension Statement {
    /// Binds a field's value to a typed column.
    mutating func bind(_ index: Int, _ value: FieldValue) {
        switch value {
        case .null: bindNull(index)
        case .text(let text): bind(index, text)
        case .integer(let number): bind(index, number)
        case .decimal(let number): bind(index, number)
        case .boolean(let isTrue): bind(index, isTrue)
        case .list, .object: bind(index, text: value.jsonBytes)
        }
    }

    /// The value of a typed column.
    borrowing func value(_ column: Int) -> FieldValue {
        switch kind(column) {
        case .null: .null
        case .integer: .integer(int64(column))
        case .decimal: .decimal(double(column))
        case .text, .blob: .text(text(column))
        }
    }
}
