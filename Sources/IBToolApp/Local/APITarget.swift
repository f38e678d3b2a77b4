import HTTP

/// Where a command's request goes: a path of the API and its query, always well-formed, whatever
/// people typed.
struct APITarget: Sendable {
    let text: String

    /// Paths outside the API, of the program's own.
    static let readiness = APITarget(text: "/readyz")
    static let metrics = APITarget(text: "/metrics")

    private init(text: String) { self.text = text }

    /// The path of these segments below `/api/v1`, each taken as it is, and a query.
    ///
    /// - Throws: `.failed` for a segment that no path can hold, which is nothing's name.
    init(
        _ segments: String..., query: [(name: String, value: String)] = []
    ) throws(CommandFailure) {
        for segment in segments where !Self.isPossible(segment) {
            throw .failed("nothing has the name \"\(segment.onOneLine)\"")
        }
        let path = "/api/v1/" + segments.map(\.percentEncoded).joined(separator: "/")
        let items = query.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }
        text = items.isEmpty ? path : path + "?" + items.joined(separator: "&")
    }

    /// What a segment may be once decoded: nothing that would mean another place.
    private static func isPossible(_ segment: String) -> Bool {
        if segment.isEmpty || segment == "." || segment == ".." { return false }
        return segment.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x2F && $0 != 0x5C && $0 != 0x7F }
    }
}

extension String {
    /// Without line ends and other control characters, for a sentence.
    var onOneLine: String {
        String(unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) })
    }
}
