import Complaints
import JSON

/// The members of documents in memory: a column for each name that was ever seen, `custom.NAME` for
/// the operator's own fields, none for free text.
struct GridMembers: Sendable {
    /// The names by code; code 1 is the first column.
    private(set) var names = GridCodes()
    /// Nil for members that are not held.
    private(set) var columns: [GridColumn?] = []
    /// The bit of each member among `GridField.asked`; 0 for others.
    private var bits: [UInt16] = []

    var byteCount: Int { columns.reduce(names.byteCount) { $0 + ($1?.byteCount ?? 0) } }

    /// The column of a member; nil for one that no record has.
    func column(_ name: FieldName) -> GridColumn? {
        names.code(of: .text(name.text)).flatMap { columns[Int($0) - 1] }
    }

    mutating func grow(toHold slot: Int) {
        for index in columns.indices { columns[index]?.grow(toHold: slot) }
    }

    /// Takes in a record's document in place of the one before; `room` is the last slot there is room
    /// for. Answers with which of `GridField.asked` have a value in it.
    mutating func set(_ slot: Int, _ document: Span<UInt8>, isNew: Bool, room: Int) -> UInt16 {
        if document.count <= 2, isNew { return 0 }
        var seen = [Bool](repeating: isNew, count: columns.count)
        var asked: UInt16 = 0
        var flat = GridFlatJSON(document)
        let isFlat = flat.visit { name, kind, value in
            guard let place = place(name, room) else { return }
            if place < seen.count { seen[place] = true }
            if kind != .null { asked |= bits[place] }
            set(slot, place, kind, value)
        }
        if !isFlat { asked = setParsed(slot, document, &seen, room) }
        for place in seen.indices where !seen[place] {
            columns[place]?.set(slot, code: 0, was: nil, site: 0)
        }
        return asked
    }

    private mutating func set(
        _ slot: Int, _ place: Int, _ kind: GridFlatJSON.Scalar, _ value: Span<UInt8>
    ) {
        let code: UInt16? =
            switch kind {
            case .null: 0
            case .text, .list: columns[place]?.encode(text: value)
            case .integer: columns[place]?.encode(integer: GridFlatJSON.number(value))
            case .yes: columns[place]?.encode(integer: 1)
            case .no: columns[place]?.encode(integer: 0)
            }
        columns[place]?.set(slot, code: code, was: nil, site: 0)
    }

    /// The same by the real parser; values as SQLite's json_extract gives them.
    private mutating func setParsed(
        _ slot: Int, _ document: Span<UInt8>, _ seen: inout [Bool], _ room: Int
    ) -> UInt16 {
        let object: JSONObject
        do throws(JSONError) {
            object = try JSONValue.parse(document).objectValue ?? JSONObject()
        } catch {
            // The check of the whole file names such a record; it has no members here.
            return 0
        }
        var asked: UInt16 = 0
        for (name, value) in object.members {
            if name == "custom", let custom = value.objectValue {
                for (name, value) in custom.members {
                    set(slot, "custom." + name, value, &seen, room)
                }
            } else {
                set(slot, name, value, &seen, room)
                if value != .null, let place = GridField.askedPlaces[FieldName(name)] {
                    asked |= 1 << place
                }
            }
        }
        return asked
    }

    private mutating func set(
        _ slot: Int, _ name: String, _ value: JSONValue, _ seen: inout [Bool], _ room: Int
    ) {
        guard let place = place(name.utf8.span, room) else { return }
        if place < seen.count { seen[place] = true }
        // Lists of texts are held as their JSON.
        let list = value.arrayValue == nil ? [] : value.serialized()
        let code: UInt16? =
            switch value {
            case .null: 0
            case .bool(let flag): columns[place]?.encode(integer: flag ? 1 : 0)
            case .string(let text): columns[place]?.encode(text: text.utf8.span)
            case .number(let number):
                if let integer = number.int64 {
                    columns[place]?.encode(integer: integer)
                } else {
                    columns[place]?.encode(real: number.double ?? .infinity)
                }
            case .array: columns[place]?.encode(text: list.span)
            case .object:
                // No field of the catalogue is one, but for what is never held.
                0
            }
        columns[place]?.set(slot, code: code, was: nil, site: 0)
    }

    /// Adds the column of the next name.
    mutating func add(_ name: String, _ column: GridColumn?) {
        columns.append(column)
        bits.append(GridField.askedPlaces[FieldName(name)].map { 1 << $0 } ?? 0)
    }

    /// Takes the names of the columns that were added from a file.
    /// - Precondition: there are as many.
    mutating func restore(_ names: GridCodes) {
        precondition(names.count == columns.count + 1)
        self.names = names
    }

    /// Where a member's column stands, a new one if need be; nil beyond as many names as there are
    /// codes.
    private mutating func place(_ name: Span<UInt8>, _ room: Int) -> Int? {
        guard let code = names.code(text: name) else { return nil }
        let place = Int(code) - 1
        if place == columns.count, case .text(let text) = names.values[Int(code)] {
            var column: GridColumn?
            if !GridField.proseMembers.contains(text) {
                column = GridColumn(isCounted: false)
                column?.grow(toHold: room)
            }
            add(text, column)
        }
        return place
    }
}
