internal import Platform
internal import Storage
internal import Telemetry

/// A file in the folder of imports that nobody has asked to keep yet: it holds people's data in the
/// open, so unless it is adopted it goes when the last one who works with it lets go of it.
final class SpooledFile: Sendable {
    /// The file's name in the folder.
    let name: String
    let folder: ImportFolder
    private let log: Log
    private let isAdopted = Lock(false)

    init(_ name: String, in folder: ImportFolder, log: Log) {
        self.name = name
        self.folder = folder
        self.log = log
    }

    var path: String { folder.path(of: name) }

    /// The file belongs to an import from now on, which removes it at its end.
    func adopt() { isAdopted.withLock { $0 = true } }

    deinit {
        if isAdopted.withLock({ $0 }) { return }
        do throws(SystemError) {
            try folder.remove(name)
        } catch {
            // The sweep of the next start tries again.
            log.warning("import.file.left", ["cause": "\(error)"])
        }
    }
}
