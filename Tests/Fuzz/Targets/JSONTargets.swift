import JSON

/// What is read and written is read as the same, and written the same.
func json(_ bytes: [UInt8]) throws {
    let limits = JSONLimits(bytesMax: 1 << 20, nodesMax: 10_000)
    guard let value = accepted({ try JSONValue.parse(bytes, limits: limits) }) else { return }
    let text = value.serialized()
    guard let again = accepted({ try JSONValue.parse(text, limits: limits) }) else {
        // Escapes make a text longer, never deeper or richer.
        throw Broken("what was written cannot be read: \(String(decoding: text, as: UTF8.self))")
    }
    try hold(again == value, "read back as another value")
    try hold(again.serialized() == text, "written differently")
    let strict = JSONLimits(bytesMax: 1 << 20, nodesMax: 10_000, rejectsDuplicateNames: true)
    if let only = accepted({ try JSONValue.parse(bytes, limits: strict) }) {
        try hold(only == value, "strictness changes the value")
    }
}

/// The first byte chooses the shape; the elements are the same however the rest arrives, and the
/// elements of an array are those of the parser.
func jsonElements(_ bytes: [UInt8]) throws {
    guard let choice = bytes.first else { return }
    let shapes: [JSONElementReader.Shape] = [.array, .lines, .sequence, .member("results")]
    let shape = shapes[Int(choice) % shapes.count]
    let text = Array(bytes.dropFirst())
    let whole = elements(shape, [text])
    try hold(elements(shape, text.map { [$0] }) == whole, "\(shape) by bytes")
    try hold(elements(shape, halves(of: text)) == whole, "\(shape) in halves")
    let limits = JSONLimits(bytesMax: 1 << 20, nodesMax: 10_000)
    guard shape == .array,
        let values = accepted({ try JSONValue.parse(text, limits: limits) })?.arrayValue
    else { return }
    let read = whole?.map { element in accepted { try JSONValue.parse(element.bytes) } }
    try hold(read == values.map(Optional.some), "the elements are not the parser's")
}

private func elements(
    _ shape: JSONElementReader.Shape, _ pieces: [[UInt8]]
) -> [JSONElementReader.Element]? {
    var reader = JSONElementReader(shape)
    var elements: [JSONElementReader.Element] = []
    do {
        for piece in pieces {
            reader.feed(piece)
            while let element = try reader.next() { elements.append(element) }
        }
        reader.finish()
        while let element = try reader.next() { elements.append(element) }
        return elements
    } catch {
        return nil
    }
}
