internal import JSON

/// Values of MongoDB's extended JSON, version 2 (and version 1, which old exports have), as cells.
enum ExtendedJSON {
    /// The cell that an object such as `{"$oid": "…"}` stands for; nil for an object that is just
    /// an object.
    static func cell(_ object: JSONObject) -> Cell? {
        guard (1...2).contains(object.count), let first = object.members.first,
            first.name.hasPrefix("$")
        else { return nil }
        let value = first.value
        switch first.name {
        case "$oid", "$symbol", "$code": return text(value)
        case "$numberLong", "$numberInt", "$numberDouble", "$numberDecimal": return number(value)
        case "$date": return date(value)
        case "$binary":
            return text(value.objectValue?["base64"] ?? value)
        case "$uuid", "$regex": return text(value)
        case "$regularExpression":
            return text(value.objectValue?["pattern"] ?? value)
        case "$undefined": return .empty
        default: return nil
        }
    }

    private static func text(_ value: JSONValue) -> Cell {
        if let string = value.stringValue { return .init(text: string) }
        return .init(text: String(decoding: value.serialized(), as: UTF8.self))
    }

    private static func number(_ value: JSONValue) -> Cell {
        switch value {
        case .number(let number): .number(number.literal)
        case .string(let string) where JSONNumber(literal: string) != nil: .number(string)
        default: text(value)
        }
    }

    /// A date as ISO text, or as milliseconds since 1970, which may be wrapped once more.
    private static func date(_ value: JSONValue) -> Cell {
        if let string = value.stringValue { return .date(string) }
        let wrapped = value.objectValue?["$numberLong"]
        let milliseconds =
            value.int64Value ?? wrapped?.int64Value ?? wrapped?.stringValue.flatMap { Int64($0) }
        guard let milliseconds, abs(milliseconds / 86_400_000) < 3_000_000 else {
            return text(value)
        }
        return .date(isoText(milliseconds))
    }

    private static func isoText(_ milliseconds: Int64) -> String {
        let perDay: Int64 = 86_400_000
        let inDay = ((milliseconds % perDay) + perDay) % perDay
        let days = (milliseconds - inDay) / perDay
        let seconds = Int(inDay / 1_000)
        let fraction = Int(inDay % 1_000)
        let time =
            twoDigits(seconds / 3_600) + ":" + twoDigits(seconds / 60 % 60) + ":"
            + twoDigits(seconds % 60)
        let point =
            fraction == 0
            ? ""
            : "." + String(repeating: "0", count: fraction < 10 ? 2 : fraction < 100 ? 1 : 0)
                + String(fraction)
        return civilText(Int(days)) + "T" + time + point + "Z"
    }
}
