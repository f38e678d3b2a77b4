/// What a client accepts (RFC 9110 section 12.5).
public enum Accept {
    /// Whether an answer may be sent with the content coding gzip: it is named (also as x-gzip or by
    /// "*") with a quality above zero, and identity is not liked better.
    public static func gzip(_ headers: HeaderFields) -> Bool {
        var named: Int?
        var wildcard: Int?
        var identity: Int?
        for value in headers.all("accept-encoding") {
            for element in FieldList.elements(value) {
                let (coding, quality) = FieldList.weighted(element)
                switch coding.lowercased() {
                case "gzip", "x-gzip": named = quality
                case "identity": identity = quality
                case "*": wildcard = quality
                default: break
                }
            }
        }
        guard let quality = named ?? wildcard, quality > 0 else { return false }
        return quality >= (identity ?? 0)
    }

    /// The language of `offered` that the client likes best; the first one when it names none of
    /// them. "fr-CA" asks for "fr" too (RFC 4647 section 3.4, look-up).
    ///
    /// - Precondition: `offered` is not empty, in lower case.
    public static func language(_ headers: HeaderFields, offered: [String]) -> String {
        precondition(!offered.isEmpty)
        var best = (language: offered[0], quality: 0)
        for value in headers.all("accept-language") {
            for element in FieldList.elements(value) {
                let (range, quality) = FieldList.weighted(element)
                guard quality > best.quality else { continue }
                let primary = range.lowercased().split(separator: "-").first.map(String.init) ?? ""
                if primary == "*" { best = (offered[0], quality) }
                if offered.contains(primary) { best = (primary, quality) }
            }
        }
        return best.language
    }

    /// The media type of `offered` ("type/subtype") that the client likes best, by quality and then
    /// by order of offer; the first when there is no Accept field, nil when none is accepted.
    public static func mediaType(_ headers: HeaderFields, offered: [String]) -> String? {
        let elements = headers.all("accept").flatMap(FieldList.elements)
        if elements.isEmpty { return offered.first }
        let ranges = elements.map { element in
            let (range, quality) = FieldList.weighted(element)
            return (range: range.lowercased(), quality: quality)
        }
        var best: (type: String, quality: Int)?
        for type in offered {
            let quality = quality(of: type, in: ranges)
            if quality > best?.quality ?? 0 { best = (type, quality) }
        }
        return best?.type
    }

    /// The quality of the most specific range that covers `type`.
    private static func quality(of type: String, in ranges: [(range: String, quality: Int)]) -> Int
    {
        let family = type.prefix { $0 != "/" } + "/*"
        for wanted in [type, String(family), "*/*"] {
            if let match = ranges.first(where: { $0.range == wanted }) { return match.quality }
        }
        return 0
    }
}
