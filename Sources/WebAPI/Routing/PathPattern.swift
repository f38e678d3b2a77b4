/// A route's path: literal segments, `{name}` for one segment, `{name*}` for the rest.
struct PathPattern: Sendable, Equatable {
    /// One part of the path.
    enum Part: Sendable, Equatable {
        case literal(String)
        case parameter(String)
        case rest(String)
    }

    /// As written in the row, e.g. "/api/v1/complaints/{id}".
    let text: String
    let parts: [Part]

    /// - Precondition: begins with "/"; a rest part stands last.
    init(_ text: String) {
        precondition(text.hasPrefix("/"))
        self.text = text
        parts = text.split(separator: "/").map { piece in
            guard piece.hasPrefix("{"), piece.hasSuffix("}") else { return .literal(String(piece)) }
            let name = piece.dropFirst().dropLast()
            return name.hasSuffix("*") ? .rest(String(name.dropLast())) : .parameter(String(name))
        }
    }

    /// The parameters' names, in order.
    var parameterNames: [String] {
        parts.compactMap { part in
            switch part {
            case .literal: nil
            case .parameter(let name), .rest(let name): name
            }
        }
    }
}
