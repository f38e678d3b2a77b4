import HTTP
import Platform

/// The shortest way through a loop: a head that was answered a moment ago, byte for byte, gets the same
/// answer while its application says that it stands.
extension EventLoop {
    /// Answers the request at `position` if its head has an answer that still stands.
    ///
    /// - Returns: whether it did; `position` is then behind the head.
    func replay(_ session: Session, _ input: Span<UInt8>, _ position: inout Int) -> Bool {
        guard position < input.count, let kind = session.kind,
            session.machine.isBetweenRequests(outputBytes: session.output.byteCount),
            let entry = replays.find(input, from: position, kind: kind)
        else { return false }
        guard entry.replay.use(at: moment.microseconds) else {
            replays.remove(entry)
            return false
        }
        position += entry.head.count
        let id = nextRequestID()
        session.output.appendText { [date = moment.date] text in
            text.append(contentsOf: entry.statusLine)
            ResponseEncoder.appendMoment(date: date, id: id, to: &text)
            text.append(contentsOf: entry.restOfHead)
        }
        append(entry, to: &session.output)
        session.machine.replayed(moment.now, isLast: entry.isLast)
        record(
            entry.status, id, entry.method, path: entry.path, entry.route,
            from: kind.standing.isTrusted ? entry.peer : session.peer, since: moment.now)
        return true
    }

    private func append(_ entry: ReplayTable.Entry, to output: inout OutputQueue) {
        if let file = replays.file(for: entry) {
            let length = ReplayTable.Entry.bodyBytes(entry.body) ?? 0
            return output.append(file, offset: 0, length: Int64(length))
        }
        switch entry.body {
        case .bytes(let bytes): output.append(bytes)
        case .shared(let shared): output.append(shared)
        case .none, .file, .stream, .events: break
        }
    }

    /// Keeps an answer for the same head, where nothing but its bytes decides what it is.
    func keep(
        _ response: Response, _ replay: any Replay, for parsed: ParsedHead, _ bytes: Span<UInt8>,
        _ session: Session
    ) {
        guard let kind = session.kind, parsed.minorVersion == 1,
            !parsed.expectsContinue, parsed.framing == .none,
            let current = session.current, let (_, hash) = replays.scan(bytes, from: 0)
        else { return }
        var head: [UInt8] = []
        head.append(copying: bytes)
        replays.insert(
            ReplayTable.Entry(
                current, head: head, hash: hash, isLast: !parsed.isKeptAlive, kind: kind, response,
                replay))
    }
}
