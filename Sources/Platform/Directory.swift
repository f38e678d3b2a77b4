import CLinux
import Glibc

/// Directories: made private, listed, synced.
public enum Directory {
    /// Makes the directory with mode 0700 and the missing ones above it, durably; fine when it
    /// exists.
    public static func create(_ path: String) throws(SystemError) {
        if try DurableFile.status(path)?.kind == .directory { return }
        let above = parent(of: path)
        if above != path { try create(above) }
        do throws(SystemError) {
            try systemCall("create directory", on: path) { unsafe mkdir(path, 0o700) }
            try sync(above)
        } catch {
            // What may be entered but not read cannot be synced.
            let isUnreadable = error.operation == "open" && error.isDenied
            if !error.isAlreadyThere, !isUnreadable { throw error }
        }
    }

    /// The names in the directory, sorted, without "." and "..".
    public static func list(_ path: String) throws(SystemError) -> [String] {
        guard let stream = unsafe opendir(path) else {
            throw SystemError(code: errno, operation: "list", object: path)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            // d_name is a NUL-terminated array inside the entry, which lives until the next readdir.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Makes creations, renames and removals in the directory durable.
    public static func sync(_ path: String) throws(SystemError) {
        let number = try systemCall("open", on: path) {
            unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        let descriptor = FileDescriptor(owning: number)
        try systemCall("sync", on: path) { fsync(number) }
        try descriptor.close()
    }

    /// Removes an empty directory.
    public static func remove(_ path: String) throws(SystemError) {
        try systemCall("remove directory", on: path) { unsafe rmdir(path) }
    }

    /// Bytes that an unprivileged process may still write on the file system that holds `path`.
    public static func freeBytes(_ path: String) throws(SystemError) -> Int64 {
        var about = statvfs()
        try systemCall("inspect file system of", on: path) { unsafe statvfs(path, &about) }
        return Int64(clamping: UInt64(about.f_bavail) &* UInt64(about.f_frsize))
    }

    /// Whether `path` is on a network file system (NFS, CIFS, SMB2, 9p), where WAL is not safe.
    public static func isOnNetwork(_ path: String) -> Bool {
        let magic = unsafe ibt_file_system_magic(path)
        return [0x6969, 0xFF53_4D42, 0xFE53_4D42, 0x0102_1997].contains(magic)
    }

    /// Whether `path` is on a file system in memory (tmpfs, ramfs): gone with the next start.
    public static func isInMemory(_ path: String) -> Bool {
        [0x0102_1994, 0x8584_58F6].contains(unsafe ibt_file_system_magic(path))
    }

    /// The part before the last "/", "." when there is none.
    public static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
