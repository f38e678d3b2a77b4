import HTTPReference
import Testing

/// The rules of strictness, row by row, without a socket.
@Suite struct StrictnessTests {
    @Test(arguments: RequestVector.all)
    func everySplitHasTheOneStatus(_ vector: RequestVector) {
        let (outcome, differing) = everySplit(vector.bytes, read: RequestReading.status)
        #expect(outcome.status == vector.status)
        #expect(outcome.used == (vector.status == 200 ? vector.bytes.count : nil))
        #expect(differing == [])
    }

    @Test(arguments: RequestVector.all)
    func theSlowReaderSaysTheSame(_ vector: RequestVector) {
        #expect(RequestReading.verdict([vector.bytes]) == SlowReader(vector.bytes).verdict())
    }

    @Test func theSlowReaderAgreesOnMutatedRequests() {
        let seed = UInt64.random(in: 0 ... .max)
        print("differential seed of heads \(seed)")
        var random = SeededRandom(seed: seed)
        let mutator = RequestMutator(
            RequestParserTests.vectors.map { Array($0.utf8) }
                + RequestVector.all.map(\.bytes).filter { $0.count < 500 })
        for _ in 0..<20_000 {
            let bytes = mutator.make(&random)
            let expected = SlowReader(bytes).verdict()
            let cut = Int.random(in: 0...bytes.count, using: &random)
            let got = RequestReading.verdict([Array(bytes[..<cut]), Array(bytes[cut...])])
            guard got == expected else {
                Issue.record("seed \(seed): \(shown(bytes)): \(got) and not \(expected)")
                return
            }
        }
    }

    @Test func theSlowReaderAgreesOnMutatedChunks() {
        let seed = UInt64.random(in: 0 ... .max)
        print("differential seed of chunks \(seed)")
        var random = SeededRandom(seed: seed)
        let bodies = (RequestVector.chunks + RequestVector.served).compactMap { vector in
            vector.bytes.count < 2000 ? body(of: vector.bytes) : nil
        }
        let mutator = RequestMutator(bodies.filter { !$0.isEmpty })
        for _ in 0..<20_000 {
            let bytes = mutator.make(&random)
            let expected = SlowChunkReader.read(bytes)
            let cut = Int.random(in: 0...bytes.count, using: &random)
            let got = SlowChunkReader.decoded([Array(bytes[..<cut]), Array(bytes[cut...])])
            guard got == expected else {
                Issue.record("seed \(seed): \(shown(bytes)): \(got) and not \(expected)")
                return
            }
        }
    }

    /// What follows the first empty line.
    private func body(of request: [UInt8]) -> [UInt8] {
        var place = 4
        while place < request.count, request[place - 4..<place] != [13, 10, 13, 10] { place += 1 }
        return Array(request[min(place, request.count)...])
    }

    private func shown(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).debugDescription
    }
}
