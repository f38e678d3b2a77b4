import Glibc
import HTTP
import HTTPReference
import HTTPServer
import Platform
import Telemetry
import Testing

/// The rules of strictness, row by row, on a real socket: one status each, received whole and not
/// lost in a reset, and nothing behind a refusal is executed.
@Suite struct SocketStrictnessTests {
    /// Closes the connection where it is served, so that every exchange ends.
    private static let next = Array(
        "GET /smuggled HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)

    private let application = EchoApplication()
    private let metrics = Metrics()

    @Test func everyStatusIsExact() throws {
        try withServer(application) { server in
            for vector in RequestVector.all {
                try expect(vector, [vector.bytes + Self.next], server) { _ in }
            }
        }
    }

    /// Cut in two at every place: the second part is sent when the server has the first one. Of the
    /// long requests the ends and a few places between.
    @Test func everySplitHasTheSameAnswer() throws {
        let received = metrics.counter("http_received_bytes_total", help: "Bytes received.")
        try withServer(application, metrics: metrics) { server in
            for vector in RequestVector.all {
                let count = vector.bytes.count
                for cut in 1..<count where count < 512 || cut < 32 || cut % 509 == 0 {
                    let pieces = [
                        Array(vector.bytes[..<cut]), Array(vector.bytes[cut...]) + Self.next,
                    ]
                    let before = received.current
                    try expect(vector, pieces, server) { sent in
                        for _ in 0..<1_000_000 where received.current < before + sent {
                            sched_yield()
                        }
                    }
                }
            }
        }
    }

    @Test func everyByteAloneHasTheSameAnswer() throws {
        try withServer(application) { server in
            for vector in RequestVector.all where vector.bytes.count < 512 {
                let pieces = (vector.bytes + Self.next).map { [$0] }
                try expect(vector, pieces, server) { _ in }
            }
        }
    }

    private func expect(
        _ vector: RequestVector, _ pieces: [[UInt8]], _ server: Server,
        pause: (_ sent: Int) -> Void
    ) throws {
        application.executed.withLock { $0 = [] }
        let client = try RawClient(server)
        for (number, piece) in pieces.enumerated() {
            try client.send(piece)
            if number + 1 < pieces.count { pause(piece.count) }
        }
        // A reset instead of the end is thrown here.
        let output = try client.readToEnd()
        let wanted = vector.status == 200 ? [200, 200] : [vector.status]
        let statuses = Self.statuses(output).filter { $0 != 100 }
        let wasExecuted = application.executed.withLock { $0.contains("/smuggled") }
        let closes = Self.places(of: "\r\nconnection: close\r\n", in: output).count
        if statuses != wanted || wasExecuted != (vector.status == 200) || closes != 1 {
            let text = String(decoding: output, as: UTF8.self)
            Issue.record("\(vector.name), first \(pieces[0].count) bytes: \(text.debugDescription)")
        }
    }

    /// The status of every answer in what was received.
    private static func statuses(_ output: [UInt8]) -> [Int] {
        places(of: "HTTP/1.1 ", in: output).map { place in
            output[(place + 9)...].prefix(3).reduce(0) { $0 * 10 + Int($1) - 48 }
        }
    }

    /// Where the word stands. Tens of thousands of answers are looked through, so by bytes.
    private static func places(of word: StaticString, in output: [UInt8]) -> [Int] {
        let count = word.utf8CodeUnitCount
        return output.withUnsafeBufferPointer { bytes in
            var places: [Int] = []
            guard let start = bytes.baseAddress, bytes.count >= count else { return places }
            for place in 0...(bytes.count - count) where start[place] == word.utf8Start[0] {
                if memcmp(start + place, word.utf8Start, count) == 0 { places.append(place) }
            }
            return places
        }
    }
}
