import Compression
public import ObjectStore
public import Platform
public import Telemetry

/// Copies the key file to a destination of its own whenever it changes, on a thread of its own. Uploads of
/// the database wait for it: a page should not be stored before the keys of what is sealed in it.
public final class KeyShipper: Sendable {
    private static let interval = Duration.seconds(1)
    private static let pauseMax = Duration.seconds(60)

    private struct State {
        var thread: Thread?
        var error: String?
        var lastSuccess: Timestamp?
        var failingSince: Timestamp?
        var isCurrent = false
    }

    private let path: String
    private let repository: KeyRepository
    private let clock: WallClock
    private let log: Log
    /// Those who wait for the next look at the file; closed at the end.
    private let waiting = Mailbox<Mailbox<Bool>>(capacity: 64)
    private let state = Lock(State())

    public init(
        store: any ObjectStore, dataDirectory: String, clock: WallClock = .system,
        log: Log = .silent
    ) {
        path = "\(dataDirectory)/\(KeyRepository.fileName)"
        repository = KeyRepository(store)
        self.clock = clock
        self.log = log
    }

    /// What went wrong last; nil while all is well.
    public var lastError: String? { state.withLock { $0.error } }

    /// Whether the destination has the key file as it is.
    public var isCurrent: Bool { state.withLock { $0.isCurrent } }

    /// Since when it does not succeed; nil while all is well.
    public var failingSince: Timestamp? { state.withLock { $0.failingSince } }

    /// When the destination was last known to have the key file as it was.
    public var lastSuccess: Timestamp? { state.withLock { $0.lastSuccess } }

    /// Begins.
    public func start() throws(SystemError) {
        let thread = try Thread.start(name: "keys") { [self] in run() }
        state.withLock { $0.thread = thread }
    }

    /// Waits until the destination has the key file as it is now; false when it has not by the deadline.
    func catchUp(until deadline: MonotonicInstant) -> Bool {
        let reply = Mailbox<Bool>(capacity: 1)
        guard waiting.offer(reply) else { return isCurrent }
        return reply.take(until: deadline) ?? false
    }

    /// Copies what changed last, and ends.
    public func finish() {
        waiting.close()
        state.withLock { $0.thread }?.join()
    }

    private func run() {
        var copy = KeyCopy(path: path)
        var pause = Self.interval
        var asking: [Mailbox<Bool>] = []
        while true {
            let isLast = waiting.isOver
            do throws(BackupError) {
                try copy.step(repository)
                pause = Self.interval
                note(nil)
            } catch {
                pause = min(pause * 2, Self.pauseMax)
                note("\(error)")
            }
            for reply in asking { _ = reply.offer(isCurrent) }
            if isLast { return }
            asking = waiting.takeAll(until: .now() + pause)
        }
    }

    private func note(_ error: String?) {
        let now = clock.now()
        let isNew = state.withLock { state in
            defer {
                state.error = error
                state.isCurrent = error == nil
                if error == nil { state.lastSuccess = now }
                state.failingSince = error == nil ? nil : state.failingSince ?? now
            }
            return state.error != error
        }
        guard isNew else { return }
        if let error {
            log.error("backup.keys", ["state": "behind", "cause": .text(error)])
        } else {
            log.info("backup.keys", ["state": "current"])
        }
    }
}

/// What of the key file is copied already.
private struct KeyCopy {
    let path: String
    private var seen: FileStatus?
    private var copied: [CRC64] = []
    /// Whether it is known that the destination holds no other file's keys.
    private var isOurs = false

    init(path: String) { self.path = path }

    /// Puts the blocks that changed.
    mutating func step(_ repository: KeyRepository) throws(BackupError) {
        let file: File
        do throws(SystemError) { file = try File.open(path, .reading) } catch {
            throw .system(error)
        }
        let status: FileStatus
        do throws(SystemError) { status = try file.status() } catch { throw .system(error) }
        if status == seen { return }
        var index = 0
        while true {
            let bytes: [UInt8]
            do throws(SystemError) {
                bytes = try file.read(
                    at: Int64(index * KeyRepository.blockBytes),
                    bytesMax: KeyRepository.blockBytes)
            } catch {
                throw .system(error)
            }
            if bytes.isEmpty { break }
            if !isOurs {
                try repository.refuseUnlessOurs(bytes)
                isOurs = true
            }
            let checksum = CRC64(of: bytes)
            if index >= copied.count || copied[index] != checksum {
                try repository.put(index, bytes)
                if index >= copied.count {
                    copied.append(checksum)
                } else {
                    copied[index] = checksum
                }
            }
            index += 1
        }
        seen = status
    }
}
