public import Complaints

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

extension StorageError: CustomStringConvertible {
    /// A sentence for the operator.
    public var description: String {
        switch self {
        case .directoryInUse(let path, let holder):
            "The data directory \(path) is in use by \(holder). Stop that one first."
        case .schemaTooNew(let found, let known):
            "The database has schema \(found), this program knows up to \(known). "
                + "Use the newer program, or restore the copy made before the upgrade."
        case .sqlite(let operation, let code, let message):
            "The database failed: \(message) (code \(code), during: \(operation))."
        case .keyFile(let text), .system(let text), .damaged(let text): text
        }
    }
}

extension StorageFailure: CustomStringConvertible {
    /// A sentence for logs; callers get the API's own words.
    public var description: String {
        switch self {
        case .refused(let refusal): "The request was refused: \(refusal)."
        case .busy: "Too much is waiting to be written or read."
        case .timedOut: "The statement ran into its deadline."
        case .readOnly(let reason): reason
        case .failed(let error): error.description
        }
    }

    /// What opening throws.
    var asError: StorageError {
        if case .failed(let error) = self { error } else { .system(description) }
    }
}
