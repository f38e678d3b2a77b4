public import HTTP
import Platform

/// An answer: its head, and its content pulled piece by piece. Belongs to one thread. Letting go of it
/// before its end closes the connection.
public final class ClientAnswer {
    public let head: ResponseHead
    private let connection: ClientConnection
    private let pool: ConnectionPool
    private var decoder = ChunkDecoder()
    private var left: Int64
    private var isOver = false

    init(_ head: ResponseHead, _ connection: ClientConnection, _ pool: ConnectionPool) {
        self.head = head
        self.connection = connection
        self.pool = pool
        left = if case .length(let length) = head.framing { length } else { 0 }
    }

    /// The next piece, never empty; nil at the end. A content that is cut short throws.
    public func next() throws(ClientError) -> [UInt8]? {
        if isOver { return nil }
        let piece: [UInt8]?
        switch head.framing {
        case .none: piece = nil
        case .length: piece = try nextOfLength()
        case .chunked: piece = try nextChunk()
        case .untilClose:
            let received = try connection.receive()
            piece = received.isEmpty ? nil : received
        }
        if piece == nil { finish() }
        return piece
    }

    /// All that is left of the content.
    public func collect(bytesMax: Int) throws(ClientError) -> [UInt8] {
        var content: [UInt8] = []
        while let piece = try next() {
            guard content.count + piece.count <= bytesMax else {
                throw .answerTooLarge(bytesMax: bytesMax)
            }
            content += piece
        }
        return content
    }

    private func nextOfLength() throws(ClientError) -> [UInt8]? {
        guard left > 0 else { return nil }
        let piece = try connection.receive(bytesMax: Int(min(left, Int64(Int.max))))
        if piece.isEmpty { throw .incompleteAnswer }
        left -= Int64(piece.count)
        return piece
    }

    private func nextChunk() throws(ClientError) -> [UInt8]? {
        while true {
            let input = try connection.receive()
            if input.isEmpty { throw .incompleteAnswer }
            var position = 0
            let step: ChunkDecoder.Step
            do throws(ParseRefusal) {
                step = try decoder.next(input.span, &position)
            } catch {
                throw .malformedAnswer(error.label)
            }
            connection.unread(input[position...])
            switch step {
            case .data(let range) where !range.isEmpty: return Array(input[range])
            case .data, .needMore: continue
            case .finished: return nil
            }
        }
    }

    /// Gives the connection back when another request may follow on it.
    private func finish() {
        isOver = true
        if head.isPersistent, !connection.isSpent { pool.put(connection) }
    }
}
