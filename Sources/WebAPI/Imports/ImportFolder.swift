internal import Crypto
internal import Platform

/// The folder `imports` of the data directory: files on their way in, each under a random name until
/// its import has ended.
struct ImportFolder: Sendable {
    static let chunkBytes = 1 << 20

    let path: String
    private let random: RandomSource

    /// - Parameter directory: the data directory; the folder is made when it is missing.
    init(directory: String, random: RandomSource = .system) throws(SystemError) {
        path = directory + "/imports"
        self.random = random
        if try DurableFile.status(path) == nil { try Directory.create(path) }
    }

    /// Where a file of that name lies.
    func path(of name: String) -> String { path + "/" + name }

    /// A name that no file has.
    func newName() -> String { Hex.encode(random.bytes(16)) }

    /// Takes over a file spooled elsewhere on the same file system; gives its new name. What is in it
    /// survives a loss of power from then on.
    func adopt(_ spooled: String) throws(SystemError) -> String {
        let name = newName()
        let file = try File.open(spooled, .reading)
        try file.sync()
        try file.close()
        try DurableFile.rename(spooled, to: path(of: name))
        return name
    }

    /// Removes a file that is needed no more; one that is gone already is fine.
    func remove(_ name: String) throws(SystemError) {
        try DurableFile.remove(path(of: name))
    }

    /// Removes every file that no import needs: what a crash left half-taken.
    func sweep(keeping names: Set<String>) throws(SystemError) {
        for name in try Directory.list(path) where !names.contains(name) { try remove(name) }
    }

    /// The SHA-256 of a file in hexadecimal digits, and its length.
    func hash(of name: String) throws(SystemError) -> (hash: String, bytes: Int64) {
        let file = try File.open(path(of: name), .reading)
        var hash = SHA256()
        var offset: Int64 = 0
        while true {
            let bytes = try file.read(at: offset, bytesMax: Self.chunkBytes)
            if bytes.isEmpty { break }
            hash.update(bytes)
            offset += Int64(bytes.count)
        }
        try file.close()
        return (Hex.encode(hash.finish()), offset)
    }
}
