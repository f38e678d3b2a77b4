import HTTP
import Platform

/// One connection of the client: a request out, an answer in.
final class ClientConnection {
    private let socket: FileDescriptor
    private let name: String
    private var room = [UInt8](repeating: 0, count: HTTPClient.pieceBytes)

    init(_ endpoint: HTTPClient.Endpoint, timeout: Duration) throws(SystemError) {
        switch endpoint {
        case .tcp(let address, let port):
            name = "\(address) port \(port)"
            socket = try Socket.connect(to: address, port: port, timeout: timeout)
        case .unix(let path):
            name = path
            socket = try Socket.connect(toUnixPath: path, timeout: timeout)
        }
    }

    /// Sends head and body. A server that answers early closes its side; what it said is read then.
    func send(_ head: [UInt8], _ body: ClientBody) throws(SystemError) {
        do throws(SystemError) {
            switch body {
            case .none: try send(head)
            case .bytes(let bytes):
                try send(head)
                try send(bytes)
            case .file(let path):
                let file = try File.open(path, .reading)
                try send(head)
                try send(file)
            }
        } catch {
            if !error.isDisconnected { throw error }
        }
    }

    /// Reads the answer.
    func receive(
        toHead isHead: Bool, _ onBody: (ResponseHead, [UInt8]) throws -> Void
    ) throws -> ResponseHead {
        var buffer: [UInt8] = []
        while true {
            switch try parse(buffer, toHead: isHead) {
            case .needMore: break
            case .interim(let consumed):
                buffer.removeFirst(consumed)
                continue
            case .head(let head, let consumed):
                buffer.removeFirst(consumed)
                try receiveContent(head, buffer, onBody)
                return head
            }
            let more = try receive()
            if more.isEmpty { throw ClientError.incompleteAnswer }
            buffer += more
        }
    }

    private func parse(
        _ buffer: [UInt8], toHead isHead: Bool
    ) throws(ClientError) -> ResponseParser.Outcome {
        do throws(ResponseRefusal) {
            return try ResponseParser.parse(buffer, toHead: isHead)
        } catch {
            throw .malformedAnswer("\(error)")
        }
    }

    private func receiveContent(
        _ head: ResponseHead, _ start: [UInt8], _ onBody: (ResponseHead, [UInt8]) throws -> Void
    ) throws {
        switch head.framing {
        case .none: return
        case .chunked: try receiveChunks(head, start, onBody)
        case .untilClose:
            var piece = start.isEmpty ? try receive() : start
            while !piece.isEmpty {
                try onBody(head, piece)
                piece = try receive()
            }
        case .length(let length):
            var rest = length
            var piece = start
            while rest > 0 {
                if piece.isEmpty { piece = try receive() }
                if piece.isEmpty { throw ClientError.incompleteAnswer }
                if Int64(piece.count) > rest { piece.removeLast(piece.count - Int(rest)) }
                rest -= Int64(piece.count)
                try onBody(head, piece)
                piece = []
            }
        }
    }

    private func receiveChunks(
        _ head: ResponseHead, _ start: [UInt8], _ onBody: (ResponseHead, [UInt8]) throws -> Void
    ) throws {
        var decoder = ChunkDecoder()
        var input = start
        while true {
            var position = 0
            reading: while true {
                let step: ChunkDecoder.Step
                do throws(ParseRefusal) {
                    step = try decoder.next(input.span, &position)
                } catch {
                    throw ClientError.malformedAnswer(error.label)
                }
                switch step {
                case .data(let range): try onBody(head, Array(input[range]))
                case .needMore: break reading
                case .finished: return
                }
            }
            input = try receive()
            if input.isEmpty { throw ClientError.incompleteAnswer }
        }
    }

    /// The next bytes; empty at the end.
    private func receive() throws(SystemError) -> [UInt8] {
        switch Socket.receive(socket.raw, into: &room, at: 0) {
        case .moved(let count): return Array(room[..<count])
        case .wouldBlock: throw SystemError.timedOut("receive from", name)
        case .failed(let code):
            throw SystemError(code: code, operation: "receive from", object: name)
        }
    }

    private func send(_ file: borrowing File) throws(SystemError) {
        var offset: Int64 = 0
        while true {
            let piece = try file.read(at: offset, bytesMax: HTTPClient.pieceBytes)
            if piece.isEmpty { return }
            try send(piece)
            offset += Int64(piece.count)
        }
    }

    private func send(_ bytes: [UInt8]) throws(SystemError) {
        var start = 0
        while start < bytes.count {
            switch Socket.send(socket.raw, bytes, from: start) {
            case .moved(let count): start += count
            case .wouldBlock: throw SystemError.timedOut("send to", name)
            case .failed(let code):
                throw SystemError(code: code, operation: "send to", object: name)
            }
        }
    }
}
