import HTTP
import HTTPServer
import Platform
import TestSupport
import Testing

private let get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"

@Suite struct ServingTests {
    @Test(arguments: ["/fast", "/loop", "/worker"])
    func anAnswerComesFromEveryPlace(_ path: String) throws {
        try withServer { server in
            let client = try RawClient(server)
            for _ in 0..<3 {
                try client.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
                let answer = try client.answer()
                #expect(answer.status == 200)
                #expect(answer.text == (path == "/fast" ? "fast" : "GET \(path)"))
                #expect(answer.head.contains("\r\ndate: "))
                #expect(!answer.head.lowercased().contains("\r\nserver:"))
            }
        }
    }

    @Test func sixtyFourRequestsInOnePacketAreAnsweredInOrder() throws {
        try withServer { server in
            let client = try RawClient(server)
            let paths = (0..<64).map { ["/a", "/worker/", "/fast/"][$0 % 3] + "\($0)" }
            try client.send(
                paths.map { "GET \($0) HTTP/1.1\r\nHost: localhost\r\n\r\n" }.joined())
            for path in paths {
                let text = try client.answer().text
                #expect(text == (path.hasPrefix("/fast") ? "fast" : "GET \(path)"))
            }
        }
    }

    @Test func headHasTheLengthWithoutTheContent() throws {
        try withServer { server in
            let client = try RawClient(server)
            for path in ["/fast", "/abc", "/stream", "/large"] {
                try client.send("HEAD \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(try client.answer(toHead: true).status == 200)
            }
            try client.send(get)
            #expect(try client.answer().text == "GET /")
        }
    }

    @Test func aSinkTakesTheBodyAsItComes() throws {
        try withServer { server in
            let client = try RawClient(server)
            let body = [UInt8](repeating: 0x61, count: 300_000)
            let head = "POST /sink HTTP/1.1\r\nHost: localhost\r\nContent-Length: 300000\r\n\r\n"
            try client.send(Array(head.utf8) + body)
            #expect(try client.answer().text == "sink 300000 \(300_000 * 0x61)")
            let chunked =
                "POST /sink HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            for byte in (chunked + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").utf8 {
                try client.send([byte])
            }
            #expect(try client.answer().text == "sink 5 \(0x61 + 0x62 + 0x63 + 0x64 + 0x65)")
            try client.send("POST /sink HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try client.answer().text == "sink 0 0")
        }
    }

    @Test func whatASinkRefusesIsAnsweredAtOnceAndEndsTheConnection() throws {
        try withServer { server in
            let client = try RawClient(server)
            let head = "POST /sink HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
            try client.send(Array(head.utf8) + [0x61, 0xFF])
            let answer = try client.answer()
            #expect(answer.text == "not that byte")
            #expect(answer.head.lowercased().contains("connection: close"))
            let large = try RawClient(server)
            try large.send(
                "POST /sink HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n")
            #expect(try large.answer().status == 413)
        }
    }

    @Test func aStreamOfKnownLengthSaysSo() throws {
        try withServer { server in
            let client = try RawClient(server)
            try client.send("HEAD /sized HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let head = try client.answer(toHead: true).head.lowercased()
            #expect(head.contains("content-length: 3000"))
            try client.send("GET /sized HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let answer = try client.answer()
            #expect(answer.head.lowercased().contains("content-length: 3000"))
            #expect(!answer.head.lowercased().contains("transfer-encoding"))
            #expect(answer.text.utf8.count == 3000)
            try client.send(get)
            #expect(try client.answer().text == "GET /")
        }
    }

    @Test func bodiesArriveWholeHoweverTheyAreSent() throws {
        try withServer { server in
            let client = try RawClient(server)
            try client.send(
                "POST /b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello")
            #expect(try client.answer().text == "/b:hello")
            let chunked =
                "POST /c HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n"
            for byte in chunked.utf8 { try client.send([byte]) }
            #expect(try client.answer().text == "/c:hello world")
            try client.send(get)
            #expect(try client.answer().text == "GET /")
        }
    }

    @Test func streamsAreChunkedOrClosedByVersion() throws {
        try withServer { server in
            let client = try RawClient(server)
            try client.send("GET /stream?n=700 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try client.answer().body.count == 700_000)
            try client.send("GET /stream HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n")
            let answer = try client.answer()
            #expect(answer.head.contains("connection: close"))
            #expect(answer.body.count == 3000)
        }
    }

    @Test func aBrokenStreamIsAnIncompleteBody() throws {
        try withServer { server in
            let client = try RawClient(server)
            try client.send("GET /break HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(throws: SystemError.self) { try client.answer() }
        }
    }

    @Test func aDroppedReplyIsAnswered500() throws {
        try withServer { server in
            let client = try RawClient(server)
            try client.send("GET /drop HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try client.answer().status == 500)
            try client.send(get)
            #expect(try client.answer().status == 200)
        }
    }

    @Test func oldClientsAreServed() throws {
        try withServer { server in
            let client = try RawClient(server)
            try client.send("GET /fast HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n")
            #expect(try client.answer().head.contains("connection: keep-alive"))
            try client.send("GET /fast HTTP/1.0\r\nHost: x\r\n\r\n")
            #expect(try client.answer().head.contains("connection: close"))
            #expect(try client.isAtEnd())
        }
    }

    @Test func filesAreSentFromWhereTheyAreAsked() throws {
        let scratch = try ScratchDirectory()
        let content = (0..<200_000).map { UInt8($0 % 251) }
        try DurableFile.write(content, to: "\(scratch.path)/served")
        try withServer(EchoApplication(directory: scratch.path)) { server in
            let client = try RawClient(server)
            for _ in 0..<2 {
                try client.send("GET /file HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(try client.answer().body == Array(content[2..<100_002]))
            }
            try DurableFile.remove("\(scratch.path)/served")
            try client.send("GET /file HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try client.answer().status == 500)
        }
    }

    @Test func uploadsGoToAFile() throws {
        let scratch = try ScratchDirectory()
        try withServer(EchoApplication(directory: scratch.path)) { server in
            let client = try RawClient(server)
            let body = [UInt8](repeating: 7, count: 500_000)
            try client.send(
                "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000\r\n\r\n")
            try client.send(body)
            #expect(try client.answer().text == "file 500000 3500000")
            try client.send(
                "POST /upload HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<10 { try client.send("3e8\r\n\(String(repeating: "a", count: 1000))\r\n") }
            try client.send("0\r\n\r\n")
            #expect(try client.answer().text == "file 10000 970000")
        }
        #expect(try Directory.list(scratch.path).isEmpty)
    }

    @Test func aTrustedProxySpeaksForItsClient() throws {
        func behindProxy(_ configuration: inout ServerConfiguration) {
            configuration.trustedProxies = [AddressRange("127.0.0.0/8")!]
        }
        try withServer(configure: behindProxy) { server in
            let client = try RawClient(server)
            try client.send(
                "GET /peer HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n"
                    + "X-Forwarded-For: 6.6.6.6, 203.0.113.9, 127.0.0.1\r\n\r\n")
            #expect(
                try client.answer().text
                    == "network(address: \"203.0.113.9\", isLoopback: false) true")
        }
    }
}
