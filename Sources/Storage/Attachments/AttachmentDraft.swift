import Crypto
import Platform

/// A file on its way in: sealed, hashed and written as it comes, so that its content is in no file in
/// the open and never in memory as a whole.
///
/// ```
/// append* ─▶ finish (synced, named, directory synced) ─▶ row committed ─▶ settle(isNamed: true)
///    │          └─▶ refused, or the same content was there ─▶ settle(isNamed: false): removed
///    └─ let go of ─▶ removed; after a crash the sweep removes it
/// ```
/// Used by one thread at a time.
public final class AttachmentDraft: Sendable {
    private struct Progress: ~Copyable {
        let file: File
        var contentHash = SHA256()
        var fileHash = SHA256()
        /// Content that is not in a chunk yet: at least a byte while more than none came, since the
        /// last chunk is marked.
        var pending: [UInt8] = []
        var chunks: Int64 = 0
        var bytes: Int64 = 0

        init(file: consuming File) { self.file = file }
    }

    private let folder: AttachmentFolder
    private let name: String
    private let chunks: ChunkSealing
    private let progress: Lock<Progress?>
    /// The file's hash once it lies under it.
    private let kept = Lock<String?>(nil)

    /// Begins a file under the key of its complaint.
    init(in folder: AttachmentFolder, key: [UInt8]) throws(StorageFailure) {
        self.folder = folder
        let salt: [UInt8]
        do throws(CryptoError) {
            salt = try RandomBytes.draw(ChunkSealing.saltBytes)
            name = Hex.encode(try RandomBytes.draw(16))
        } catch {
            throw Self.failure(error)
        }
        chunks = ChunkSealing(key: key, salt: salt)
        folder.reserve(name)
        do throws(SystemError) {
            progress = Lock(try Self.begin(ChunkSealing.header(salt: salt), name, in: folder))
        } catch {
            folder.release(name)
            throw Self.failure(error)
        }
    }

    private static func begin(
        _ header: [UInt8], _ name: String, in folder: AttachmentFolder
    ) throws(SystemError) -> sending Progress {
        try folder.prepare()
        var progress = Progress(
            file: try File.open(folder.path(ofIncoming: name), .creating))
        progress.fileHash.update(header)
        try progress.file.append(header)
        return progress
    }

    /// Takes the next bytes of the content.
    public func append(_ bytes: [UInt8]) throws(StorageFailure) {
        guard var current = progress.withLock({ $0.take() }) else {
            preconditionFailure("a draft is not written after its end")
        }
        current.contentHash.update(bytes)
        current.bytes += Int64(bytes.count)
        current.pending += bytes
        do {
            var start = 0
            while current.pending.count - start > ChunkSealing.plainBytes {
                let end = start + ChunkSealing.plainBytes
                try write(Array(current.pending[start..<end]), isLast: false, &current)
                start = end
            }
            current.pending.removeFirst(start)
        } catch {
            throw Self.failure(error)
        }
        keep(current)
    }

    /// Ends the file: whatever happens to the machine now, it lies whole under its hash.
    public func finish() throws(StorageFailure) -> AttachmentContent {
        guard var current = progress.withLock({ $0.take() }) else {
            preconditionFailure("a draft ends once")
        }
        do {
            try write(current.pending, isLast: true, &current)
            let content = AttachmentContent(
                contentHash: Hex.encode(current.contentHash.finish()), bytes: current.bytes,
                fileHash: Hex.encode(current.fileHash.finish()))
            try current.file.sync()
            folder.reserve(content.fileHash)
            kept.withLock { $0 = content.fileHash }
            try folder.keep(incoming: name, as: content.fileHash)
            return content
        } catch {
            throw Self.failure(error)
        }
    }

    /// Tells what became of the row after `finish`: whether one names the file. Without one it is
    /// removed. Not called where that is unknown, as after a failed commit: then the sweep looks.
    public func settle(isNamed: Bool) throws(StorageFailure) {
        guard let hash = kept.withLock({ $0 }) else { return }
        if isNamed { return }
        do throws(SystemError) { try folder.remove(hash) } catch { throw Self.failure(error) }
    }

    private func keep(_ current: consuming sending Progress) {
        var current: Progress? = current
        progress.withLock { $0 = current.take() }
    }

    private func write(_ plain: [UInt8], isLast: Bool, _ progress: inout Progress) throws {
        let sealed = try chunks.seal(plain, index: progress.chunks, isLast: isLast)
        progress.fileHash.update(sealed)
        try progress.file.append(sealed)
        progress.chunks += 1
    }

    private static func failure(_ error: any Error) -> StorageFailure {
        if let failure = error as? StorageFailure { return failure }
        if let error = error as? SystemError, error.isOutOfSpace {
            return .diskFull("The disk is full: an attachment could not be stored.")
        }
        return .failed(.system("\(error)"))
    }

    deinit {
        folder.release(name)
        if let hash = kept.withLock({ $0 }) { folder.release(hash) }
        do throws(SystemError) {
            try folder.removeIncoming(name)
        } catch {
            // The sweep tries again.
        }
    }
}
