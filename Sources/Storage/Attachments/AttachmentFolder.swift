import Crypto
import Platform

/// The folder of attachments' bytes, in the data directory. Every file is sealed and is named by the
/// SHA-256 of what is stored, so that anybody can check it without a key.
///
/// ```
/// attachments/incoming/RANDOM    being received
/// attachments/ab/abcdef…         whole, synced, and then named by a row
/// ```
/// What no row names is the leftover of a crash; `sweep` removes it once it is old enough and nobody
/// is at work on it.
final class AttachmentFolder: Sendable {
    static let name = "attachments"
    static let incomingName = "incoming"
    /// How old a file without a row has to be: more than any upload takes, and time for whoever
    /// restores a folder to restore the database that belongs to it.
    static let safeAge = Duration.seconds(24 * 3600)
    /// Crashes leave a few files without a row. More than these belong to another database, most
    /// likely a newer one: then nothing is removed.
    static let orphansMax = 64

    let path: String
    /// Names that an upload of this process is at work on.
    private let names = Lock<Set<String>>([])

    init(directory: String) { path = "\(directory)/\(Self.name)" }

    var incoming: String { "\(path)/\(Self.incomingName)" }

    /// Where the file of that hash lies.
    func path(of hash: String) -> String { "\(path)/\(hash.prefix(2))/\(hash)" }

    func path(ofIncoming name: String) -> String { "\(incoming)/\(name)" }

    /// Makes the folder with the first file: a full disk does not keep an instance from starting.
    func prepare() throws(SystemError) { try Directory.create(incoming) }

    /// Nobody sweeps a file of that name until `release`.
    func reserve(_ name: String) { names.withLock { _ = $0.insert(name) } }

    func release(_ name: String) { names.withLock { _ = $0.remove(name) } }

    private func isReserved(_ name: String) -> Bool { names.withLock { $0.contains(name) } }

    /// Gives a received file its final name, for good: both directories are synced, the outer one
    /// also when somebody else has just made the inner one and has not synced it yet.
    func keep(incoming name: String, as hash: String) throws(SystemError) {
        let target = path(of: hash)
        try Directory.create(Directory.parent(of: target))
        try Directory.sync(path)
        try DurableFile.rename(path(ofIncoming: name), to: target)
    }

    func remove(_ hash: String) throws(SystemError) { try DurableFile.remove(path(of: hash)) }

    func removeIncoming(_ name: String) throws(SystemError) {
        try DurableFile.remove(path(ofIncoming: name))
    }

    /// Whether a name is one that this program gives.
    static func isHash(_ name: String) -> Bool {
        name.utf8.count == 2 * SHA256.byteCount
            && name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// What lies in the folder.
    struct Listing {
        /// Hashes with their file's length.
        var files: [String: Int64] = [:]
        /// Files on their way in.
        var incoming: [String] = []
        /// Paths that this program did not make.
        var foreign: [String] = []
    }

    /// Lists the folder; nothing when there is none yet.
    func list() throws(SystemError) -> Listing {
        var listing = Listing()
        guard try DurableFile.status(path) != nil else { return listing }
        for name in try Directory.list(path) {
            guard try DurableFile.status("\(path)/\(name)")?.kind == .directory else {
                listing.foreign.append(name)
                continue
            }
            let inner = try Directory.list("\(path)/\(name)")
            if name == Self.incomingName {
                listing.incoming = inner
                continue
            }
            for file in inner {
                let status = try DurableFile.status("\(path)/\(name)/\(file)")
                if Self.isHash(file), file.prefix(2) == name, let status, status.kind == .file {
                    listing.files[file] = status.length
                } else if status != nil {
                    listing.foreign.append("\(name)/\(file)")
                }
            }
        }
        return listing
    }

    /// Removes files older than `age` that no upload is at work on and that are among those that
    /// `unnamed`, asked after both, gives back.
    func sweep(
        now: Timestamp, age: Duration, unnamed: ([String]) throws(StorageFailure) -> [String]
    ) throws(StorageFailure) -> AttachmentSweep {
        do {
            let listing = try list()
            for name in listing.incoming where !isReserved(name) {
                guard try isOlder(path(ofIncoming: name), than: age, now) else { continue }
                try removeIncoming(name)
            }
            let old = try listing.files.keys.sorted().filter {
                try !isReserved($0) && isOlder(path(of: $0), than: age, now)
            }
            let orphans = old.isEmpty ? [] : try unnamed(old)
            let isRefused = orphans.count > Self.orphansMax
            if !isRefused { for hash in orphans { try remove(hash) } }
            return AttachmentSweep(orphans: orphans.count, isRefused: isRefused)
        } catch let failure as StorageFailure {
            throw failure
        } catch {
            throw .failed(.system("\(error)"))
        }
    }

    private func isOlder(
        _ path: String, than age: Duration, _ now: Timestamp
    ) throws(SystemError) -> Bool {
        guard let status = try DurableFile.status(path) else { return false }
        return now - status.modified > age
    }
}

/// What a sweep of the folder found.
public struct AttachmentSweep: Sendable, Equatable {
    /// Whole files that no row names.
    public let orphans: Int
    /// Whether they were left, since there are too many to be leftovers of crashes.
    public let isRefused: Bool
}
