internal import JSON

/// Turns a JSON object into named cells.
///
/// Members of an object in an object are named `outer.inner`. Scalars of an array are joined with
/// `"; "`. Of an array of objects the first is named as if it stood alone, the next `name[2].inner`
/// and so on. openFDA's texts, which come in any order with their type beside them, are named by
/// the type: `mdr_text.Description of Event or Problem`. Anything deeper or mixed is kept as JSON
/// text. A name that comes twice gets ` (2)`.
struct JSONFlattener {
    private(set) var cells: [NamedCell] = []
    private var places: [String: Int] = [:]

    /// The members of the object, in its order.
    static func flatten(_ object: JSONObject) -> [NamedCell] {
        var flattener = JSONFlattener()
        flattener.add(object, prefix: "")
        return flattener.cells
    }

    private mutating func add(_ object: JSONObject, prefix: String) {
        for member in object.members { add(member.value, name: prefix + member.name) }
    }

    private mutating func add(_ value: JSONValue, name: String) {
        switch value {
        case .null: append(name, .empty)
        case .bool(let value): append(name, .bool(value))
        case .number(let number): append(name, .number(number.literal))
        case .string(let string):
            // NUL is legal in JSON and in no place that text goes to.
            let text = string.utf8.contains(0) ? string.filter { $0 != "\0" } : string
            append(name, .init(text: text))
        case .array(let elements): addArray(elements, name: name)
        case .object(let object):
            if let cell = ExtendedJSON.cell(object) {
                append(name, cell)
            } else {
                add(object, prefix: name + ".")
            }
        }
    }

    private mutating func addArray(_ elements: [JSONValue], name: String) {
        let objects = elements.compactMap(\.objectValue)
        if !objects.isEmpty, objects.count == elements.count,
            objects.allSatisfy({ ExtendedJSON.cell($0) == nil })
        {
            return addObjects(objects, name: name)
        }
        var texts: [String] = []
        for element in elements {
            guard let text = scalarText(element) else {
                let json = String(decoding: JSONValue.array(elements).serialized(), as: UTF8.self)
                return append(name, .text(json))
            }
            if !text.isEmpty { texts.append(text) }
        }
        append(name, .init(text: texts.joined(separator: "; ")))
    }

    private func scalarText(_ value: JSONValue) -> String? {
        switch value {
        case .null: ""
        case .bool(let value): value ? "true" : "false"
        case .number(let number): number.literal
        case .string(let string): string
        case .array: nil
        case .object(let object): ExtendedJSON.cell(object)?.shown
        }
    }

    private mutating func addObjects(_ objects: [JSONObject], name: String) {
        for (index, object) in objects.enumerated() {
            if let type = object["text_type_code"]?.stringValue,
                let text = object["text"]?.stringValue
            {
                addTypedText(name + "." + type, text)
            } else {
                add(object, prefix: (index == 0 ? name : "\(name)[\(index + 1)]") + ".")
            }
        }
    }

    /// Texts of one type are one cell, a blank line between.
    private mutating func addTypedText(_ name: String, _ text: String) {
        guard let place = places[name] else { return append(name, .init(text: text)) }
        let whole = cells[place].cell.shown + "\n\n" + text
        cells[place] = NamedCell(name: name, cell: .init(text: whole))
    }

    private mutating func append(_ name: String, _ cell: Cell) {
        var unique = name
        var copy = 2
        while places[unique] != nil {
            unique = "\(name) (\(copy))"
            copy += 1
        }
        places[unique] = cells.count
        cells.append(NamedCell(name: unique, cell: cell))
    }
}
