import CLinux
import Glibc

/// Keeps a data directory for one process, by flock on a file in it; the kernel frees it whatever
/// ends the process.
public struct DirectoryLock: ~Copyable, Sendable {
    /// Why the directory cannot be had.
    public enum Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        case held(directory: String, processID: Int32?)
        case system(SystemError)

        public var description: String {
            switch self {
            case .held(let directory, .some(let processID)):
                "The data directory \(directory) is in use by process \(processID)."
            case .held(let directory, nil):
                "The data directory \(directory) is in use by another process."
            case .system(let error): error.description
            }
        }
    }

    /// The lock file's name in the directory; its text is the holder's process id.
    public static let fileName = "lock"

    private let descriptor: FileDescriptor

    /// Takes the directory or says who has it; never waits.
    public static func acquire(directory: String) throws(Refusal) -> DirectoryLock {
        let path = "\(directory)/\(fileName)"
        do throws(SystemError) {
            let number = try systemCall("open", on: path) {
                unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            }
            let descriptor = FileDescriptor(owning: number)
            try systemCall("lock", on: path) { flock(number, LOCK_EX | LOCK_NB) }
            try systemCall("truncate", on: path) { ftruncate(number, 0) }
            let text = Array("\(getpid())\n".utf8)
            try systemCall(counting: "write", on: path) {
                unsafe pwrite(number, text, text.count, 0)
            }
            return DirectoryLock(descriptor: descriptor)
        } catch {
            throw refusal(error, directory, path)
        }
    }

    private static func refusal(
        _ error: SystemError, _ directory: String, _ path: String
    ) -> Refusal {
        guard error.operation == "lock", error.wouldBlock else { return .system(error) }
        return .held(directory: directory, processID: holder(path))
    }

    /// The same for who only looks: makes no file and writes nothing. Nil without a lock file: nobody has
    /// run there.
    public static func look(directory: String) throws(Refusal) -> DirectoryLock? {
        let path = "\(directory)/\(fileName)"
        do throws(SystemError) {
            guard try DurableFile.status(path) != nil else { return nil }
            let number = try systemCall("open", on: path) {
                unsafe open(path, O_RDONLY | O_CLOEXEC)
            }
            let descriptor = FileDescriptor(owning: number)
            try systemCall("lock", on: path) { flock(number, LOCK_EX | LOCK_NB) }
            return DirectoryLock(descriptor: descriptor)
        } catch {
            throw refusal(error, directory, path)
        }
    }

    /// The process id in the directory's lock file while somebody holds it; nil when it is free.
    public static func holder(ofDirectory directory: String) -> Int32? {
        do {
            let lock = try acquire(directory: directory)
            lock.release()
            return nil
        } catch {
            guard case .held(_, let processID) = error else { return nil }
            return processID ?? 0
        }
    }

    /// Frees the directory.
    public consuming func release() {}

    private init(descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

    private static func holder(_ path: String) -> Int32? {
        do {
            let bytes = try DurableFile.read(path, bytesMax: 64)
            return Int32(String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self))
        } catch {
            return nil
        }
    }
}
