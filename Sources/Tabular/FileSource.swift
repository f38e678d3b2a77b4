internal import Platform

/// A file on disk as a source. Reads do not move a position, so several threads may read at once.
public final class FileSource: ByteSource {
    private let file: File

    /// How many bytes the file had when it was opened.
    public let length: Int64

    /// Opens the file for reading.
    ///
    /// - Throws: `unreadable` when it cannot be opened or is not a regular file.
    public init(path: String) throws(TableError) {
        do throws(SystemError) {
            file = try File.open(path, .reading)
            let status = try file.status()
            length = status.kind == .file ? status.length : -1
        } catch {
            throw .unreadable("\(error)")
        }
        guard length >= 0 else { throw .unreadable("\(path) is not a regular file.") }
    }

    /// The bytes from `offset` on, at most `max`.
    public func read(at offset: Int64, max: Int) throws(TableError) -> [UInt8] {
        guard max > 0, offset >= 0, offset < length else { return [] }
        do throws(SystemError) {
            return try file.read(at: offset, bytesMax: Int(min(Int64(max), length - offset)))
        } catch {
            throw .unreadable("\(error)")
        }
    }
}
