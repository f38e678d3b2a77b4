public import Complaints

/// The one database of an instance: a data directory, its writer thread, its readers, its cache.
///
/// Reads are snapshots on pooled connections and may run on any thread. Writes are closures that the
/// one writer thread runs, each in a savepoint, many in one transaction with one fsync; their
/// completions run after the commit passed the durability gate and was published.
public final class Store: Sendable {
    /// Opens or creates the data directory: lock, key file, migrations, writer thread.
    public static func open(_ options: StoreOptions) throws(StorageError) -> Store {
        preconditionFailure("\(options)")
    }

    /// Ends the writer after what is queued, checkpoints and lets go of the directory.
    public func close() {}

    /// Runs `body` on a read snapshot. Blocks while it runs; keep it short on a loop's thread.
    public func read<Value>(
        _ body: (borrowing Reader) throws(StorageFailure) -> Value
    ) throws(StorageFailure) -> Value {
        preconditionFailure()
    }

    /// Queues `body` for the writer. `completion` runs on the writer's thread after publication and
    /// must not block; it gets `.refused` for the caller's fault, `.busy` when the queue is full.
    public func write<Value: Sendable>(
        by author: Author,
        _ body: @escaping @Sendable (borrowing WriteTransaction) throws(StorageFailure) -> Value,
        then completion: @escaping @Sendable (Result<Committed<Value>, StorageFailure>) -> Void
    ) {
        preconditionFailure()
    }

    /// `write` for threads that may block: workers, jobs, commands.
    public func writeAndWait<Value: Sendable>(
        by author: Author,
        _ body: @escaping @Sendable (borrowing WriteTransaction) throws(StorageFailure) -> Value
    ) throws(StorageFailure) -> Committed<Value> {
        preconditionFailure()
    }
}

/// How to open a store.
public struct StoreOptions: Sendable {
    /// The data directory, created with mode 0700 when it is missing.
    public var directory: String
    public var cacheBytesMax = 64 << 20
    public var readersMax = 8

    public init(directory: String) { self.directory = directory }
}

/// Who writes, for the change log.
public struct Author: Sendable {
    /// The account's name, or "system".
    public let name: String
    public let origin: Origin
    public let address: String
    public let reason: String?

    public init(name: String, origin: Origin, address: String, reason: String? = nil) {
        self.name = name
        self.origin = origin
        self.address = address
        self.reason = reason
    }
}

/// A value whose change is durable, and the commit that made it so (the last change-log seq in it).
public struct Committed<Value: Sendable>: Sendable {
    public let value: Value
    public let commit: Int64

    public init(value: Value, commit: Int64) {
        self.value = value
        self.commit = commit
    }
}

/// Why a read or a write did not happen.
public enum StorageFailure: Error, Sendable {
    /// The caller's fault; nothing was changed.
    case refused(Refusal)
    /// The writer's queue is full; try again later.
    case busy
    /// The statement ran into its deadline.
    case timedOut
    /// Writing stopped (full disk, failed fsync); reads go on. The sentence says why.
    case readOnly(String)
    /// The world failed: I/O, a damaged file.
    case failed(StorageError)
}

/// What can go wrong below: operation, object and cause in one sentence, and what to do next.
public enum StorageError: Error, Sendable {
    case directoryInUse(path: String, holder: String)
    case schemaTooNew(found: Int, known: Int)
    case sqlite(operation: String, code: Int32, message: String)
    case keyFile(String)
    case system(String)
    case damaged(String)
}

/// A record named by its id or by its number or code.
public enum RecordKey: Sendable, Hashable {
    case id(Int64)
    case code(String)

    /// Digits only are an id; everything else is a number or code.
    public init(_ text: String) {
        if let id = Int64(text), id > 0 { self = .id(id) } else { self = .code(text) }
    }
}
