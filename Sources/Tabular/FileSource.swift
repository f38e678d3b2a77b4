internal import Glibc

/// A file on disk as a source. Reads do not move a position, so several threads may read at once.
public final class FileSource: ByteSource {
    private let descriptor: Int32

    /// How many bytes the file had when it was opened.
    public let length: Int64

    /// Opens the file for reading.
    ///
    /// - Throws: `unreadable` when it cannot be opened or is not a regular file.
    public init(path: String) throws(TableError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable("The file cannot be opened.") }
        self.descriptor = descriptor
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            // The initialiser fails, so deinit does not run.
            close(descriptor)
            throw .unreadable("The file is not a regular file.")
        }
        length = Int64(status.st_size)
    }

    deinit {
        close(descriptor)
    }

    /// The bytes from `offset` on, at most `max`.
    public func read(at offset: Int64, max: Int) throws(TableError) -> [UInt8] {
        guard max > 0, offset >= 0, offset < length else { return [] }
        let room = Int(min(Int64(max), length - offset))
        return try readFile(descriptor, at: offset, room: room)
    }
}

/// Reads up to `room` bytes at `offset`; fewer only at the end of the file.
func readFile(_ descriptor: Int32, at offset: Int64, room: Int) throws(TableError) -> [UInt8] {
    var failed = false
    let result = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        while count < room, let base = buffer.baseAddress {
            // pread writes at most the room that is left behind what it wrote before.
            let got = unsafe pread(descriptor, base + count, room - count, Int(offset) + count)
            if got <= 0 {
                failed = got < 0
                break
            }
            count += got
        }
    }
    if failed { throw .unreadable("The file cannot be read.") }
    return result
}
