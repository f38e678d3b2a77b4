/// Tells what a file is from its first bytes alone: neither its name nor what its sender says counts.
///
/// It looks for signatures at their fixed places, the first that fits wins, then for text that a browser
/// would run. What is not known is `application/octet-stream`. Of the answers only `inlineTypes` may be
/// shown inside a page, each of which begins with its own signature; with `nosniff` no browser takes
/// such a file for anything else, whatever stands behind the signature.
public enum MediaSniffer {
    /// How much of a file is looked at.
    public static let headBytes = 4 << 10
    /// Images that every browser draws and none runs.
    public static let inlineTypes: Set<String> = [
        "image/png", "image/jpeg", "image/gif", "image/webp",
    ]
    public static let unknown = "application/octet-stream"

    /// The media type of a file that begins with `head`.
    public static func type(of head: [UInt8]) -> String {
        let head = head[..<min(head.count, headBytes)]
        if let type = image(head) ?? signed(head) ?? packed(head) { return type }
        return text(head) ?? unknown
    }

    private static func image(_ head: ArraySlice<UInt8>) -> String? {
        if has(head, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), has(head, "IHDR", at: 12) {
            return "image/png"
        }
        if has(head, [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if has(head, "GIF87a") || has(head, "GIF89a") { return "image/gif" }
        if has(head, "RIFF"), has(head, "WEBPVP8", at: 8) { return "image/webp" }
        return nil
    }

    /// Signatures and where they stand.
    private static let signatures: [(type: String, bytes: [UInt8], offset: Int)] = [
        ("application/pdf", Array("%PDF-".utf8), 0),
        ("application/dicom", Array("DICM".utf8), 128),
        ("image/tiff", [0x49, 0x49, 0x2A, 0x00], 0), ("image/tiff", [0x4D, 0x4D, 0x00, 0x2A], 0),
        ("image/heic", Array("ftypheic".utf8), 4), ("image/heic", Array("ftypheix".utf8), 4),
        ("image/heif", Array("ftypmif1".utf8), 4), ("image/avif", Array("ftypavif".utf8), 4),
        ("video/quicktime", Array("ftypqt  ".utf8), 4), ("video/mp4", Array("ftyp".utf8), 4),
        ("video/x-matroska", [0x1A, 0x45, 0xDF, 0xA3], 0),
        ("audio/mpeg", Array("ID3".utf8), 0), ("audio/ogg", Array("OggS".utf8), 0),
        ("audio/flac", Array("fLaC".utf8), 0),
        ("application/gzip", [0x1F, 0x8B, 0x08], 0),
        ("application/x-bzip2", Array("BZh".utf8), 0),
        ("application/x-xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], 0),
        ("application/zstd", [0x28, 0xB5, 0x2F, 0xFD], 0),
        ("application/x-7z-compressed", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], 0),
        ("application/vnd.rar", Array("Rar!\u{1A}\u{07}".utf8), 0),
        ("application/x-tar", Array("ustar".utf8), 257),
        // Word, Excel and PowerPoint before 2007, and Outlook's .msg.
        ("application/x-ole-storage", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], 0),
        ("application/rtf", Array("{\\rtf".utf8), 0),
        ("application/vnd.sqlite3", Array("SQLite format 3\0".utf8), 0),
        ("application/x-elf", [0x7F, 0x45, 0x4C, 0x46], 0),
        ("application/wasm", [0x00, 0x61, 0x73, 0x6D], 0),
    ]

    private static func signed(_ head: ArraySlice<UInt8>) -> String? {
        if has(head, "RIFF") {
            if has(head, "AVI ", at: 8) { return "video/x-msvideo" }
            if has(head, "WAVE", at: 8) { return "audio/wav" }
        }
        if let found = signatures.first(where: { has(head, $0.bytes, at: $0.offset) }) {
            return found.type
        }
        // "MZ" and "BM" begin words too: they count only with what stands behind them.
        if has(head, "MZ"), head.prefix(64).contains(0) {
            return "application/vnd.microsoft.portable-executable"
        }
        if has(head, "BM"), has(head, [0, 0, 0, 0], at: 6) { return "image/bmp" }
        return nil
    }

    /// A ZIP and what is packed in it: an OOXML package names its parts, an OpenDocument its type.
    private static func packed(_ head: ArraySlice<UInt8>) -> String? {
        guard has(head, [0x50, 0x4B, 0x03, 0x04]) else {
            return has(head, [0x50, 0x4B, 0x05, 0x06]) ? "application/zip" : nil
        }
        let openDocument = "application/vnd.oasis.opendocument."
        if has(head, "mimetype" + openDocument, at: 30) {
            for kind in ["text", "spreadsheet", "presentation"]
            where has(head, kind, at: 38 + openDocument.utf8.count) {
                return openDocument + kind
            }
        }
        let openXML = "application/vnd.openxmlformats-officedocument."
        guard has(head, "[Content_Types].xml", at: 30) || has(head, "_rels/", at: 30) else {
            return "application/zip"
        }
        let kinds = [
            ("word/", "wordprocessingml.document"), ("xl/", "spreadsheetml.sheet"),
            ("ppt/", "presentationml.presentation"),
        ]
        let found = kinds.first { contains(head, $0.0) }
        return found.map { openXML + $0.1 } ?? "application/zip"
    }

    // MARK: Text

    private static func text(_ head: ArraySlice<UInt8>) -> String? {
        if head.isEmpty { return nil }
        if has(head, [0xFF, 0xFE]) || has(head, [0xFE, 0xFF]) {
            return head.count.isMultiple(of: 2) || head.count == headBytes ? "text/plain" : nil
        }
        guard isText(head) else { return nil }
        let body = (has(head, [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head)
            .drop { [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains($0) }
        let start = body.prefix(headBytes).map { $0 | ((0x41...0x5A).contains($0) ? 0x20 : 0) }[...]
        return markup(start) ?? message(start) ?? "text/plain"
    }

    /// What a browser would run or draw, wherever in the head its mark stands: in doubt it is markup.
    private static func markup(_ start: ArraySlice<UInt8>) -> String? {
        if contains(start, "<svg") { return "image/svg+xml" }
        let marks = [
            "<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<title", "<style",
        ]
        if marks.contains(where: { contains(start, $0) }) { return "text/html" }
        if has(start, "<?xml") { return "application/xml" }
        if has(start, "{") || has(start, "[") { return json(start) }
        return nil
    }

    /// An object or a list whose first element looks like JSON.
    private static func json(_ start: ArraySlice<UInt8>) -> String? {
        let next = start.dropFirst().first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard let next else { return nil }
        let isObject = start.first == UInt8(ascii: "{")
        let begins = isObject ? "\"}" : "\"{[]-0123456789tfn"
        return begins.utf8.contains(next) ? "application/json" : nil
    }

    /// A message begins with a field of RFC 5322 that messages begin with.
    private static func message(_ start: ArraySlice<UInt8>) -> String? {
        let fields = [
            "received: ", "return-path: ", "delivered-to: ", "mime-version: ", "message-id: ",
            "from: ", "x-mozilla-status: ",
        ]
        return fields.contains { has(start, $0) } ? "message/rfc822" : nil
    }

    /// Well-formed UTF-8 without control characters; the last character may be cut.
    private static func isText(_ head: ArraySlice<UInt8>) -> Bool {
        let isPlain = head.allSatisfy { byte in
            byte >= 0x20 ? byte != 0x7F : [0x09, 0x0A, 0x0C, 0x0D, 0x1B].contains(byte)
        }
        guard isPlain else { return false }
        let isCut = head.count == headBytes
        return (0...(isCut ? 3 : 0)).contains { cut in
            String(validating: head.dropLast(cut), as: UTF8.self) != nil
        }
    }

    // MARK: Comparing

    private static func has(_ head: ArraySlice<UInt8>, _ bytes: [UInt8], at offset: Int = 0) -> Bool
    {
        head.count >= offset + bytes.count && head.dropFirst(offset).starts(with: bytes)
    }

    private static func has(_ head: ArraySlice<UInt8>, _ text: String, at offset: Int = 0) -> Bool {
        has(head, Array(text.utf8), at: offset)
    }

    private static func contains(_ head: ArraySlice<UInt8>, _ text: String) -> Bool {
        let wanted = Array(text.utf8)
        var rest = head
        while let start = rest.firstIndex(of: wanted[0]) {
            rest = rest[start...]
            if rest.starts(with: wanted) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
