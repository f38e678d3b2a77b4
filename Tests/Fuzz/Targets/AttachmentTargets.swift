import Complaints
import Crypto
import HTTP

/// A file's type hangs on its head alone, is a type that may stand in a header, and what a page may show
/// begins with its own signature.
func mediaSniffer(_ bytes: [UInt8]) throws {
    let type = MediaSniffer.type(of: bytes)
    try hold(MediaType(type)?.essence == type, "\(type) is no media type")
    let full = bytes + [UInt8](repeating: 0x20, count: max(0, MediaSniffer.headBytes - bytes.count))
    let whole = MediaSniffer.type(of: full)
    try hold(
        MediaSniffer.type(of: full + Array("<script>\0".utf8)) == whole,
        "what stands behind the head counts")
    guard MediaSniffer.inlineTypes.contains(type) else { return }
    let signatures: [[UInt8]] = [
        [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("GIF8".utf8), Array("RIFF".utf8),
    ]
    try hold(signatures.contains { bytes.starts(with: $0) }, "\(type) without its signature")
}

/// A name that was cleaned stays as it is, is no path, and leaves its header field whole.
func fileName(_ bytes: [UInt8]) throws {
    let name = FileName(String(decoding: bytes, as: UTF8.self)).text
    try hold(FileName(name).text == name, "cleaned twice, it changes")
    try hold(!name.isEmpty && name.utf8.count <= FileName.bytesMax, "\(name.utf8.count) bytes")
    try hold(!name.utf8.contains { $0 < 0x20 || $0 == 0x2F || $0 == 0x5C }, "a path")
    try hold(name != "." && name != "..", "a step")
    let value = ContentDisposition.value(.attachment, fileName: name)
    try hold(value.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "not plain")
    let parts = FieldCounter.parts(value)
    try hold(parts == 2 || parts == 3, "\(parts) parts in \(value)")
}

/// Counts the parts of a field value between semicolons outside of quotes, the slow way.
private enum FieldCounter {
    static func parts(_ value: String) -> Int {
        var isQuoted = false
        var count = 1
        for byte in value.utf8 {
            if byte == 0x22 { isQuoted.toggle() }
            if byte == 0x3B, !isQuoted { count += 1 }
        }
        return isQuoted ? -1 : count
    }
}

/// Bytes that nobody sealed open nowhere; what was sealed opens as it was, and no other way.
func sealedChunks(_ bytes: [UInt8]) throws {
    let key = [UInt8](repeating: 1, count: 32)
    let strange = ChunkSealing(
        key: key, salt: ChunkSealing.salt(of: bytes) ?? [UInt8](repeating: 2, count: 32))
    let rest = Array(bytes.dropFirst(ChunkSealing.headerBytes))
    for isLast in [false, true] {
        let opened = accepted { try strange.open(rest, index: 0, isLast: isLast) }
        try hold(opened == nil, "noise was opened")
    }
    if let plain = ChunkSealing.plainLength(ofSealed: Int64(bytes.count)) {
        try hold(ChunkSealing.sealedLength(ofPlain: plain) == Int64(bytes.count), "lengths")
    }
    let sealing = ChunkSealing(key: key, salt: [UInt8](repeating: 3, count: 32))
    let index = Int64(bytes.first ?? 0)
    var sealed = try sealing.seal(bytes, index: index, isLast: true)
    try hold(try sealing.open(sealed, index: index, isLast: true) == bytes, "it came back changed")
    try hold(accepted { try sealing.open(sealed, index: index + 1, isLast: true) } == nil, "moved")
    sealed[Int(index) % sealed.count] ^= 0x10
    try hold(accepted { try sealing.open(sealed, index: index, isLast: true) } == nil, "changed")
}
