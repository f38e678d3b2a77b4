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
        try withServer(application, metrics: metrics) { server in
            for vector in RequestVector.all {
                try expect(vector, [[vector.bytes + Self.next]], server)
            }
        }
    }

    /// Cut in two at every place: the second part is sent when the server has the first one. Of the
    /// long requests the ends and a few places between. Fifty connections at a time.
    @Test func everySplitHasTheSameAnswer() throws {
        try withServer(application, metrics: metrics) { server in
            for vector in RequestVector.all {
                let bytes = vector.bytes
                let cuts = (1..<bytes.count).filter {
                    bytes.count < 512 || $0 < 32 || $0 % 509 == 0
                }
                for start in stride(from: 0, to: cuts.count, by: 50) {
                    let splits = cuts[start..<min(start + 50, cuts.count)].map { cut in
                        [Array(bytes[..<cut]), Array(bytes[cut...]) + Self.next]
                    }
                    try expect(vector, splits, server)
                }
            }
        }
    }

    @Test func everyByteAloneHasTheSameAnswer() throws {
        try withServer(application, metrics: metrics) { server in
            for vector in RequestVector.all where vector.bytes.count < 512 {
                let bytes = (vector.bytes + Self.next).map { [$0] }
                try expect(vector, [bytes], server, pausesBetween: false)
            }
        }
    }

    /// Sends each list of pieces on a connection of its own and reads that to its end.
    private func expect(
        _ vector: RequestVector, _ sendings: [[[UInt8]]], _ server: Server,
        pausesBetween: Bool = true
    ) throws {
        application.executed.withLock { $0 = [] }
        let received = metrics.counter("http_received_bytes_total", help: "Bytes received.")
        let clients = try sendings.map { _ in try RawClient(server) }
        for turn in 0..<(sendings.map(\.count).max() ?? 0) {
            let before = received.current
            var sent = 0
            for (client, pieces) in zip(clients, sendings) where turn < pieces.count {
                try client.send(pieces[turn])
                sent += pieces[turn].count
            }
            guard pausesBetween, turn == 0, sendings[0].count > 1 else { continue }
            for _ in 0..<1_000_000 where received.current < before + sent { sched_yield() }
        }
        for (client, pieces) in zip(clients, sendings) {
            // A reset instead of the end is thrown here.
            let output = try client.readToEnd()
            if !Self.isRight(output, vector) {
                let text = String(decoding: output, as: UTF8.self).debugDescription
                Issue.record("\(vector.name), first \(pieces[0].count) bytes: \(text)")
            }
        }
        let executed = application.executed.withLock { $0.count { $0 == "/smuggled" } }
        #expect(executed == (vector.status == 200 ? sendings.count : 0), "\(vector.name)")
    }

    private static func isRight(_ output: [UInt8], _ vector: RequestVector) -> Bool {
        let wanted = vector.status == 200 ? [200, 200] : [vector.status]
        return statuses(output).filter { $0 != 100 } == wanted
            && places(of: "\r\nconnection: close\r\n", in: output).count == 1
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
