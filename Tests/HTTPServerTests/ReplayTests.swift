import HTTP
import Platform
import Testing

@testable import HTTPServer

@Suite struct ReplayTests {
    private static let head = "GET /replayed HTTP/1.1\r\nHost: localhost\r\nCookie: a=1\r\n\r\n"

    @Test func theSameHeadGetsTheSameAnswerWithANameOfItsOwn() throws {
        let application = EchoApplication()
        try withServer(application) { server in
            let client = try RawClient(server)
            var names: Set<String> = []
            for _ in 0..<20 {
                try client.send(Self.head)
                let answer = try client.answer()
                #expect(answer.text == "answer 1")
                names.insert(Self.name(answer))
            }
            #expect(names.count == 20)
            #expect(application.replay.used.withLock { $0 } == 19)
        }
    }

    @Test func aHeadThatEndsTheConnectionIsAnsweredAgainAndEndsIt() throws {
        let application = EchoApplication()
        try withServer(application) { server in
            let head = "GET /replayed HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            for _ in 0..<3 {
                let client = try RawClient(server)
                // What follows the last request is not executed.
                try client.send(head + Self.head)
                let answer = try client.answer()
                #expect(answer.text == "answer 1")
                #expect(answer.head.contains("connection: close"))
                #expect(try client.readToEnd().isEmpty)
            }
            #expect(application.replay.used.withLock { $0 } == 2)
            #expect(application.replay.admitted.withLock { $0 } == 1)
        }
    }

    @Test func anAnswerThatNoLongerStandsIsAskedForAgain() throws {
        let application = EchoApplication()
        try withServer(application) { server in
            let client = try RawClient(server)
            try client.send(Self.head + Self.head)
            #expect(try client.answer().text == "answer 1")
            #expect(try client.answer().text == "answer 1")
            application.replay.stands.withLock { $0 = false }
            try client.send(Self.head)
            #expect(try client.answer().text == "answer 2")
            application.replay.stands.withLock { $0 = true }
            try client.send(Self.head)
            #expect(try client.answer().text == "answer 2")
        }
    }

    @Test(arguments: [FileRack.bodyBytesMin - 1, FileRack.bodyBytesMin, 200_000])
    func anAnswerAskedForOftenStaysTheSame(_ length: Int) throws {
        let application = EchoApplication()
        try withServer(application) { server in
            let client = try RawClient(server)
            let head = "GET /replayed?length=\(length) HTTP/1.1\r\nHost: localhost\r\n\r\n"
            let expected = "answer 1".padding(length)
            for _ in 0..<3 * FileRack.usesMin {
                try client.send(head)
                #expect(try client.answer().text == expected)
            }
            try client.send(String(repeating: head, count: 12))
            for _ in 0..<12 { #expect(try client.answer().text == expected) }
            application.replay.stands.withLock { $0 = false }
            try client.send(head)
            #expect(try client.answer().text == "answer 2".padding(length))
        }
    }

    @Test func thereAreSoManyFilesInMemoryAtMost() throws {
        var rack = FileRack()
        var files = (0..<FileRack.filesMax).map { rack.make([UInt8($0)]) }
        #expect(files.allSatisfy { $0 != nil })
        let tooMany = rack.make([9])
        #expect(tooMany == nil)
        files[3] = nil
        let another = rack.make([10, 11])
        #expect(try another?.read(at: 0, bytesMax: 3) == [10, 11])
        let again = rack.make([12])
        #expect(again == nil)
        #expect(try files[4]?.read(at: 0, bytesMax: 2) == [4])
    }

    @Test func onlyWhatIsLargeAndAskedForOftenGetsAFile() {
        var table = ReplayTable(seed: 1)
        let large = SharedBytes([UInt8](repeating: 1, count: FileRack.bodyBytesMin))
        let small = SharedBytes([UInt8](repeating: 1, count: FileRack.bodyBytesMin - 1))
        let (first, second) = ("a\r\n\r\n", "b\r\n\r\n")
        let (copied, sent) = (Self.entry(first, small, table), Self.entry(second, large, table))
        for use in 1...2 * FileRack.usesMin {
            let (none, file) = (table.file(for: copied), table.file(for: sent))
            #expect(none == nil)
            #expect((file != nil) == (use >= FileRack.usesMin))
        }
    }

    /// Every one of these differs from the kept head, or does not leave the connection as it was.
    @Test(arguments: [
        "GET /replayed HTTP/1.1\r\nHost: localhost\r\nCookie: a=2\r\n\r\n",
        "GET /replayed HTTP/1.1\r\nhost: localhost\r\nCookie: a=1\r\n\r\n",
        "GET /replayed HTTP/1.1\r\nHost: localhost\r\nCookie: a=1\r\nX: \r\n\r\n",
        "GET /replayed HTTP/1.1\r\nHost: localhost\r\nCookie: a=1\r\nConnection: close\r\n\r\n",
        "HEAD /replayed HTTP/1.1\r\nHost: localhost\r\nCookie: a=1\r\n\r\n",
    ])
    func anotherHeadIsAnotherRequest(_ other: String) throws {
        let application = EchoApplication()
        try withServer(application) { server in
            let client = try RawClient(server)
            try client.send(Self.head)
            #expect(try client.answer().text == "answer 1")
            try client.send(other)
            _ = try client.answer(toHead: other.hasPrefix("HEAD"))
            #expect(application.replay.admitted.withLock { $0 } == 2)
        }
    }

    @Test(arguments: [
        "GET /replayed HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n",
        "GET /replayed HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx",
        "GET /replayed HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n\r\n",
        "GET /replayed HTTP/1.1\r\nHost: localhost\r\nX: "
            + String(repeating: "x", count: ReplayTable.headBytesMax) + "\r\n\r\n",
    ])
    func whatIsNotKeptIsAskedForEachTime(_ request: String) throws {
        let application = EchoApplication()
        try withServer(application) { server in
            let client = try RawClient(server)
            for number in 1...3 {
                try client.send(request)
                #expect(try client.answer().text == "answer \(number)")
            }
            #expect(application.replay.used.withLock { $0 } == 0)
        }
    }

    @Test func aHeadThatTricklesInIsFoundToo() throws {
        let application = EchoApplication()
        try withServer(application) { server in
            let client = try RawClient(server)
            try client.send(Self.head)
            #expect(try client.answer().text == "answer 1")
            for byte in Self.head.utf8 { try client.send([byte]) }
            _ = try client.answer()
            try client.send(Self.head + Self.head)
            _ = try client.answer()
            _ = try client.answer()
            #expect(application.replay.used.withLock { $0 } >= 2)
        }
    }

    /// Every text of up to nine letters out of CR, LF and x: the end is where a plain search finds it.
    @Test func theEndOfAHeadIsFoundWhereverItIs() {
        let table = ReplayTable(seed: 1)
        for length in 0...9 {
            for number in 0..<pow3(length) {
                let text = (0..<length).map { [0x0D, 0x0A, 0x78][number / pow3($0) % 3] as UInt8 }
                let wanted = (0..<max(0, length - 3)).first {
                    Array(text[$0..<$0 + 4]) == [0x0D, 0x0A, 0x0D, 0x0A]
                }
                let found = table.scan(text.span, from: 0)?.end
                #expect(found == wanted.map { $0 + 4 }, "\(text)")
            }
        }
    }

    private func pow3(_ exponent: Int) -> Int {
        (0..<exponent).reduce(1) { power, _ in power * 3 }
    }

    @Test func theTableStaysWithinItsBytes() {
        var table = ReplayTable(seed: 1)
        let body = SharedBytes([UInt8](repeating: 0, count: ReplayTable.bodyBytesMax))
        for number in 0..<1000 {
            let entry = Self.entry("GET /\(number) HTTP/1.1\r\n\r\n", body, table)
            table.insert(entry)
            #expect(table.bytes <= ReplayTable.bytesMax)
            let head = entry.head
            let found = table.find(head.span, from: 0, kind: entry.kind)
            #expect(found === entry)
        }
        let tooLarge = SharedBytes([UInt8](repeating: 0, count: ReplayTable.bodyBytesMax + 1))
        let entry = Self.entry("GET /large HTTP/1.1\r\n\r\n", tooLarge, table)
        table.insert(entry)
        let head = entry.head
        let found = table.find(head.span, from: 0, kind: entry.kind)
        #expect(found == nil)
    }

    private static func entry(
        _ head: String, _ body: SharedBytes, _ table: ReplayTable
    ) -> ReplayTable.Entry {
        let bytes = Array(head.utf8)
        let target = RequestTarget(
            rawPath: "/", rawQuery: "", segments: [], query: QueryItems())
        let request = Session.CurrentRequest(
            head: RequestHead(
                method: .get, target: target, headers: HeaderFields(), host: "", port: nil,
                isSecure: false),
            peer: .network(address: "127.0.0.1", isLoopback: true),
            id: RequestID(run: "r", number: 1), started: .now())
        return ReplayTable.Entry(
            request, head: bytes, hash: table.scan(bytes.span, from: 0)?.hash ?? 0,
            isLast: false, kind: Session.Kind(isSecure: false, standing: .client),
            Response(status: Status(200), body: .shared(body)), CountingReplay())
    }

    private static func name(_ answer: RawClient.Answer) -> String {
        let field = answer.head.split(separator: "\r\n").first { $0.hasPrefix("x-request-id: ") }
        return field.map(String.init) ?? ""
    }
}

extension String {
    /// With as many x behind it as make it so long.
    fileprivate func padding(_ length: Int) -> String {
        self + String(repeating: "x", count: max(0, length - utf8.count))
    }
}
