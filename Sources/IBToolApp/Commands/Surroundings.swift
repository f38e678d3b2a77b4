import Platform

/// What a command sees of the world, passed in.
struct Surroundings: Sendable {
    let environment: [String: String]
    let clock: WallClock

    /// The directory a command works on: `--data`, IBTOOL_DATA, or ./var.
    func dataDirectory(_ arguments: Arguments) -> String {
        if let given = arguments["data"], !given.isEmpty { return given }
        if let set = environment[Setting.data.variable], !set.isEmpty { return set }
        return Setting.data.initial[0]
    }

    /// Writes to standard output; a reader that went away ends the command with a sentence.
    func print(_ text: String) throws(CommandFailure) {
        try print(bytes: Array((text + "\n").utf8))
    }

    func print(bytes: [UInt8]) throws(CommandFailure) {
        do {
            try StandardStream.output.write(bytes)
        } catch {
            throw .failed("standard output: \(error)")
        }
    }

    /// The first line of standard input, without its end; for passwords, at most 1 KiB.
    func lineFromInput() throws(CommandFailure) -> String {
        var bytes: [UInt8] = []
        do {
            while bytes.count <= 1024 {
                let piece = try StandardStream.input.read(bytesMax: 1024)
                if piece.isEmpty { break }
                bytes += piece
                if piece.contains(0x0A) { break }
            }
        } catch {
            throw .failed("standard input: \(error)")
        }
        let line = bytes.prefix { $0 != 0x0A }
        guard line.count <= 1024, let text = String(validating: line, as: UTF8.self) else {
            throw .failed("standard input: expected one line of UTF-8, at most 1,024 bytes")
        }
        return text.hasSuffix("\r") ? String(text.dropLast()) : text
    }
}
