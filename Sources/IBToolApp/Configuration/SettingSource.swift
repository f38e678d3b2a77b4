/// Where a setting's value came from.
enum SettingSource: Sendable, Equatable, CustomStringConvertible {
    case flag
    case environment
    case file(path: String, line: Int)
    case initial

    var description: String {
        switch self {
        case .flag: "flag"
        case .environment: "environment"
        case .file(let path, let line): "\(path), line \(line)"
        case .initial: "default"
        }
    }
}
