import HTTP
import Platform
import TLS

extension OutputQueue {
    /// Read of a file at once; the kernel cannot send what has to be encrypted.
    private static let filePieceBytes = 64 << 10

    /// Sends one record's worth of the queue's front: head and body together where they fit, a large
    /// body without being copied.
    ///
    /// - Parameter record: room to gather in.
    /// - Precondition: the queue is not empty.
    mutating func send(over tls: TLSSession, record: inout [UInt8]) -> Transfer {
        let moved: Transfer
        switch pieces[first] {
        case .bytes(let bytes) where bytes.count - Int(sentOfFirst) >= TLSSession.recordBytesMax:
            moved = Self.send(bytes, from: Int(sentOfFirst), over: tls)
        case .shared(let shared)
        where shared.bytes.count - Int(sentOfFirst) >= TLSSession.recordBytesMax:
            moved = Self.send(shared.bytes, from: Int(sentOfFirst), over: tls)
        default:
            guard gather(into: &record) else { return .failed(5) }
            moved = tls.send(record.span)
        }
        if case .moved(let count) = moved { consume(count) }
        return moved
    }

    private static func send(_ bytes: [UInt8], from start: Int, over tls: TLSSession) -> Transfer {
        tls.send(bytes.span.extracting(start..<start + TLSSession.recordBytesMax))
    }

    /// Copies the front of the queue, at most one record; false when a file cannot be read.
    private mutating func gather(into record: inout [UInt8]) -> Bool {
        record.removeAll(keepingCapacity: true)
        var (index, skipped, start) = (first, Int(sentOfFirst), textStart)
        while index < pieces.count, record.count < TLSSession.recordBytesMax {
            if case .file = pieces[index] {
                guard unfold(at: index, bytesMax: Self.filePieceBytes) else { return false }
                skipped = 0
            }
            let room = TLSSession.recordBytesMax - record.count
            switch pieces[index] {
            case .text(let length):
                let count = min(length - skipped, room)
                let from = start + skipped
                record.append(copying: text.span.extracting(from..<from + count))
                start += length
            case .bytes(let bytes): Self.copy(bytes, from: skipped, to: &record, countMax: room)
            case .shared(let shared):
                Self.copy(shared.bytes, from: skipped, to: &record, countMax: room)
            case .file: return false
            }
            skipped = 0
            index += 1
        }
        return true
    }

    private static func copy(
        _ bytes: [UInt8], from start: Int, to record: inout [UInt8], countMax: Int
    ) {
        let end = min(bytes.count, start + countMax)
        record.append(copying: bytes.span.extracting(start..<end))
    }
}
