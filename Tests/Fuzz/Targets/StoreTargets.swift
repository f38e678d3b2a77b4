import ObjectStore

/// Answers of object stores: what is read, written out again, reads the same.
func storeXML(_ bytes: [UInt8]) throws {
    guard let root = accepted({ try XMLReader.read(bytes) }) else { return }
    try hold(depth(root) <= XMLReader.depthMax, "too deep")
    try hold(count(root) <= XMLReader.elementsMax, "too many elements")
    let again = accepted { try XMLReader.read(Array(written(root).utf8)) }
    try hold(again == root, "written and read back it is another document")
}

private func depth(_ element: XMLElement) -> Int {
    1 + (element.children.map(depth).max() ?? 0)
}

private func count(_ element: XMLElement) -> Int {
    element.children.reduce(1) { $0 + count($1) }
}

/// Text first, then children: where between them it stood is not told.
private func written(_ element: XMLElement) -> String {
    let text = element.text.unicodeScalars.map { "&#\($0.value);" }.joined()
    let children = element.children.map(written).joined()
    return "<\(element.name)>\(text)\(children)</\(element.name)>"
}
