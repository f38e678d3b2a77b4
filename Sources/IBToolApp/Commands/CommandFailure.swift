/// Why a command ends with something other than success, in one clear sentence.
enum CommandFailure: Error, Equatable {
    /// The words were not understood: exit code 2, and where to read more.
    case usage(String)
    /// The command was understood and could not be done: exit code 1.
    case failed(String)
    /// The command was done, and what it found asks for attention: exit code 3.
    case warned(String)

    var exitCode: Int32 {
        switch self {
        case .usage: 2
        case .failed: 1
        case .warned: 3
        }
    }

    var sentence: String {
        switch self {
        case .usage(let text), .failed(let text), .warned(let text): text
        }
    }
}
