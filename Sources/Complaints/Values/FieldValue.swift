public import JSON

/// A value of a field, already of its field's type. Dates and choices are text in canonical form.
public enum FieldValue: Sendable, Equatable {
    case null
    case text(String)
    case integer(Int64)
    case decimal(Double)
    case boolean(Bool)
    /// At least one text, none twice; texts in canonical form.
    case list([String])
    case object(JSONObject)

    public var isNull: Bool { self == .null }
}

/// Values by field, for a new record or for a patch; in a patch `.null` clears a field.
public struct FieldValues: Sendable, Equatable {
    private var byName: [FieldName: FieldValue] = [:]

    public init() {}

    /// No values yet, with room for that many.
    public init(minimumCapacity: Int) { byName.reserveCapacity(minimumCapacity) }

    public subscript(name: FieldName) -> FieldValue? {
        get { byName[name] }
        set { byName[name] = newValue }
    }

    /// The names that have an entry, in no particular order.
    public var names: Dictionary<FieldName, FieldValue>.Keys { byName.keys }

    /// How many fields have an entry.
    public var count: Int { byName.count }

    public var isEmpty: Bool { byName.isEmpty }

    /// These values with the entries of a patch in place of their own.
    public func changed(by patch: FieldValues) -> FieldValues {
        var new = self
        new.byName.merge(patch.byName) { _, value in value }
        return new
    }
}

/// The entries, in no particular order.
extension FieldValues: Sequence {
    /// Begins with any of them.
    public func makeIterator() -> Dictionary<FieldName, FieldValue>.Iterator {
        byName.makeIterator()
    }
}
