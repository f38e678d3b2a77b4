import HTTP
import Platform

/// Answers that one loop gives again, found by the bytes of the head they were given to. Direct-mapped:
/// a head has one place, and whoever came last has it. Belongs to its loop's thread.
struct ReplayTable {
    /// Longer heads are not kept.
    static let headBytesMax = 2048
    /// Larger bodies are not kept.
    static let bodyBytesMax = 256 << 10
    /// All bodies together. The application's cache holds most of them too, but may have let go.
    static let bytesMax = 8 << 20
    static let placesMax = 512
    /// What a table takes at most, heads and all.
    static let bytesOfOne =
        bytesMax + placesMax * 2 * headBytesMax + FileRack.filesMax * bodyBytesMax

    /// An answer and the head it stands for.
    final class Entry {
        let head: [UInt8]
        let hash: UInt64
        let kind: Session.Kind
        let replay: any Replay
        let statusLine: [UInt8]
        /// What follows Date and X-Request-Id.
        let restOfHead: [UInt8]
        /// Whether the connection ends with it, as the head asks.
        let isLast: Bool
        let body: ResponseBody
        let status: Status
        let method: Method
        let path: String
        let route: RouteLabel?
        let peer: Peer
        /// The body once more, for the kernel to send it without a copy.
        fileprivate(set) var file: OpenFile?
        fileprivate var uses = 0

        init(
            _ request: Session.CurrentRequest, head: [UInt8], hash: UInt64, isLast: Bool,
            kind: Session.Kind, _ response: Response, _ replay: any Replay
        ) {
            self.head = head
            self.hash = hash
            self.isLast = isLast
            self.kind = kind
            self.replay = replay
            var statusLine: [UInt8] = []
            ResponseEncoder.appendStatusLine(response.status, to: &statusLine)
            self.statusLine = statusLine
            let framing = ResponseFraming.of(response, minorVersion: 1)
            var rest: [UInt8] = []
            ResponseEncoder.appendRest(
                response, framing: framing, connection: isLast ? .close : .stays, to: &rest)
            restOfHead = rest
            method = request.head.method
            body = method == .head || framing == .bodiless ? .none : response.body
            status = response.status
            route = response.route
            path = request.head.target.rawPath
            peer = request.peer
        }

        /// The body's bytes, nil for one that is not in memory.
        static func bodyBytes(_ body: ResponseBody) -> Int? {
            switch body {
            case .none: 0
            case .bytes(let bytes): bytes.count
            case .shared(let shared): shared.bytes.count
            case .file, .stream, .events: nil
            }
        }
    }

    private var places = [Entry?](repeating: nil, count: placesMax)
    private(set) var bytes = 0
    private var rack = FileRack()
    private let seed: UInt64

    /// `seed` keeps clients from choosing heads that share a place.
    init(seed: UInt64) { self.seed = seed }

    /// The entry whose head stands at `start`, over the same kind of connection.
    func find(_ input: Span<UInt8>, from start: Int, kind: Session.Kind) -> Entry? {
        guard let (end, hash) = scan(input, from: start), let entry = places[place(hash)],
            entry.head.count == end - start, entry.kind == kind, input.holds(entry.head, at: start)
        else { return nil }
        return entry
    }

    /// The file to send the entry's body from, nil where its bytes are copied: it is small or not asked for often, no
    /// file is free, or it has to be encrypted.
    mutating func file(for entry: Entry) -> OpenFile? {
        if let file = entry.file { return file }
        guard !entry.kind.isSecure, let size = Entry.bodyBytes(entry.body),
            size >= FileRack.bodyBytesMin
        else { return nil }
        entry.uses += 1
        guard entry.uses == FileRack.usesMin else { return nil }
        switch entry.body {
        case .bytes(let bytes): entry.file = rack.make(bytes)
        case .shared(let shared): entry.file = rack.make(shared.bytes)
        case .none, .file, .stream, .events: break
        }
        return entry.file
    }

    /// Keeps the entry in its head's place; without room for it, all others go first.
    mutating func insert(_ entry: Entry) {
        guard let size = Entry.bodyBytes(entry.body), size <= Self.bodyBytesMax else { return }
        clear(place(entry.hash))
        if bytes + size > Self.bytesMax {
            for place in places.indices { clear(place) }
        }
        places[place(entry.hash)] = entry
        bytes += size
    }

    /// Lets go of an answer that no longer stands.
    mutating func remove(_ entry: Entry) {
        if places[place(entry.hash)] === entry { clear(place(entry.hash)) }
    }

    private mutating func clear(_ place: Int) {
        guard let entry = places[place] else { return }
        bytes -= Entry.bodyBytes(entry.body) ?? 0
        places[place] = nil
    }

    private func place(_ hash: UInt64) -> Int { Int(hash >> 32) % Self.placesMax }

    /// Where the head ends, and a hash of it; nil when it does not end within the limit.
    func scan(_ input: Span<UInt8>, from start: Int) -> (end: Int, hash: UInt64)? {
        guard let end = Self.headEnd(input, from: start) else { return nil }
        return (end, input.mixed(start..<end, seed: seed))
    }

    /// Behind the empty line that ends the head. Looks at every fourth byte until one may be part of
    /// it.
    private static func headEnd(_ input: Span<UInt8>, from start: Int) -> Int? {
        let limit = min(input.count, start + headBytesMax)
        var index = start + 3
        while index < limit {
            switch input[index] {
            case 0x0A:
                if input[index - 2] == 0x0A, input[index - 1] == 0x0D, input[index - 3] == 0x0D {
                    return index + 1
                }
                index += 2
            case 0x0D: index += 1
            default: index += 4
            }
        }
        return nil
    }
}
