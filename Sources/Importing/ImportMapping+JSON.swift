public import Complaints
public import JSON

extension ImportMapping {
    /// The most columns, words of one column and defaults that a mapping may hold.
    public static let columnsMax = 1_000
    public static let wordsMax = 500

    /// The mapping as docs/api.md shows it.
    public var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("name", name.map(JSONValue.string) ?? .null), ("source", .string(source)),
            ("columns", .object(JSONObject(columns.map { ($0.name, $0.json) }))),
        ]
        if !receivedFallback.isEmpty {
            members.append(("received_fallback", .array(receivedFallback.map(JSONValue.string))))
        }
        if !defaults.isEmpty {
            let sorted = defaults.sorted { $0.key.text < $1.key.text }
            members.append(
                ("defaults", .object(JSONObject(sorted.map { ($0.key.text, .string($0.value)) }))))
        }
        return .object(JSONObject(members))
    }

    /// Reads a mapping and checks its fields against the catalogue.
    ///
    /// - Throws: `.invalid` with a pointer for each mistake.
    public init(_ json: JSONValue, catalogue: FieldCatalogue) throws(Refusal) {
        var reader = MappingReader(catalogue: catalogue)
        self = reader.mapping(json)
        if !reader.problems.isEmpty { throw .invalid(reader.problems) }
    }
}

extension ImportMapping.Column {
    fileprivate var json: JSONValue {
        var members: [(String, JSONValue)] = [("field", field.map { .string($0.text) } ?? .null)]
        if !also.isEmpty { members.append(("also", .array(also.map { .string($0.text) }))) }
        if let dateFormat { members.append(("date_format", .string(dateFormat.rawValue))) }
        if let label { members.append(("label", .string(label))) }
        if !values.isEmpty {
            let sorted = values.sorted { $0.key < $1.key }
            members.append(
                ("values", .object(JSONObject(sorted.map { ($0.key, .string($0.value)) }))))
        }
        if isRequired { members.append(("required", .bool(true))) }
        return .object(JSONObject(members))
    }
}

/// Reads the JSON form, keeping every mistake it meets.
private struct MappingReader {
    let catalogue: FieldCatalogue
    var problems: [FieldProblem] = []

    init(catalogue: FieldCatalogue) { self.catalogue = catalogue }

    mutating func mapping(_ json: JSONValue) -> ImportMapping {
        var mapping = ImportMapping(source: "", columns: [])
        guard let object = json.objectValue else {
            report("", .wrongType)
            return mapping
        }
        mapping.name = object["name"].flatMap { text($0, "/name", bytesMax: 200) }
        mapping.source = object["source"].flatMap { text($0, "/source", bytesMax: 200) } ?? ""
        let columns = object["columns"]?.objectValue ?? JSONObject()
        if object["columns"]?.objectValue == nil { report("/columns", .required) }
        if columns.count > ImportMapping.columnsMax { report("/columns", .tooMany) }
        var seen: Set<String> = []
        for (name, value) in columns.members.prefix(ImportMapping.columnsMax)
        where seen.insert(name).inserted {
            mapping.columns.append(column(name, value))
        }
        for value in object["received_fallback"]?.arrayValue ?? [] {
            if let name = text(value, "/received_fallback", bytesMax: 1_000) {
                mapping.receivedFallback.append(name)
            }
        }
        for (name, value) in object["defaults"]?.objectValue?.members ?? [] {
            guard let field = field(name, "/defaults/" + pointer(name)) else { continue }
            mapping.defaults[field] = text(value, "/defaults/" + pointer(name), bytesMax: 10_000)
        }
        return mapping
    }

    private mutating func column(_ name: String, _ json: JSONValue) -> ImportMapping.Column {
        var column = ImportMapping.Column(name: name)
        let path = "/columns/" + pointer(name)
        guard let object = json.objectValue else {
            if !json.isNull { report(path, .wrongType) }
            return column
        }
        if let value = object["field"], !value.isNull {
            column.field = text(value, path + "/field", bytesMax: 100)
                .flatMap { field($0, path + "/field") }
        }
        for value in object["also"]?.arrayValue ?? [] {
            guard let name = text(value, path + "/also", bytesMax: 100) else { continue }
            if let field = field(name, path + "/also") { column.also.append(field) }
        }
        if let value = object["date_format"], !value.isNull {
            column.dateFormat = value.stringValue.flatMap(DateFormat.init(rawValue:))
            if column.dateFormat == nil { report(path + "/date_format", .notAChoice) }
        }
        if let value = object["label"], !value.isNull {
            column.label = text(value, path + "/label", bytesMax: 1_000)
        }
        readWords(object["values"], of: &column, path + "/values")
        column.isRequired = object["required"]?.boolValue ?? false
        return column
    }

    private mutating func readWords(
        _ json: JSONValue?, of column: inout ImportMapping.Column, _ path: String
    ) {
        guard let json, !json.isNull else { return }
        guard let words = json.objectValue else { return report(path, .wrongType) }
        if words.count > ImportMapping.wordsMax { return report(path, .tooMany) }
        for (word, value) in words.members {
            column.values[word] = text(value, path + "/" + pointer(word), bytesMax: 400)
        }
    }

    private mutating func field(_ name: String, _ path: String) -> FieldName? {
        guard let field = catalogue[FieldName(name)] else {
            report(path, .unknownField)
            return nil
        }
        guard FieldSynonyms.isMappable(field) else {
            report(path, .readOnly)
            return nil
        }
        return field.name
    }

    private mutating func text(_ value: JSONValue, _ path: String, bytesMax: Int) -> String? {
        if value.isNull { return nil }
        guard let text = value.stringValue else {
            report(path, .wrongType)
            return nil
        }
        if text.utf8.count > bytesMax { report(path, .tooLong, argument: String(bytesMax)) }
        return text
    }

    private mutating func report(
        _ path: String, _ code: FieldProblem.Code, argument: String? = nil
    ) {
        problems.append(FieldProblem(path, code, argument: argument))
    }

    /// A member's name as one step of a JSON pointer (RFC 6901 section 3).
    private func pointer(_ name: String) -> String {
        var step = ""
        for character in name {
            switch character {
            case "~": step += "~0"
            case "/": step += "~1"
            default: step.append(character)
            }
        }
        return step
    }
}
