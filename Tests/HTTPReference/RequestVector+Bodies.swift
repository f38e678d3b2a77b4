extension RequestVector {
    /// Content-Length and Transfer-Encoding.
    public static let framing = [
        RequestVector(
            "length and coding", post("Content-Length: 0\r\nTransfer-Encoding: chunked"), 400),
        RequestVector(
            "coding and length", post("Transfer-Encoding: chunked\r\nContent-Length: 5"), 400),
        RequestVector("two lengths", post("Content-Length: 1\r\nContent-Length: 1", "a"), 400),
        RequestVector(
            "different lengths", post("Content-Length: 1\r\nContent-Length: 2", "ab"), 400),
        RequestVector("length list", post("Content-Length: 1, 1", "a"), 400),
        RequestVector("signed length", post("Content-Length: +1", "a"), 400),
        RequestVector("negative length", post("Content-Length: -1"), 400),
        RequestVector("hexadecimal length", post("Content-Length: 0x1", "a"), 400),
        RequestVector("empty length", post("Content-Length:"), 400),
        RequestVector("endless length", post("Content-Length: 1000000000000000"), 400),
        RequestVector("spaced length", post("Content-Length: 1 1", "a"), 400),
        RequestVector("unknown coding", post("Transfer-Encoding: xchunked"), 501),
        RequestVector("coding before chunked", post("Transfer-Encoding: gzip, chunked"), 501),
        RequestVector("identity", post("Transfer-Encoding: identity"), 501),
        RequestVector("chunked twice", post("Transfer-Encoding: chunked, chunked"), 400),
        RequestVector("chunked not last", post("Transfer-Encoding: chunked, gzip"), 400),
        RequestVector(
            "two coding lines",
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400),
        RequestVector("chunked with a tab", post("Transfer-Encoding: chun\u{b}ked"), 400),
        RequestVector("chunked with NUL", post("Transfer-Encoding: chunked\0"), 400),
        RequestVector("empty coding", post("Transfer-Encoding: "), 400),
        RequestVector("coding parameter", post("Transfer-Encoding: chunked;q=1"), 400),
        RequestVector(
            "coding in 1.0", "POST /x HTTP/1.0\r\n\(host)Transfer-Encoding: chunked\r\n\r\n", 400),
        RequestVector("too large a body", post("Content-Length: 1001"), 413),
        RequestVector(
            "no length and a coding", post("Transfer-Encoding: chunked\r\nContent-Length: 0"), 400),
        RequestVector(
            "two lengths and a coding",
            post("Content-Length: 0\r\nTransfer-Encoding: chunked\r\nContent-Length: 0"), 400),
        RequestVector("length list without space", post("Content-Length: 1,1", "a"), 400),
        RequestVector("tab inside length", post("Content-Length: 1\t1", "a"), 400),
        RequestVector("VT behind length", post("Content-Length: 1\u{b}", "a"), 400),
        RequestVector("NUL behind length", post("Content-Length: 1\0", "a"), 400),
        RequestVector("length in other digits", post("Content-Length: \u{661}", "a"), 400),
        RequestVector("wide length", post("Content-Length: \u{ff11}", "a"), 400),
        RequestVector("length with a mark", post("Content-Length: 1\u{301}", "a"), 400),
        RequestVector("fractional length", post("Content-Length: 1.0", "a"), 400),
        RequestVector("exponent length", post("Content-Length: 1e0", "a"), 400),
        RequestVector("grouped length", post("Content-Length: 1_0", "a"), 400),
        RequestVector(
            "sixteen zeros of length", post("Content-Length: 0000000000000001", "a"), 400),
        RequestVector("fifteen digits of length", post("Content-Length: 999999999999999"), 413),
        RequestVector("gzip", post("Transfer-Encoding: gzip"), 501),
        RequestVector("chunked before identity", post("Transfer-Encoding: chunked, identity"), 400),
        RequestVector("list with an empty element", post("Transfer-Encoding: chunked,"), 400),
        RequestVector("list that begins empty", post("Transfer-Encoding: ,chunked"), 400),
        RequestVector("two words", post("Transfer-Encoding: chunked chunked"), 400),
        RequestVector("quoted coding", post("Transfer-Encoding: \"chunked\""), 400),
        RequestVector("chunked with a Kelvin sign", post("Transfer-Encoding: chun\u{212a}ed"), 400),
        RequestVector("chunked with a mark", post("Transfer-Encoding: chunked\u{301}"), 400),
        RequestVector("list with a mark", post("Transfer-Encoding: gzip, \u{301}chunked"), 400),
        RequestVector(
            "empty line and chunked", post("Transfer-Encoding:\r\nTransfer-Encoding: chunked"), 400),
        RequestVector(
            "identity line and chunked",
            post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked"), 400),
        RequestVector(
            "space behind the name of the coding", post("Transfer-Encoding : chunked"), 400),
    ]

    /// Chunk sizes, extensions, data and trailers.
    public static let chunks = [
        RequestVector("signed chunk", chunked("+5\r\nhello\r\n0\r\n\r\n"), 400),
        RequestVector("spaced chunk", chunked("5 \r\nhello\r\n0\r\n\r\n"), 400),
        RequestVector("prefixed chunk", chunked("0x5\r\nhello\r\n0\r\n\r\n"), 400),
        RequestVector("nine digits", chunked("000000005\r\nhello\r\n0\r\n\r\n"), 400),
        RequestVector("bare LF after size", chunked("5\nhello\r\n0\r\n\r\n"), 400),
        RequestVector("bare LF in extension", chunked("5;a\nhello\r\n0\r\n\r\n"), 400),
        RequestVector("bare LF after data", chunked("5\r\nhello\n0\r\n\r\n"), 400),
        RequestVector("long data", chunked("5\r\nhello!\r\n0\r\n\r\n"), 400),
        RequestVector("no size", chunked("\r\nhello\r\n0\r\n\r\n"), 400),
        RequestVector(
            "long extension", chunked("5;\(String(repeating: "x", count: 64))\r\nhello"), 400),
        RequestVector(
            "long trailers", chunked("0\r\nA: \(String(repeating: "x", count: 4096))\r\n\r\n"), 400),
        RequestVector("bare CR in trailers", chunked("0\r\nA: b\rc\r\n\r\n"), 400),
        RequestVector(
            "too large chunks",
            chunked("3e9\r\n\(String(repeating: "x", count: 1001))\r\n0\r\n\r\n"), 413),
        RequestVector("negative chunk", chunked("-5\r\nhello\r\n0\r\n\r\n"), 400),
        RequestVector("space before size", chunked(" 5\r\nhello\r\n0\r\n\r\n"), 400),
        RequestVector("tab behind size", chunked("5\t\r\nhello\r\n0\r\n\r\n"), 400),
        RequestVector("space before extension", chunked("5 ;a\r\nhello\r\n0\r\n\r\n"), 400),
        RequestVector("no hexadecimal digit", chunked("g\r\nhello\r\n0\r\n\r\n"), 400),
        RequestVector("bare CR behind size", chunked("5\rhello\r\n0\r\n\r\n"), 400),
        RequestVector("CR CR LF behind size", chunked("5\r\r\nhello\r\n0\r\n\r\n"), 400),
        RequestVector("bare CR in extension", chunked("5;a\rb\r\nhello\r\n0\r\n\r\n"), 400),
        RequestVector("NUL in extension", chunked("5;\0\r\nhello\r\n0\r\n\r\n"), 400),
        RequestVector("no CRLF behind data", chunked("5\r\nhello0\r\n\r\n"), 400),
        RequestVector("CR alone behind data", chunked("5\r\nhello\r0\r\n\r\n"), 400),
        RequestVector("LF CR behind data", chunked("5\r\nhello\n\r0\r\n\r\n"), 400),
        RequestVector("short data", chunked("7\r\nhello\r\n0\r\n\r\n"), 400),
        RequestVector("bare LF behind the last chunk", chunked("0\n\r\n"), 400),
        RequestVector("bare LF at the end", chunked("0\r\n\n"), 400),
        RequestVector("bare LF in trailers", chunked("0\r\nA: b\n\r\n"), 400),
        RequestVector("NUL in trailers", chunked("0\r\nA: \0\r\n\r\n"), 400),
        RequestVector("a chunk announced beyond the limit", chunked("3e9\r\n"), 413),
        RequestVector(
            "a second chunk announced beyond the limit",
            chunked("3e8\r\n\(letters(1000))\r\n1\r\n"), 413),
        RequestVector("largest size", chunked("ffffffff\r\n\(letters(1001))"), 413),
        RequestVector(
            "too many extensions",
            chunked(
                String(repeating: "1;\(letters(63))\r\na\r\n", count: 16) + "0;\r\n\r\n"), 400),
        RequestVector("one trailer byte too many", chunked("0\r\nA:\(letters(4095))\r\n\r\n"), 400),
    ]
}
