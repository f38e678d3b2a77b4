import HTTP
import Platform

/// A file whose bytes are on their way to a client; closed with its last reference.
final class OpenFile: Sendable {
    private let file: File

    init(path: String) throws(SystemError) { file = try File.open(path, .reading) }

    /// The bytes in a file without a name, in memory.
    init(_ bytes: [UInt8]) throws(SystemError) { file = try File.inMemory(bytes) }

    var rawDescriptor: Int32 { file.rawDescriptor }

    func read(at offset: Int64, bytesMax: Int) throws(SystemError) -> [UInt8] {
        try file.read(at: offset, bytesMax: bytesMax)
    }
}

/// What a connection still has to send, in order. Small things are gathered in one buffer, large
/// ones wait as they are, so that nothing large is copied.
struct OutputQueue {
    /// Things up to this size are copied together.
    static let copiedBytesMax = 1024

    enum Piece {
        /// So many bytes of `text`, after those of earlier text pieces.
        case text(Int)
        case bytes([UInt8])
        case shared(SharedBytes)
        case file(OpenFile, offset: Int64, length: Int64)
    }

    private(set) var pieces: [Piece] = []
    /// The first piece not sent completely, and how much of it was sent.
    private(set) var first = 0
    private(set) var sentOfFirst: Int64 = 0
    private(set) var text: [UInt8] = []
    /// Where the text of the first text piece begins.
    private(set) var textStart = 0
    /// All bytes waiting.
    private(set) var byteCount: Int64 = 0

    var isEmpty: Bool { byteCount == 0 }

    /// Whether it holds memory for later use.
    var hasRoom: Bool { text.capacity + pieces.capacity > 0 }

    /// Appends what `write` appends to the buffer it is lent.
    mutating func appendText(_ write: (inout [UInt8]) -> Void) {
        let before = text.count
        write(&text)
        let added = text.count - before
        guard added > 0 else { return }
        byteCount += Int64(added)
        if pieces.count > first, case .text(let count) = pieces[pieces.count - 1] {
            pieces[pieces.count - 1] = .text(count + added)
        } else {
            pieces.append(.text(added))
        }
    }

    mutating func append(_ bytes: [UInt8]) {
        if bytes.count <= Self.copiedBytesMax {
            appendText { $0.append(contentsOf: bytes) }
        } else {
            pieces.append(.bytes(bytes))
            byteCount += Int64(bytes.count)
        }
    }

    mutating func append(_ shared: SharedBytes) {
        if shared.bytes.count <= Self.copiedBytesMax {
            appendText { $0.append(contentsOf: shared.bytes) }
        } else {
            pieces.append(.shared(shared))
            byteCount += Int64(shared.bytes.count)
        }
    }

    mutating func append(_ file: OpenFile, offset: Int64, length: Int64) {
        guard length > 0 else { return }
        pieces.append(.file(file, offset: offset, length: length))
        byteCount += length
    }

    /// Takes away what was sent.
    mutating func consume(_ count: Int) {
        byteCount -= Int64(count)
        var left = Int64(count)
        while left > 0 {
            let length = length(of: pieces[first])
            let rest = length - sentOfFirst
            if left < rest {
                sentOfFirst += left
                return
            }
            left -= rest
            if case .text = pieces[first] { textStart += Int(length) }
            // Lets go of the bytes before the queue is empty.
            pieces[first] = .text(0)
            sentOfFirst = 0
            first += 1
        }
        compact()
    }

    /// Reads the next part of the file piece at `index` into memory, where it goes on its way; false
    /// when the file has less than its answer promised.
    mutating func unfold(at index: Int, bytesMax: Int) -> Bool {
        guard case .file(let file, let offset, let length) = pieces[index] else { return true }
        let sent = index == first ? sentOfFirst : 0
        let wanted = Int(min(length - sent, Int64(bytesMax)))
        let bytes: [UInt8]
        do {
            bytes = try file.read(at: offset + sent, bytesMax: wanted)
        } catch {
            // Only cutting the connection is honest, as for a file that became shorter.
            return false
        }
        guard bytes.count == wanted else { return false }
        pieces[index] = .bytes(bytes)
        if index == first { sentOfFirst = 0 }
        let done = sent + Int64(wanted)
        if done < length {
            let rest = Piece.file(file, offset: offset + done, length: length - done)
            pieces.insert(rest, at: index + 1)
        }
        return true
    }

    func length(of piece: Piece) -> Int64 {
        switch piece {
        case .text(let count): Int64(count)
        case .bytes(let bytes): Int64(bytes.count)
        case .shared(let shared): Int64(shared.bytes.count)
        case .file(_, _, let length): length
        }
    }

    private mutating func compact() {
        if byteCount == 0 {
            pieces.removeAll(keepingCapacity: pieces.capacity <= 64)
            text.removeAll(keepingCapacity: text.capacity <= 64 << 10)
            (first, sentOfFirst, textStart) = (0, 0, 0)
        } else if first >= 32 || textStart >= 16 << 10 {
            pieces.removeFirst(first)
            text.removeFirst(textStart)
            (first, textStart) = (0, 0)
        }
    }
}
