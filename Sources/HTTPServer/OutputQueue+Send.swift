import HTTP
import Platform

extension OutputQueue {
    /// Pieces gathered into one system call.
    private static let gatheredMax = 16

    /// Sends as much of the queue's front as one system call takes.
    ///
    /// - Precondition: the queue is not empty.
    mutating func send(to raw: Int32) -> Transfer {
        let moved: Transfer
        if case .file(let file, let offset, let length) = pieces[first] {
            moved = Socket.send(
                raw, file: file.rawDescriptor, offset: offset + sentOfFirst,
                length: length - sentOfFirst)
        } else {
            moved = sendGathered(to: raw)
        }
        guard case .moved(let count) = moved else { return moved }
        // A file that became shorter than its answer promised: only cutting the connection is honest.
        if count == 0 { return .failed(5) }
        consume(count)
        return moved
    }

    private func sendGathered(to raw: Int32) -> Transfer {
        // The pointers gathered are used inside the closures that lend them, never after.
        unsafe withUnsafeTemporaryAllocation(
            of: UnsafeRawBufferPointer.self, capacity: Self.gatheredMax
        ) { room in
            unsafe text.withUnsafeBytes { text in
                unsafe gather(room, count: 0, text: text, textStart: textStart, raw: raw)
            }
        }
    }

    /// Adds the piece behind those gathered so far and calls itself while it lends that piece's bytes.
    private func gather(
        _ room: UnsafeMutableBufferPointer<UnsafeRawBufferPointer>, count: Int,
        text: UnsafeRawBufferPointer, textStart: Int, raw: Int32
    ) -> Transfer {
        let index = first + count
        let skipped = count == 0 ? Int(sentOfFirst) : 0
        let isEnd = index == pieces.count || count == Self.gatheredMax
        guard !isEnd else { return unsafe send(room, count: count, hasMore: false, raw: raw) }
        switch pieces[index] {
        case .text(let length):
            let range = textStart + skipped..<textStart + length
            unsafe room[count] = UnsafeRawBufferPointer(rebasing: text[range])
            return unsafe gather(
                room, count: count + 1, text: text, textStart: textStart + length, raw: raw)
        case .bytes(let bytes):
            return unsafe lend(bytes, skipped, room, count, text, textStart, raw)
        case .shared(let shared):
            return unsafe lend(shared.bytes, skipped, room, count, text, textStart, raw)
        case .file: return unsafe send(room, count: count, hasMore: true, raw: raw)
        }
    }

    private func lend(
        _ bytes: [UInt8], _ skipped: Int,
        _ room: UnsafeMutableBufferPointer<UnsafeRawBufferPointer>, _ count: Int,
        _ text: UnsafeRawBufferPointer, _ textStart: Int, _ raw: Int32
    ) -> Transfer {
        unsafe bytes.withUnsafeBytes { whole in
            unsafe room[count] = UnsafeRawBufferPointer(rebasing: whole[skipped...])
            return unsafe gather(
                room, count: count + 1, text: text, textStart: textStart, raw: raw)
        }
    }

    private func send(
        _ room: UnsafeMutableBufferPointer<UnsafeRawBufferPointer>, count: Int, hasMore: Bool,
        raw: Int32
    ) -> Transfer {
        let pieces = unsafe UnsafeBufferPointer(rebasing: room[0..<count])
        return unsafe Socket.send(raw, gathered: pieces, hasMore: hasMore)
    }
}
