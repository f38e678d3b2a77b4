import HTTP

/// Chunked content, read a second time from the grammar of RFC 9112 section 7.1, line by line over
/// the whole input.
public enum SlowChunkReader {
    /// What the input amounts to.
    public enum Verdict: Equatable, Sendable {
        case incomplete
        case refused
        /// The content, and how many bytes of the input it took.
        case content([UInt8], used: Int)
    }

    public static func read(_ input: [UInt8]) -> Verdict {
        var content: [UInt8] = []
        var position = 0
        var extensions = 0
        while true {
            guard let line = line(input, from: position) else {
                return isHopeless(input[position...], extensions) ? .refused : .incomplete
            }
            guard let chunk = sizeLine(line), chunk.extensionBytes <= 64 else { return .refused }
            extensions += chunk.extensionBytes
            guard extensions <= 1024 else { return .refused }
            position += line.count + 2
            if chunk.size == 0 { return trailers(input, from: position, content) }
            let end = position + chunk.size
            guard end <= input.count else { return .incomplete }
            content += input[position..<end]
            let mark = Array(input[end..<min(end + 2, input.count)])
            guard [13, 10].starts(with: mark) else { return .refused }
            guard mark.count == 2 else { return .incomplete }
            position = end + 2
        }
    }

    /// What the product makes of content that arrives in these pieces, in the same words.
    public static func decoded(_ pieces: [[UInt8]]) -> Verdict {
        var decoder = ChunkDecoder()
        var content: [UInt8] = []
        var used = 0
        for piece in pieces where !decoder.isFinished {
            var position = 0
            do {
                reading: while true {
                    switch try decoder.next(piece.span, &position) {
                    case .data(let range): content += piece[range]
                    case .needMore, .finished: break reading
                    }
                }
            } catch {
                return .refused
            }
            used += position
        }
        return decoder.isFinished ? .content(content, used: used) : .incomplete
    }

    /// The bytes up to the first CR, whatever follows it, when two bytes follow the start of it.
    private static func line(_ input: [UInt8], from start: Int) -> [UInt8]? {
        guard let end = input[start...].firstIndex(of: 13), end + 1 < input.count else {
            return nil
        }
        // A CR without its LF spoils the line: no line of digits holds one.
        return input[end + 1] == 10 ? Array(input[start..<end]) : [0]
    }

    private static func sizeLine(_ line: [UInt8]) -> (size: Int, extensionBytes: Int)? {
        let digits = line.prefix { $0 != 59 }
        let rest = line.dropFirst(digits.count)
        let text = String(decoding: digits, as: UTF8.self)
        guard (1...8).contains(digits.count), digits.allSatisfy(isHexDigit),
            rest.allSatisfy(isText), let size = Int(text, radix: 16)
        else { return nil }
        return (size, rest.count)
    }

    /// Whether a line without its end cannot become a good one.
    private static func isHopeless(_ start: ArraySlice<UInt8>, _ extensions: Int) -> Bool {
        var line = Array(start)
        if line.last == 13 { line.removeLast() } else if line.isEmpty { return false }
        guard let chunk = sizeLine(line) else { return true }
        return chunk.extensionBytes > 64 || extensions + chunk.extensionBytes > 1024
    }

    private static func trailers(
        _ input: [UInt8], from start: Int, _ content: [UInt8]
    ) -> Verdict {
        var position = start
        var bytes = 0
        while true {
            guard let end = input[position...].firstIndex(of: 13) else {
                let rest = input[position...]
                return rest.allSatisfy(isText) && bytes + rest.count <= 4096
                    ? .incomplete : .refused
            }
            bytes += end - position
            guard input[position..<end].allSatisfy(isText), bytes <= 4096 else { return .refused }
            guard end + 1 < input.count else { return .incomplete }
            guard input[end + 1] == 10 else { return .refused }
            let isLast = end == position
            position = end + 2
            if isLast { return .content(content, used: position) }
        }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        "0123456789abcdefABCDEF".utf8.contains(byte)
    }

    private static func isText(_ byte: UInt8) -> Bool { byte == 9 || (byte >= 32 && byte != 127) }
}
