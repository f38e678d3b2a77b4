import CLinux
import Glibc

/// An open regular file, read and written at given offsets. Errors name its path.
public struct File: ~Copyable, Sendable {
    /// How a file is opened.
    public enum Mode: Sendable, Equatable {
        case reading
        /// Reading and writing a file that exists.
        case updating
        /// A new file, mode 0600; refused when the name is taken.
        case creating
        /// Writing at the end, creating the file (0600) when it is missing.
        case appending
        /// Emptied, or created (0600).
        case truncating
    }

    public let path: String
    private let descriptor: FileDescriptor

    init(path: String, descriptor: consuming FileDescriptor) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Opens the file; not inherited by child processes.
    public static func open(_ path: String, _ mode: Mode) throws(SystemError) -> File {
        let number = try systemCall("open", on: path) {
            unsafe Glibc.open(path, mode.flags | O_CLOEXEC, 0o600)
        }
        return File(path: path, descriptor: FileDescriptor(owning: number))
    }

    /// The number, for sendfile and the like; do not keep it beyond this value's life.
    public var rawDescriptor: Int32 { descriptor.raw }

    /// Up to `bytesMax` bytes from `offset`; fewer only at the end of the file.
    public borrowing func read(at offset: Int64, bytesMax: Int) throws(SystemError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: bytesMax)
        var filled = 0
        let number = descriptor.raw
        while filled < bytesMax {
            let start = filled
            let count = try systemCall(counting: "read", on: path) {
                // The rebased slice stays inside the buffer, which outlives the call.
                unsafe buffer.withUnsafeMutableBytes {
                    let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: $0[start...])
                    let from = off_t(offset) + off_t(start)
                    return unsafe pread(number, rest.baseAddress, rest.count, from)
                }
            }
            if count == 0 { break }
            filled += count
        }
        buffer.removeLast(bytesMax - filled)
        return buffer
    }

    /// Writes all of `bytes` at `offset`.
    public borrowing func write(_ bytes: [UInt8], at offset: Int64) throws(SystemError) {
        let number = descriptor.raw
        try unsafe writeAll(bytes) { rest, start in
            // `rest` is a slice of the array that `writeAll` borrows.
            unsafe pwrite(number, rest.baseAddress, rest.count, off_t(offset) + off_t(start))
        }
    }

    /// Writes all of `bytes` at the file's own position, which is its end when opened to append.
    public borrowing func append(_ bytes: [UInt8]) throws(SystemError) {
        let number = descriptor.raw
        try unsafe writeAll(bytes) { rest, _ in
            unsafe Glibc.write(number, rest.baseAddress, rest.count)
        }
    }

    /// Returns when contents and length are on the disk (fsync). After a failure what was written
    /// since the last success may be lost; never retry and go on.
    public borrowing func sync() throws(SystemError) {
        let number = descriptor.raw
        try systemCall("sync", on: path) { fsync(number) }
    }

    /// Cuts the file, or fills it with zeros, to `length` bytes.
    public borrowing func truncate(to length: Int64) throws(SystemError) {
        let number = descriptor.raw
        try systemCall("truncate", on: path) { ftruncate(number, off_t(length)) }
    }

    /// Length and time of last change.
    public borrowing func status() throws(SystemError) -> FileStatus {
        var about = stat()
        let number = descriptor.raw
        try systemCall("inspect", on: path) { unsafe fstat(number, &about) }
        return FileStatus(about)
    }

    /// Closes and tells about an error, which after a write may mean lost bytes.
    public consuming func close() throws(SystemError) { try descriptor.close() }

    private borrowing func writeAll(
        _ bytes: [UInt8], _ write: (UnsafeRawBufferPointer, Int) -> Int
    ) throws(SystemError) {
        var start = 0
        while start < bytes.count {
            let from = start
            start += try systemCall(counting: "write", on: path) {
                // The rebased slice stays inside the array, which outlives the call.
                unsafe bytes.withUnsafeBytes {
                    unsafe write(UnsafeRawBufferPointer(rebasing: $0[from...]), from)
                }
            }
        }
    }
}

extension File.Mode {
    fileprivate var flags: Int32 {
        switch self {
        case .reading: O_RDONLY
        case .updating: O_RDWR
        case .creating: O_RDWR | O_CREAT | O_EXCL
        case .appending: O_WRONLY | O_CREAT | O_APPEND
        case .truncating: O_RDWR | O_CREAT | O_TRUNC
        }
    }
}

/// What a directory entry is.
public struct FileStatus: Sendable, Equatable {
    /// What kind of entry it is, links followed.
    public enum Kind: Sendable, Equatable { case file, directory, socket, other }

    public let kind: Kind
    public let length: Int64
    public let modified: Timestamp
    /// Permission bits, 0o7777 at most.
    public let permissions: UInt32
    public let userID: UInt32
    /// Tells files of one file system apart, while they exist.
    public let inode: UInt64

    init(_ about: stat) {
        switch about.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .directory
        case S_IFSOCK: kind = .socket
        default: kind = .other
        }
        length = Int64(about.st_size)
        let seconds = Int64(about.st_mtim.tv_sec)
        modified = Timestamp(
            microseconds: seconds * 1_000_000 + Int64(about.st_mtim.tv_nsec) / 1000)
        permissions = about.st_mode & 0o7777
        userID = about.st_uid
        inode = UInt64(about.st_ino)
    }
}
