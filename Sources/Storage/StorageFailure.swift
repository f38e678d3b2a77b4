public import Complaints

/// Why a read or a write did not happen.
public enum StorageFailure: Error, Sendable {
    /// The caller's fault; nothing was changed.
    case refused(Refusal)
    /// The writer's queue is full; try again later.
    case busy
    /// The statement ran into its deadline.
    case timedOut
    /// The disk is full: reads go on, and writes too as soon as there is space. The sentence says so.
    case diskFull(String)
    /// Writing stopped (failed fsync, damage); reads go on. The sentence says why.
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
    /// No space is left for what was being written.
    case diskFull(String)
}

extension StorageError: CustomStringConvertible {
    /// A sentence for the operator.
    public var description: String {
        switch self {
        case .directoryInUse(let path, let holder):
            "The data directory \(path) is in use by \(holder). Stop that one first."
        case .schemaTooNew(let found, let known):
            "The database has schema \(found), this program knows up to \(known). "
                + "Use the newer program, or restore the copy made before the upgrade."
        case .sqlite(_, let code, let message) where Self.isDamage(code):
            "The database is damaged (\(message)). Restore a backup."
        case .sqlite(_, let code, _) where Self.isLocked(code):
            "Another program holds a lock on the database. End it, or wait for its end."
        case .sqlite(let operation, let code, let message):
            "The database failed: \(message) (code \(code), during: \(operation))."
        case .keyFile(let text), .system(let text), .damaged(let text), .diskFull(let text): text
        }
    }
}

extension StorageError {
    /// Whether the file is at fault, not the machine.
    public var isDamage: Bool {
        switch self {
        case .damaged: true
        case .sqlite(_, let code, _): Self.isDamage(code)
        default: false
        }
    }

    /// What happened, without advice.
    var cause: String {
        switch self {
        case .sqlite(_, _, let message): message
        case .damaged(let text): text
        default: description
        }
    }

    /// Whether another program's lock was waited for in vain: nothing is wrong with the file.
    public var isLocked: Bool {
        if case .sqlite(_, let code, _) = self { Self.isLocked(code) } else { false }
    }

    /// https://sqlite.org/rescode.html: SQLITE_LOCKED, SQLITE_NOMEM, SQLITE_FULL.
    var isTransient: Bool {
        switch self {
        case .diskFull: true
        case .sqlite(_, let code, _): Self.isLocked(code) || [6, 7, 13].contains(code & 0xFF)
        default: false
        }
    }

    /// https://sqlite.org/rescode.html: SQLITE_BUSY.
    private static func isLocked(_ code: Int32) -> Bool { code & 0xFF == 5 }

    /// https://sqlite.org/rescode.html: SQLITE_CORRUPT, SQLITE_NOTADB.
    private static func isDamage(_ code: Int32) -> Bool { [11, 26].contains(code & 0xFF) }
}

extension StorageFailure: CustomStringConvertible {
    /// A sentence for logs; callers get the API's own words.
    public var description: String {
        switch self {
        case .refused(let refusal): "The request was refused: \(refusal)."
        case .busy: "Too much is waiting to be written or read."
        case .timedOut: "The statement ran into its deadline."
        case .diskFull(let reason), .readOnly(let reason): reason
        case .failed(let error): error.description
        }
    }

    /// Whether the file is at fault, not the request and not the machine.
    public var isDamage: Bool {
        if case .failed(let error) = self { error.isDamage } else { false }
    }

    /// Whether the same work may get through later, without anybody's repair of the store.
    public var isTransient: Bool {
        switch self {
        case .busy, .timedOut, .diskFull: true
        case .refused, .readOnly: false
        case .failed(let error): error.isTransient
        }
    }

    /// Damage with what could not be read; other failures as they are.
    func naming(_ what: String) -> StorageFailure {
        guard case .failed(let error) = self, error.isDamage else { return self }
        return .failed(.damaged("\(what) (\(error.cause)). Restore a backup."))
    }

    /// What opening throws.
    var asError: StorageError {
        if case .failed(let error) = self { error } else { .system(description) }
    }
}
