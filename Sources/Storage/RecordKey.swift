/// A record named by its id or by its number or code.
public enum RecordKey: Sendable, Hashable {
    case id(Int64)
    case code(String)

    /// Digits only are an id; everything else is a number or code.
    public init(_ text: String) {
        if let id = Int64(text), id > 0 { self = .id(id) } else { self = .code(text) }
    }
}
