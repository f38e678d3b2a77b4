extension RequestVector {
    /// What is served: the other side of each bound, and what is ignored.
    public static let served = [
        RequestVector("get", target("/"), 200),
        RequestVector("zeros before a length", post("Content-Length: 000000000000001", "a"), 200),
        RequestVector("space around a length", post("Content-Length: \t 1 \t", "a"), 200),
        RequestVector("no length", post("A: b"), 200),
        RequestVector("largest body", post("Content-Length: 1000", letters(1000)), 200),
        RequestVector("upper-case coding", post("Transfer-Encoding: CHUNKED", "0\r\n\r\n"), 200),
        RequestVector(
            "space around a coding", post("Transfer-Encoding: \t chunked \t", "0\r\n\r\n"), 200),
        RequestVector(
            "a field that is no coding",
            post("Transfer_Encoding: chunked\r\nContent-Length: 1", "a"), 200),
        RequestVector("eight digits", chunked("00000005\r\nhello\r\n0\r\n\r\n"), 200),
        RequestVector("several zeros at the end", chunked("5\r\nhello\r\n000\r\n\r\n"), 200),
        RequestVector(
            "hexadecimal of both cases", chunked("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n"),
            200),
        RequestVector("longest extension", chunked("5;\(letters(63))\r\nhello\r\n0\r\n\r\n"), 200),
        RequestVector(
            "most extensions",
            chunked(
                String(repeating: "1;\(letters(63))\r\na\r\n", count: 16) + "0\r\n\r\n"), 200),
        RequestVector("trailers", chunked("0\r\nA: b\r\nContent-Length: 5\r\n\r\n"), 200),
        RequestVector("longest trailers", chunked("0\r\nA:\(letters(4094))\r\n\r\n"), 200),
        RequestVector("largest chunks", chunked("3e8\r\n\(letters(1000))\r\n0\r\n\r\n"), 200),
        RequestVector("expectation", post("Expect: 100-Continue\r\nContent-Length: 1", "a"), 200),
        RequestVector(
            "upgrade",
            get("Connection: upgrade, http2-settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk"),
            200),
        RequestVector("web socket", get("Connection: Upgrade\r\nUpgrade: websocket"), 200),
        RequestVector("later minor version", "GET / HTTP/1.9\r\n\(host)\r\n", 200),
        RequestVector(
            "old client that stays", "GET / HTTP/1.0\r\n\(host)Connection: keep-alive\r\n\r\n", 200),
        RequestVector("absolute form", target("http://other.example:81/a?b"), 200),
        RequestVector("absolute form without path", target("HTTPS://other.example?b"), 200),
        RequestVector("six-word host", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", 200),
        RequestVector(
            "host without port digits", "GET / HTTP/1.1\r\nHost: localhost:\r\n\r\n", 200),
        RequestVector("asterisk", "OPTIONS * HTTP/1.1\r\n\(host)\r\n", 200),
        RequestVector("bytes above ASCII in a value", get("A: \u{e9}\u{20ac}"), 200),
        RequestVector("empty values", get("A:\r\nB: \t "), 200),
        RequestVector("no space behind the colon", get("A:b"), 200),
        RequestVector("every name byte", get("!#$%&'*+-.^_`|~09azAZ: b"), 200),
        RequestVector(
            "unreserved and escaped path", target("/a-b_c~d%20e/%C3%A9/[|]?f=%26&g=+"), 200),
        RequestVector("most segments", target(String(repeating: "/a", count: 64)), 200),
        RequestVector("most parameters", target("/?" + String(repeating: "a&", count: 1000)), 200),
        RequestVector("longest request line", target("/" + letters(8178)), 200),
        RequestVector("longest field", get("A: \(letters(8189))"), 200),
        RequestVector("longest header", get("A: \(letters(8188))\r\nB: \(letters(8171))"), 200),
        RequestVector(
            "most fields", get(Array(repeating: "A: b", count: 99).joined(separator: "\r\n")), 200),
    ]
}
