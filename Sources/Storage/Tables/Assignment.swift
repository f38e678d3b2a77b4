import Complaints
import JSON

/// A value on its way to its place.
struct Assignment {
    let slot: ComplaintLayout.Slot
    let value: FieldValue
    /// The bytes of an object or a list, made once for column, log and digest.
    let json: [UInt8]?

    /// An object of which there are only the bytes: its value is an empty one.
    init(_ slot: ComplaintLayout.Slot, object json: [UInt8]) {
        self.slot = slot
        value = .object(JSONObject())
        self.json = json
    }

    init(_ slot: ComplaintLayout.Slot, _ value: FieldValue) {
        self.slot = slot
        self.value = value
        switch value {
        case .object, .list: json = value.jsonBytes
        default: json = nil
        }
    }
}

extension ComplaintLayout.Slot {
    /// The log's order: that of the names' bytes.
    func isBefore(_ other: ComplaintLayout.Slot) -> Bool {
        if rank >= 0, other.rank >= 0 { return rank < other.rank }
        return Storage.isBefore(name, other.name)
    }
}

extension ComplaintLayout {
    /// The values with their slots, in the log's order, and a source row of which there are the bytes. Members of a `custom` object become custom
    /// fields. A field that nobody writes is a bug of the layers above.
    func assignments(
        _ values: FieldValues, sourceRow: [UInt8]? = nil, derived: [Assignment] = []
    ) throws(Refusal) -> [Assignment] {
        var found = derived
        found.reserveCapacity(derived.count + values.count + 1)
        if let sourceRow, let slot = self["source_row"] {
            found.append(Assignment(slot, object: sourceRow))
        }
        for (name, value) in values {
            if name == "custom" {
                guard case .object(let object) = value else { continue }
                for member in object.members {
                    guard let custom = FieldName(custom: member.name), let slot = self[custom]
                    else { throw Self.unknown(name) }
                    found.append(Assignment(slot, FieldValue(member.value, type: slot.type)))
                }
                continue
            }
            guard let slot = self[name], !slot.isDerived else { throw Self.unknown(name) }
            found.append(Assignment(slot, value))
        }
        // Places are sorted, not the values: moving those costs references.
        return order(of: found).map { found[$0] }
    }

    private func order(of found: [Assignment]) -> [Int] {
        var ranks = found.indices.map { (rank: found[$0].slot.rank, place: $0) }
        if ranks.contains(where: { $0.rank < 0 }) {
            return found.indices.sorted { found[$0].slot.isBefore(found[$1].slot) }
        }
        ranks.sort { $0.rank < $1.rank }
        return ranks.map(\.place)
    }

    private static func unknown(_ name: FieldName) -> Refusal {
        .invalid([FieldProblem("/\(name.text)", .readOnly)])
    }
}
