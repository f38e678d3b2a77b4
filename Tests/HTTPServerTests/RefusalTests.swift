import HTTP
import HTTPServer
import Platform
import Testing

@Suite struct RefusalTests {
    @Test func aHugeHeaderGetsItsAnswerAndNoReset() throws {
        try withServer { server in
            let client = try RawClient(server)
            try client.send(
                "GET / HTTP/1.1\r\nHost: localhost\r\nA: \(String(repeating: "x", count: 60_000))")
            #expect(try client.answer().status == 431)
            #expect(try client.isAtEnd())
        }
    }

    @Test func anUnwantedBodyIsReadPastOrEndsTheConnection() throws {
        try withServer { server in
            let client = try RawClient(server)
            try client.send("POST /fast HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
            #expect(try client.answer().status == 200)
            try client.send(
                "POST /fast HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5\r\nhello\r\n0\r\n\r\nGET /after HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try client.answer().text == "fast")
            #expect(try client.answer().text == "GET /after")
            try client.send("POST /fast HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n")
            #expect(try client.answer().head.contains("connection: close"))
            #expect(try client.isAtEnd())
        }
    }

    @Test func aRefusedBodyIs413() throws {
        try withServer { server in
            let client = try RawClient(server)
            try client.send("POST /nobody HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
            #expect(try client.answer().text == "POST /nobody")
            try client.send("POST /nobody HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na")
            let answer = try client.answer()
            #expect(answer.status == 413)
            let field = answer.head.split(separator: "\r\n").first {
                $0.hasPrefix("x-request-id: ")
            }
            let id = try #require(field).dropFirst("x-request-id: ".count)
            #expect(answer.text.contains(#""request_id":"\#(id)""#))
        }
    }

    @Test func continueIsSentOnlyWhereTheBodyIsWanted() throws {
        try withServer { server in
            let client = try RawClient(server)
            let head = "HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: "
            try client.send("POST /x \(head)5\r\n\r\n")
            #expect(try client.answer().status == 100)
            try client.send("hello")
            #expect(try client.answer().text == "/x:hello")
            try client.send("POST /missing \(head)5\r\n\r\n")
            let answer = try client.answer()
            #expect(answer.status == 404)
            #expect(answer.head.contains("connection: close"))
            let other = try RawClient(server)
            try other.send("POST /x \(head)5000\r\n\r\n")
            #expect(try other.answer().status == 413)
            #expect(try other.isAtEnd())
        }
    }
}
