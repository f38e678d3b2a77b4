import Platform

/// Why a kept file of the columns was not taken. None is an error: the columns are built from the table.
enum GridFileRefusal: Error, Equatable, CustomStringConvertible {
    /// There is none, or it could not be read.
    case system(SystemError)
    /// It does not begin like one.
    case foreignKind
    /// Columns of another program: other fields, another schema or another form.
    case otherLayout
    /// Bytes are missing or are not those that were written.
    case broken
    /// It is of a later moment than the database.
    case beyondLog(commit: Int64)
    /// Its commit is another one in this database: it belongs to another, or to another history.
    case foreignLog(commit: Int64)
    /// Reading everything takes no longer than what changed since.
    case outdated(changes: Int64)
    /// The columns would take more than they may.
    case tooLarge
    /// The instance is ending.
    case stopped

    var description: String {
        switch self {
        case .system(let error): error.description
        case .foreignKind: "it is not a file of columns"
        case .otherLayout: "its columns are those of another version of the program"
        case .broken: "its bytes are not those that were written"
        case .beyondLog(let commit): "it is of commit \(commit), and the database is older"
        case .foreignLog(let commit): "commit \(commit) is another one in this database"
        case .outdated(let changes): "\(changes) changes were made since"
        case .tooLarge: "its columns take more than they may"
        case .stopped: "the instance is ending"
        }
    }
}

/// Why the columns were not kept.
enum GridFileFailure: Error, Equatable, CustomStringConvertible {
    case system(SystemError)
    /// There would be too little room left for the database.
    case noRoom
    /// It took too long, or the instance is ending.
    case stopped

    var description: String {
        switch self {
        case .system(let error): error.description
        case .noRoom: "there is too little space on the disk"
        case .stopped: "there was no time left"
        }
    }
}
