/// What a Range field asks of a representation of known length (RFC 9110 section 14.2).
public enum ByteRange: Sendable, Equatable {
    /// No range, one we do not serve (several ranges, another unit), or a malformed one: send it all.
    case whole
    /// These bytes: 206 with `contentRange`.
    case part(Range<Int64>)
    /// None of its bytes exist: 416 with "bytes */length".
    case unsatisfiable

    /// Reads Range of a GET, provided If-Range lets it (section 13.1.5): its strong tag equals ours,
    /// or its date is exactly the last modification.
    public static func requested(
        _ head: RequestHead, length: Int64, tag: EntityTag?, modifiedSeconds: Int64? = nil
    ) -> ByteRange {
        guard head.method == .get, let value = head.headers["range"],
            head.headers.all("range").count == 1
        else { return .whole }
        if let condition = head.headers["if-range"] {
            if let other = EntityTag(parsing: condition) {
                guard let tag, tag.stronglyEquals(other) else { return .whole }
            } else {
                guard let modifiedSeconds,
                    HTTPDate.parse(condition, nowSeconds: modifiedSeconds) == modifiedSeconds
                else { return .whole }
            }
        }
        return parse(value, length: length)
    }

    /// "bytes 0-99/200" for the Content-Range field.
    public static func contentRange(_ range: Range<Int64>, length: Int64) -> String {
        "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(length)"
    }

    static func parse(_ value: String, length: Int64) -> ByteRange {
        guard value.lowercased().hasPrefix("bytes=") else { return .whole }
        let spec = value.dropFirst(6)
        guard let dash = spec.firstIndex(of: "-") else { return .whole }
        let (first, last) = (spec[..<dash], spec[spec.index(after: dash)...])
        if first.isEmpty {
            guard let count = number(last) else { return .whole }
            if count == 0 || length == 0 { return .unsatisfiable }
            return .part(max(0, length - count)..<length)
        }
        guard let start = number(first) else { return .whole }
        if last.isEmpty { return start < length ? .part(start..<length) : .unsatisfiable }
        guard let end = number(last), end >= start else { return .whole }
        return start < length ? .part(start..<min(length, end + 1)) : .unsatisfiable
    }

    private static func number(_ text: Substring) -> Int64? {
        guard !text.isEmpty, text.utf8.count <= 15, text.utf8.allSatisfy(Bytes.isDigit) else {
            return nil
        }
        return Int64(text)
    }
}
