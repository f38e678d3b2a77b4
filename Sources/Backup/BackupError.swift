public import ObjectStore
public import Platform
public import Storage

/// Why something of a backup was not done.
public enum BackupError: Error, Sendable {
    case store(ObjectStoreError)
    /// An object that is not what it should be.
    case damaged(object: String, LTXError)
    /// An attachment whose bytes are not what its name says.
    case altered(object: String)
    /// Another instance writes to the same destination.
    case foreignWriter(object: String)
    case plan(RestorePlan.Refusal)
    case system(SystemError)
    case storage(StorageError)
    /// The write-ahead log was let go before it was copied.
    case gap
    case stopped
    case refused(String)

    /// Whether the same may succeed later without anybody's help.
    public var isTransient: Bool {
        switch self {
        case .store(let error): error.isTransient
        case .gap: true
        case .system(let error): error.isTransient || error.isOutOfSpace
        default: false
        }
    }
}

extension BackupError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .store(let error): "\(error)"
        case .damaged(let object, let error): "\(object) is damaged: \(error)."
        case .altered(let object): "\(object) is damaged: its bytes are not what its name says."
        case .foreignWriter(let object):
            "\(object) was written by somebody else: another instance has the same destination. "
                + "Give each instance its own."
        case .plan(let refusal): "\(refusal)"
        case .system(let error): "\(error)"
        case .storage(let error): "\(error)"
        case .gap: "The write-ahead log was let go before it was copied."
        case .stopped: "The instance stops."
        case .refused(let sentence): sentence
        }
    }
}
