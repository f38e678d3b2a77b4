import Crypto
public import ObjectStore
import Platform
import Storage

/// The files of attachments at a destination, as they lie in the data directory: sealed, each under the
/// SHA-256 of its own bytes. They are put once and never changed or removed, so that every state that can
/// be restored has its own.
///
///     attachments/ab/abcdef…
public struct AttachmentRepository: Sendable {
    private static let prefix = ObjectPrefix(stringLiteral: AttachmentFile.folderName + "/")

    private let store: any ObjectStore

    public init(_ store: any ObjectStore) { self.store = store }

    /// Puts the file unless it is there. One of another length under its name is replaced: it was cut.
    ///
    /// - Throws: `.stopped` once `isStopping` says so in the middle of it.
    func put(
        _ file: AttachmentFile, isStopping: @escaping @Sendable () -> Bool
    ) throws(BackupError) {
        let key = try Self.key(of: file.hash)
        do throws(ObjectStoreError) {
            try put(.source(try StoppableSource(file.path, isStopping)), key)
        } catch {
            if case .source = error.cause, isStopping() { throw .stopped }
            throw .store(error)
        }
    }

    private func put(_ body: ObjectBody, _ key: ObjectKey) throws(ObjectStoreError) {
        do throws(ObjectStoreError) {
            try store.put(key, body, if: .ifAbsent)
        } catch {
            guard error.cause == .conditionFailed else { throw error }
            let stored = try store.get(key, range: 0..<0).attributes
            if stored.byteCount != body.byteCount { try store.put(key, body) }
        }
    }

    /// The lengths of what lies there under hashes that begin with those two digits.
    func lengths(inFolder digits: String) throws(BackupError) -> [String: Int64] {
        var lengths: [String: Int64] = [:]
        try entries(in: "\(Self.prefix)\(digits)/") { lengths[$0] = $1 }
        return lengths
    }

    /// Every file that lies there, with its length; what is named otherwise is passed over.
    public func each(
        _ body: (_ hash: String, _ byteCount: Int64) throws(BackupError) -> Void
    ) throws(BackupError) {
        var found: [(String, Int64)] = []
        for digits in Self.folders {
            found.removeAll(keepingCapacity: true)
            try entries(in: "\(Self.prefix)\(digits)/") { found.append(($0, $1)) }
            for (hash, byteCount) in found { try body(hash, byteCount) }
        }
    }

    /// How many lie there and what they take.
    public func total() throws(BackupError) -> (count: Int, bytes: Int64) {
        var total: (count: Int, bytes: Int64) = (0, 0)
        try entries(in: Self.prefix) {
            total.count += 1
            total.bytes += $1
        }
        return total
    }

    /// Reads the file whole, and hands its bytes over before it is known that they are right.
    ///
    /// - Throws: `.altered` when they are not what the name says.
    public func read(
        _ hash: String, _ take: ([UInt8]) throws(BackupError) -> Void = { _ in }
    ) throws(BackupError) {
        let key = try Self.key(of: hash)
        var digest = SHA256()
        try store.pieces(of: key) { (piece) throws(BackupError) in
            digest.update(piece)
            try take(piece)
        }
        guard Hex.encode(digest.finish()) == hash else { throw .altered(object: "\(key)") }
    }

    /// Writes the file to `path`, synced; nothing stays there when it is not right.
    func fetch(_ wanted: AttachmentFile, to path: String) throws(BackupError) {
        let temporary = path + ".tmp"
        let file = try BackupError.onDisk { () throws(SystemError) in
            try Directory.create(Directory.parent(of: path))
            return try File.open(temporary, .truncating)
        }
        var room = wanted.byteCount
        do throws(BackupError) {
            try read(wanted.hash) { (piece) throws(BackupError) in
                room -= Int64(piece.count)
                guard room >= 0 else { throw .altered(object: wanted.hash) }
                try BackupError.onDisk { () throws(SystemError) in try file.append(piece) }
            }
            try BackupError.onDisk { () throws(SystemError) in
                try file.sync()
                try DurableFile.rename(temporary, to: path)
            }
        } catch {
            try BackupError.onDisk { () throws(SystemError) in try DurableFile.remove(temporary) }
            throw error
        }
    }

    /// The folders that files lie in, "00" to "ff".
    static let folders = (0..<256).map { number in
        let digits = String(number, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }

    private func entries(
        in prefix: ObjectPrefix, _ body: (String, Int64) -> Void
    ) throws(BackupError) {
        try BackupError.storing { () throws(ObjectStoreError) in
            try store.forEach(in: prefix) { entry in
                let hash = String(entry.key.description.split(separator: "/").last ?? "")
                guard AttachmentFile.place(of: hash) == entry.key.description else { return }
                body(hash, entry.byteCount)
            }
        }
    }

    private static func key(of hash: String) throws(BackupError) -> ObjectKey {
        guard let place = AttachmentFile.place(of: hash), let key = ObjectKey(place) else {
            throw .refused("\"\(hash)\" is no name of an attachment's file.")
        }
        return key
    }
}
