import Platform
import Storage
import TestSupport

/// A data directory of one test's own, removed at the end.
final class StoreDirectory: Sendable {
    private let scratch: ScratchDirectory

    var path: String { scratch.path }

    init() throws { scratch = try ScratchDirectory() }

    /// How it is opened.
    var options: StoreOptions {
        var options = StoreOptions(directory: path)
        options.keepsBallast = false
        return options
    }

    func open(_ change: (inout StoreOptions) -> Void = { _ in }) throws -> Store {
        var options = self.options
        change(&options)
        return try Store.open(options)
    }

    /// Copies every file as it is now: what a crash would leave behind.
    func copied() throws -> StoreDirectory {
        let copy = try StoreDirectory()
        for name in try Directory.list(path) where name != "lock" && name != "ballast" {
            guard let status = try DurableFile.status("\(path)/\(name)"), status.kind == .file
            else { continue }
            let bytes = try DurableFile.read(
                "\(path)/\(name)", bytesMax: max(Int(status.length), 1))
            try DurableFile.write(bytes, to: "\(copy.path)/\(name)")
        }
        return copy
    }
}
