/// Makes requests that nobody would send out of those that somebody would.
public struct RequestMutator {
    private let seeds: [[UInt8]]
    private static let pieces = [
        "\r\n", "\r", "\n", " ", "\t", ":", "/", "?", "%", "%2e", "%00", "#", "&", "=", "+", "@",
        "[", "]", "\\", ".", ",", ";", "\0", "\u{7f}", "\u{301}", "\u{212a}", "é", "0", "1", "9",
        "a", "F", "Z", "GET ", "POST ", "TRACE ", "HTTP/1.1", "HTTP/1.0", "http://x", "Host: x\r\n",
        "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "chunked", "gzip, ",
        "Expect: 100-continue\r\n", "5\r\nhello\r\n", "0\r\n\r\n", ";a=b",
    ].map { Array($0.utf8) }

    public init(_ seeds: [[UInt8]]) { self.seeds = seeds }

    /// A seed with a few changes.
    public func make(_ random: inout SeededRandom) -> [UInt8] {
        var bytes = seeds.randomElement(using: &random) ?? []
        for _ in 0...Int.random(in: 0...3, using: &random) { change(&bytes, &random) }
        return bytes
    }

    private func change(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let piece = Self.pieces.randomElement(using: &random) ?? []
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes.insert(contentsOf: piece, at: place)
        case 1 where place < bytes.count:
            bytes.replaceSubrange(place..<min(bytes.count, place + piece.count), with: piece)
        case 2 where place < bytes.count: bytes.remove(at: place)
        case 3:
            let other = seeds.randomElement(using: &random) ?? []
            bytes =
                bytes[..<place] + other.suffix(Int.random(in: 0...other.count, using: &random))
        case 4 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 5 where place < bytes.count:
            let end = Int.random(in: place...min(bytes.count, place + 40), using: &random)
            bytes.insert(contentsOf: bytes[place..<end], at: place)
        default: break
        }
    }
}
