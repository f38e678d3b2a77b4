import Complaints
import Crypto
import Storage

/// A page's cursor, as it comes out of a URL and as what such text stands for: written again and read
/// again it is the same.
func pageCursor(_ bytes: [UInt8]) throws {
    for text in [String(decoding: bytes, as: UTF8.self), Base64URL.encode(bytes)] {
        guard let cursor = PageCursor(text) else { continue }
        try hold(PageCursor(cursor.text) == cursor, "a cursor changes by being written")
    }
}

/// The body of a change-log row, as a file that somebody altered may have it: what is read and written
/// again stays as it is from then on, and the names are those of the changes.
func changeBody(_ bytes: [UInt8]) throws {
    func decoded(_ body: [UInt8]) -> [FieldChange]? {
        accepted { try ChangeBody.decode(body, key: nil, complaint: 1, seq: 1) }
    }
    let names = ChangeBody.names(bytes)
    guard let changes = decoded(bytes) else {
        return try hold(names == nil, "names of a body that cannot be read")
    }
    try hold(names == changes.map(\.name), "other names")
    let written = rewritten(changes)
    guard let again = decoded(written) else { throw Broken("what was written cannot be read") }
    try hold(rewritten(again) == written, "a body changes by being written")
}

/// An anchor's line, as somebody hands it in, and the PEM of the key it is checked with: each has one form.
func anchorLine(_ bytes: [UInt8]) throws {
    if let anchor = Anchor(line: bytes) {
        try hold(anchor.line == bytes, "an anchor of two lines")
        try hold(Anchor(anchor.json) == anchor, "its members are another anchor")
        _ = try anchor.isSigned()
    }
    if let key = accepted({ try VerifyingKey(pem: bytes) }) {
        try hold(try VerifyingKey(pem: key.pem) == key, "a key changes by being written")
    }
}

private func rewritten(_ changes: [FieldChange]) -> [UInt8] {
    var builder = ChangeBodyBuilder()
    for change in changes {
        switch change.values {
        case .known(let old, let new): builder.add(change.name, old: old, new: new, sealed: false)
        case .erased: builder.addErased(change.name)
        }
    }
    return builder.finish()
}
