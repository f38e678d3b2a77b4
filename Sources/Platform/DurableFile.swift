import Glibc

/// Whole files, read within a bound and replaced in one step that survives power loss.
public enum DurableFile {
    /// Why a file was not read.
    public enum ReadError: Error, Sendable, Equatable, CustomStringConvertible {
        case system(SystemError)
        case tooLarge(path: String, bytesMax: Int)

        public var description: String {
            switch self {
            case .system(let error): error.description
            case .tooLarge(let path, let bytesMax):
                "\(path) is larger than the \(bytesMax) bytes that are read of it."
            }
        }
    }

    /// The whole file, when it has at most `bytesMax` bytes.
    public static func read(_ path: String, bytesMax: Int) throws(ReadError) -> [UInt8] {
        let bytes: [UInt8]
        do throws(SystemError) {
            let file = try File.open(path, .reading)
            let length = try file.status().length
            guard length <= Int64(bytesMax) else {
                throw SystemError(code: EFBIG, operation: "read", object: path)
            }
            // Files of /proc say length 0: read up to the bound then.
            bytes = try file.read(at: 0, bytesMax: (length == 0 ? bytesMax : Int(length)) + 1)
        } catch {
            if error.code == EFBIG { throw .tooLarge(path: path, bytesMax: bytesMax) }
            throw .system(error)
        }
        if bytes.count > bytesMax { throw .tooLarge(path: path, bytesMax: bytesMax) }
        return bytes
    }

    /// Puts `bytes` in place of the file: after a crash there is the old content or the new, whole.
    /// Writes a temporary neighbour (0600), syncs it, renames it and syncs the directory.
    public static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
        let suffix = Random.bytes(8).map { String($0, radix: 16) }.joined()
        let temporary = "\(path).\(suffix).tmp"
        do throws(SystemError) {
            let file = try File.open(temporary, .creating)
            try file.append(bytes)
            try file.sync()
            try file.close()
            try rename(temporary, to: path)
        } catch {
            // The first error is the one to tell; the temporary file may not exist at all.
            _ = unsafe unlink(temporary)
            throw error
        }
    }

    /// Renames and syncs the directory of the new name.
    public static func rename(_ old: String, to new: String) throws(SystemError) {
        try systemCall("rename", on: old) { unsafe Glibc.rename(old, new) }
        try Directory.sync(Directory.parent(of: new))
    }

    /// Renames and waits for nothing: after a power loss there is the old file, the new one, or one of the
    /// new one's length with other bytes. For what says itself whether it is whole.
    public static func renameUnsynced(_ old: String, to new: String) throws(SystemError) {
        try systemCall("rename", on: old) { unsafe Glibc.rename(old, new) }
    }

    /// Removes the file; one that is missing already is fine.
    public static func remove(_ path: String) throws(SystemError) {
        do throws(SystemError) {
            try systemCall("remove", on: path) { unsafe unlink(path) }
        } catch {
            if !error.isNotFound { throw error }
        }
    }

    /// What is at `path`, following links; nil when there is nothing.
    public static func status(_ path: String) throws(SystemError) -> FileStatus? {
        var about = stat()
        do throws(SystemError) {
            try systemCall("inspect", on: path) { unsafe stat(path, &about) }
        } catch {
            if error.isNotFound { return nil }
            throw error
        }
        return FileStatus(about)
    }
}
