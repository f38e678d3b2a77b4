import HTTP
import Testing

@Suite struct MediaSnifferTests {
    private static func zip(_ names: String...) -> [UInt8] {
        names.flatMap { name in
            [0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 0, count: 22)
                + [UInt8(name.utf8.count), 0, 0, 0] + Array(name.utf8)
        }
    }

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + text("IHDR")

    private static let table: [(String, [UInt8])] = [
        ("image/png", png + text("<script>alert(1)</script>")),
        ("image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0] + text("/*<html>*/")),
        ("image/gif", text("GIF89a=1;alert(1)//")), ("image/gif", text("GIF87a")),
        ("image/webp", text("RIFF1234WEBPVP8 ")),
        ("application/pdf", text("%PDF-1.7\n<script>")),
        ("application/dicom", [UInt8](repeating: 0, count: 128) + text("DICM")),
        ("image/tiff", [0x49, 0x49, 0x2A, 0x00]), ("image/heic", text("0000ftypheic")),
        ("video/mp4", text("0000ftypisom")), ("video/quicktime", text("0000ftypqt  ")),
        ("audio/wav", text("RIFF1234WAVEfmt ")), ("video/x-msvideo", text("RIFF1234AVI LIST")),
        ("application/zip", zip("readme.txt")),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            zip("[Content_Types].xml", "word/document.xml")
        ),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            zip("_rels/.rels", "xl/workbook.xml")
        ),
        (
            "application/vnd.oasis.opendocument.text",
            zip(
                "mimetypeapplication/vnd.oasis.opendocument.text")
        ),
        ("application/gzip", [0x1F, 0x8B, 0x08]),
        ("application/x-ole-storage", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
        ("application/vnd.microsoft.portable-executable", text("MZ") + [0x90, 0, 3, 0]),
        ("application/x-elf", [0x7F] + text("ELF")),
        ("image/bmp", text("BM1234") + [0, 0, 0, 0]),
        ("text/plain", text("MZ is a name, BM is another\n")),
        // What a browser would run, however it is dressed.
        ("text/html", text("<!DOCTYPE html><p>x")), ("text/html", text("\u{FEFF}  <HTML>")),
        ("text/html", text("Dear all,\n<script>alert(1)</script>")),
        ("image/svg+xml", text("<?xml version='1.0'?><!-- --><svg onload='x()'>")),
        ("image/svg+xml", text("<SVG xmlns='x'/>")),
        ("application/xml", text("<?xml version='1.0'?><a/>")),
        ("application/json", text("{\"a\":1}")), ("application/json", text("[1,2]")),
        ("text/plain", text("[quench] the magnet\n")),
        ("message/rfc822", text("Received: from a by b\r\nSubject: <b>\r\n")),
        ("text/plain", text("L’antenne tête ne répond plus.\n")),
        ("text/plain", [0xFF, 0xFE, 0x41, 0x00]),
        // Latin-1, cut characters, control characters: no text that we would vouch for.
        ("application/octet-stream", [0x63, 0x61, 0x66, 0xE9]),
        ("application/octet-stream", [0x41, 0x00, 0x42]), ("application/octet-stream", []),
        // Signatures a byte off, or not whole.
        ("application/octet-stream", [0x00] + png),
        ("application/octet-stream", Array(png.dropLast())),
        ("text/plain", text(" GIF89a")), ("text/plain", text("RIFF1234WEBP")),
        ("application/octet-stream", [0xFF, 0xD8]),
    ]

    @Test(arguments: table) func `What a file is, its bytes tell`(
        _ expected: String, _ head: [UInt8]
    ) {
        #expect(MediaSniffer.type(of: head) == expected)
    }

    @Test func `A character that the head's end cuts is no reason to doubt a text`() {
        let line = Self.text(String(repeating: "é", count: 3000))
        for shift in 0..<2 {
            let head = [UInt8](repeating: 0x61, count: shift) + line
            #expect(MediaSniffer.type(of: head) == "text/plain")
        }
        // Behind the head nothing is looked at.
        let long = [UInt8](repeating: 0x61, count: MediaSniffer.headBytes) + Self.text("<script>")
        #expect(MediaSniffer.type(of: long) == "text/plain")
    }

    @Test func `No type that a page may show is one that a browser runs`() {
        #expect(MediaSniffer.inlineTypes == ["image/png", "image/jpeg", "image/gif", "image/webp"])
    }
}

@Suite struct ContentDispositionTests {
    @Test(arguments: [
        ("scan.pdf", "attachment; filename=\"scan.pdf\""),
        (
            "tête \"1\".png",
            "attachment; filename=\"t_te _1_.png\"; filename*=UTF-8''t%C3%AAte%20%221%22.png"
        ),
        (
            "a\r\nSet-Cookie: x=1",
            "attachment; filename=\"a__Set-Cookie: x=1\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x%3D1"
        ),
        ("50%.txt", "attachment; filename=\"50_.txt\"; filename*=UTF-8''50%25.txt"),
        ("a'b;c.txt", "attachment; filename=\"a'b;c.txt\""),
        (
            "磁共振.dcm",
            "attachment; filename=\"___.dcm\"; filename*=UTF-8''%E7%A3%81%E5%85%B1%E6%8C%AF.dcm"
        ),
        ("..\\..\\x", "attachment; filename=\".._.._x\"; filename*=UTF-8''..%5C..%5Cx"),
    ])
    func `No name ends the field or its quotes`(_ name: String, _ expected: String) {
        #expect(ContentDisposition.value(.attachment, fileName: name) == expected)
        var fields = HeaderFields()
        fields.append("content-disposition", ContentDisposition.value(.inline, fileName: name))
        #expect(fields["content-disposition"]?.hasPrefix("inline; filename=\"") == true)
    }
}
