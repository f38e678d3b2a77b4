import Platform
import Testing

/// A directory of its own, removed with what is in it.
final class ScratchDirectory {
    let path: String

    init() throws {
        let name = Random.bytes(8).map { String($0, radix: 16) }.joined()
        path = "/tmp/ibtool-server-tests-\(name)"
        try Directory.create(path)
    }

    deinit {
        do {
            for name in try Directory.list(path) { try DurableFile.remove("\(path)/\(name)") }
            try Directory.remove(path)
        } catch {
            Issue.record(error)
        }
    }
}
