internal import Glibc

/// A nameless temporary file that is gone when this value is.
final class ScratchFile {
    private let descriptor: Int32
    private(set) var length: Int64 = 0

    /// Makes the file in that folder.
    init(folder: String) throws(TableError) {
        var template = Array("\(folder)/ibtool-scratch-XXXXXX".utf8CString)
        // mkstemp writes the letters it chose into the template, within its own length.
        let descriptor = unsafe template.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return Int32(-1) }
            let descriptor = unsafe mkstemp(base)
            if descriptor >= 0 {
                _ = unsafe unlink(base)
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            }
            return descriptor
        }
        guard descriptor >= 0 else { throw .scratch("No temporary file can be made in \(folder).") }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Writes the bytes behind what is there.
    func append(_ bytes: [UInt8]) throws(TableError) {
        var written = 0
        while written < bytes.count {
            // pwrite reads within the array, from what is not written yet.
            let count = unsafe bytes.withUnsafeBufferPointer { buffer in
                unsafe buffer.baseAddress.map { base in
                    unsafe pwrite(descriptor, base + written, bytes.count - written, Int(length))
                } ?? 0
            }
            guard count > 0 else { throw .scratch("The temporary file cannot be written.") }
            written += count
            length += Int64(count)
        }
    }

    /// The bytes from `offset` on, at most `max`.
    func read(at offset: Int64, max: Int) throws(TableError) -> [UInt8] {
        try readFile(descriptor, at: offset, room: Int(min(Int64(max), length - offset)))
    }
}
