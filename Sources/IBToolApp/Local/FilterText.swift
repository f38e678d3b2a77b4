import HTTP

/// The value of `--filter`: `name=value&name=value`, as in the interface's address or as typed.
///
/// Typed text needs no escapes: a `%` that begins none stands for itself, and so does an `&` whose
/// piece has no `=`.
struct FilterText {
    let items: [(name: String, value: String)]

    init(_ text: String) throws(CommandFailure) {
        var items: [(name: String, value: String)] = []
        for piece in text.split(separator: "&") {
            guard let equals = piece.firstIndex(of: "=") else {
                guard !items.isEmpty else {
                    throw .usage("--filter \(text.onOneLine): expected name=value")
                }
                items[items.count - 1].value += "&" + (try Self.decoded(piece))
                continue
            }
            items.append(
                (
                    try Self.decoded(piece[..<equals]),
                    try Self.decoded(piece[piece.index(after: equals)...])
                ))
        }
        self.items = items
    }

    private static func decoded(_ piece: Substring) throws(CommandFailure) -> String {
        let bytes = Array(piece.utf8)
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x25, index + 2 < bytes.count,
                let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2])
            {
                output.append(high << 4 | low)
                index += 3
            } else {
                output.append(bytes[index] == 0x2B ? 0x20 : bytes[index])
                index += 1
            }
        }
        guard let text = String(validating: output, as: UTF8.self), !output.contains(0) else {
            throw .usage("--filter \(String(piece).onOneLine): its escapes are not UTF-8 text")
        }
        return text
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
