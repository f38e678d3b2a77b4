/// Reads application/x-www-form-urlencoded, in queries and in bodies (WHATWG URL section 5.1).
/// Stricter than that: broken escapes, NUL and invalid UTF-8 are refused, not replaced.
public enum FormDecoder {
    /// Most parameters of a query or a form.
    public static let itemsMax = 1000

    /// The parameters of a form body, or nil when it is malformed or has too many.
    public static func decode(_ body: [UInt8]) -> QueryItems? {
        decode(body.span, 0..<body.count)
    }

    static func decode(_ buffer: Span<UInt8>, _ range: Range<Int>) -> QueryItems? {
        if range.isEmpty { return QueryItems() }
        var items: [QueryItems.Item] = []
        var start = range.lowerBound
        while start <= range.upperBound {
            var end = start
            var equals: Int?
            while end < range.upperBound, buffer[end] != 0x26 {
                if equals == nil, buffer[end] == 0x3D { equals = end }
                end += 1
            }
            if end > start {
                let nameEnd = equals ?? end
                let value = equals.map { $0 + 1..<end } ?? end..<end
                guard items.count < itemsMax,
                    let name = PercentDecoder.decode(buffer, start..<nameEnd, plusIsSpace: true),
                    let text = PercentDecoder.decode(buffer, value, plusIsSpace: true)
                else { return nil }
                items.append(QueryItems.Item(name: name, value: text))
            }
            start = end + 1
        }
        return QueryItems(items)
    }
}
