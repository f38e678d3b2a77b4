import Crypto

/// A sealed object's bytes:
///
/// ```
/// object := "ibtool sealed object 1\n", a zero; the key's mark (8 bytes); a sealed file (ChunkSealing)
/// key    := HMAC-SHA256(the key of the mark, "ibtool object\n" and the object's name)
/// ```
/// Chunks of 64 KiB under AES-256-GCM: bits that were changed, chunks that were moved, an end that was cut
/// and an object under another name do not open.
enum SealedObject {
    static let mark = Array("ibtool sealed object 1\n".utf8) + [0]
    static let markBytes = mark.count + SealingKeys.markBytes
    /// What stands before the first chunk.
    static let headBytes = markBytes + ChunkSealing.headerBytes

    /// How long the object of that many plain bytes is.
    static func sealedLength(_ plain: Int64) -> Int64 {
        Int64(markBytes) + ChunkSealing.sealedLength(ofPlain: plain)
    }

    /// How many plain bytes an object of that length holds; nil for a length that none has.
    static func plainLength(_ sealed: Int64) -> Int64? {
        ChunkSealing.plainLength(ofSealed: sealed - Int64(markBytes))
    }

    /// Where a chunk begins.
    static func offset(ofChunk index: Int64) -> Int64 {
        Int64(markBytes) + ChunkSealing.offset(ofChunk: index)
    }

    /// Whether these bytes begin a sealed object.
    static func isBegun(by bytes: [UInt8]) -> Bool { bytes.starts(with: mark) }
}

/// A body that is sealed while it is read: the same bytes each time it is opened.
struct SealedSource: ObjectSource {
    private let body: ObjectBody
    private let object: ObjectKey
    private let key: SealingKeys.Key
    private let salt: [UInt8]

    var byteCount: Int64 { SealedObject.sealedLength(body.byteCount) }

    init(_ body: ObjectBody, as object: ObjectKey, _ key: SealingKeys.Key) throws(ObjectStoreError)
    {
        self.body = body
        self.object = object
        self.key = key
        do throws(CryptoError) {
            salt = try RandomBytes.draw(ChunkSealing.saltBytes)
        } catch {
            throw ObjectStoreError(.put, "\(object)", .source("\(error)"))
        }
    }

    func open() throws(ObjectStoreError) -> any ObjectContent {
        SealingContent(
            try body.open(), of: body.byteCount, object,
            ChunkSealing(key: key.key(of: object), salt: salt),
            head: SealedObject.mark + key.mark + ChunkSealing.header(salt: salt))
    }
}

/// Seals a content chunk by chunk.
private final class SealingContent: ObjectContent {
    private let content: any ObjectContent
    private let object: ObjectKey
    private let chunks: ChunkSealing
    private let count: Int64
    /// Plain bytes that have not come yet.
    private var left: Int64
    private var index: Int64 = 0
    private var plain: [UInt8] = []
    private var head: [UInt8]

    init(
        _ content: any ObjectContent, of byteCount: Int64, _ object: ObjectKey,
        _ chunks: ChunkSealing, head: [UInt8]
    ) {
        self.content = content
        self.object = object
        self.chunks = chunks
        self.head = head
        left = byteCount
        count = ChunkSealing.chunkCount(ofPlain: byteCount)
    }

    func next() throws(ObjectStoreError) -> [UInt8]? {
        guard index < count else { return nil }
        let isLast = index == count - 1
        let wanted = isLast ? Int(left) : ChunkSealing.plainBytes
        while plain.count < wanted {
            guard let piece = try content.next() else { throw failure("it ended early") }
            plain += piece
        }
        if isLast {
            let rest = try content.next()
            guard plain.count == wanted, rest == nil else {
                throw failure("it is longer than announced")
            }
        }
        let sealed: [UInt8]
        do throws(CryptoError) {
            sealed = try chunks.seal(Array(plain[..<wanted]), index: index, isLast: isLast)
        } catch {
            throw failure("\(error)")
        }
        plain.removeFirst(wanted)
        left -= Int64(wanted)
        index += 1
        defer { head = [] }
        return head + sealed
    }

    private func failure(_ why: String) -> ObjectStoreError {
        ObjectStoreError(.put, "\(object)", .source(why))
    }
}

/// Opens the chunks of an object as they come.
final class OpenedContent: ObjectContent {
    private let content: any ObjectContent
    private let object: ObjectKey
    private let chunks: ChunkSealing
    /// The chunk that comes next, and how many the object has.
    private var index: Int64
    private let count: Int64
    /// Plain bytes to pass over, and to hand out.
    private var skip: Int
    private var left: Int64
    /// Whether everything is read: then the last chunk is looked at, whatever it holds.
    private let isWhole: Bool
    /// Sealed bytes that came and were not opened yet.
    private var buffer: ArraySlice<UInt8> = []

    /// - Parameters:
    ///   - content: begins with the chunk that holds the first byte of `range`.
    ///   - plain: bytes of the whole object.
    init(
        _ content: any ObjectContent, _ object: ObjectKey, _ chunks: ChunkSealing,
        range: Range<Int64>, of plain: Int64
    ) {
        self.content = content
        self.object = object
        self.chunks = chunks
        count = ChunkSealing.chunkCount(ofPlain: plain)
        index = min(range.lowerBound / Int64(ChunkSealing.plainBytes), count - 1)
        skip = Int(range.lowerBound - index * Int64(ChunkSealing.plainBytes))
        left = Int64(range.count)
        isWhole = range == 0..<plain
    }

    func next() throws(ObjectStoreError) -> [UInt8]? {
        while index < count, left > 0 || isWhole {
            let isLast = index == count - 1
            let sealed = try take(isLast)
            let plain: [UInt8]
            do throws(CryptoError) {
                plain = try chunks.open(sealed, index: index, isLast: isLast)
            } catch {
                throw damaged("chunk \(index) does not open with its key")
            }
            index += 1
            let piece = plain.dropFirst(skip).prefix(Int(clamping: left))
            skip = 0
            left -= Int64(piece.count)
            if !piece.isEmpty { return Array(piece) }
        }
        return nil
    }

    /// The next chunk: the last one is all that still comes.
    private func take(_ isLast: Bool) throws(ObjectStoreError) -> [UInt8] {
        while isLast || buffer.count < ChunkSealing.sealedBytes {
            guard let piece = try content.next() else {
                if isLast { break }
                throw damaged("it was cut")
            }
            buffer += piece
            guard !isLast || buffer.count <= ChunkSealing.sealedBytes else {
                throw damaged("it is longer than its length")
            }
        }
        let chunk = Array(isLast ? buffer : buffer.prefix(ChunkSealing.sealedBytes))
        buffer = buffer.dropFirst(chunk.count)
        return chunk
    }

    private func damaged(_ why: String) -> ObjectStoreError {
        ObjectStoreError(.get, "\(object)", .damaged(why))
    }
}
