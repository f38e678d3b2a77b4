/// Why a command ends with something other than success, in one clear sentence.
enum CommandFailure: Error, Equatable {
    /// The words were not understood: exit code 2, and where to read more.
    case usage(String)
    /// The command was understood and could not be done: exit code 1.
    case failed(String)

    var exitCode: Int32 {
        switch self {
        case .usage: 2
        case .failed: 1
        }
    }

    var sentence: String {
        switch self {
        case .usage(let text), .failed(let text): text
        }
    }
}
