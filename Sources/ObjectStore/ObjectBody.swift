import Crypto
import Platform

/// What is put.
public enum ObjectBody: Sendable {
    case bytes([UInt8])
    /// Bytes pulled from somewhere; read from the start more than once: for its digest, and again after
    /// a failure.
    case source(any ObjectSource)

    /// A file as it is now.
    ///
    /// - Throws: the file cannot be looked at.
    public static func file(_ path: String) throws(ObjectStoreError) -> ObjectBody {
        .source(try FileSource(path))
    }

    public var byteCount: Int64 {
        switch self {
        case .bytes(let bytes): Int64(bytes.count)
        case .source(let source): source.byteCount
        }
    }
}

/// Bytes of known length that can be read from the start as often as needed.
public protocol ObjectSource: Sendable {
    /// How many bytes `open` gives; a reading of another length fails the put.
    var byteCount: Int64 { get }

    /// Begins anew. Errors of the content are the put's errors.
    func open() throws(ObjectStoreError) -> any ObjectContent
}

extension ObjectBody {
    /// The bytes, from the start, in pieces of at most `pieceBytes`.
    func open() throws(ObjectStoreError) -> any ObjectContent {
        switch self {
        case .bytes(let bytes): MemoryContent(bytes)
        case .source(let source): try source.open()
        }
    }

    /// SHA-256 of all of it.
    func digest() throws(ObjectStoreError) -> [UInt8] {
        if case .bytes(let bytes) = self { return SHA256.hash(bytes) }
        let content = try open()
        var hash = SHA256()
        while let piece = try content.next() { hash.update(piece) }
        return hash.finish()
    }

    /// Hands over the bytes piece by piece.
    ///
    /// - Throws: `.source` when there are more or fewer than announced.
    func read(
        for key: ObjectKey, _ take: ([UInt8]) throws(ObjectStoreError) -> Void
    ) throws(ObjectStoreError) {
        let content = try open()
        var left = byteCount
        while let piece = try content.next() {
            left -= Int64(piece.count)
            if left < 0 { break }
            try take(piece)
        }
        guard left == 0 else {
            throw ObjectStoreError(
                .put, "\(key)",
                .source(left < 0 ? "it is longer than announced" : "it ended \(left) bytes early"))
        }
    }
}

/// Bytes in memory, handed out in pieces.
public final class MemoryContent: ObjectContent {
    private let bytes: [UInt8]
    private var position = 0

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// See `ObjectContent`.
    public func next() -> [UInt8]? {
        guard position < bytes.count else { return nil }
        let start = position
        position = min(bytes.count, start + 256 << 10)
        return start == 0 && position == bytes.count ? bytes : Array(bytes[start..<position])
    }
}

/// A file that is put; not to be changed meanwhile.
public struct FileSource: ObjectSource {
    public let path: String
    public let byteCount: Int64

    public init(_ path: String) throws(ObjectStoreError) {
        self.path = path
        do throws(SystemError) {
            byteCount = try File.open(path, .reading).status().length
        } catch {
            throw ObjectStoreError(.put, path, .source("\(error)"))
        }
    }

    /// See `ObjectSource`.
    public func open() throws(ObjectStoreError) -> any ObjectContent {
        do throws(SystemError) {
            return FileContent(try File.open(path, .reading), 0..<byteCount) { error in
                ObjectStoreError(.put, path, .source("\(error)"))
            }
        } catch {
            throw ObjectStoreError(.put, path, .source("\(error)"))
        }
    }
}

/// A part of an open file, read in pieces.
final class FileContent: ObjectContent {
    static let pieceBytes = 256 << 10

    private let file: File
    private let range: Range<Int64>
    private var position: Int64
    private let failure: (SystemError) -> ObjectStoreError

    init(
        _ file: consuming File, _ range: Range<Int64>,
        _ failure: @escaping (SystemError) -> ObjectStoreError
    ) {
        self.file = file
        self.range = range
        self.failure = failure
        position = range.lowerBound
    }

    func next() throws(ObjectStoreError) -> [UInt8]? {
        guard position < range.upperBound else { return nil }
        let wanted = Int(min(Int64(Self.pieceBytes), range.upperBound - position))
        let piece: [UInt8]
        do throws(SystemError) {
            piece = try file.read(at: position, bytesMax: wanted)
        } catch {
            throw failure(error)
        }
        // Shorter than it was when opened: somebody cut the file.
        guard piece.count == wanted else {
            throw failure(SystemError(code: 5, operation: "read all of", object: file.path))
        }
        position += Int64(piece.count)
        return piece
    }
}
