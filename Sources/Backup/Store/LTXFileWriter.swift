import Platform

/// Writes an LTX file to the disk, page by page: under a temporary name until it is whole and synced.
struct LTXFileWriter: ~Copyable {
    /// Bytes that wait at most before they are written.
    private static let dueBytesMax = 256 << 10

    private let path: String
    private let temporary: String
    private let file: File
    private var encoder: LTXEncoder

    /// Begins the file; what an earlier try left is replaced.
    init(_ path: String, _ header: LTXHeader) throws(BackupError) {
        self.path = path
        temporary = path + ".tmp"
        encoder = LTXEncoder(header)
        do throws(SystemError) {
            file = try File.open(temporary, .truncating)
        } catch {
            throw .system(error)
        }
    }

    mutating func add(_ number: UInt32, _ page: [UInt8]) throws(BackupError) {
        do throws(LTXError) { try encoder.add(number, page) } catch {
            throw .damaged(object: path, error)
        }
        if encoder.dueCount >= Self.dueBytesMax { try write() }
    }

    /// Ends the file; returns its length when it is on the disk.
    consuming func finish() throws(BackupError) -> Int64 {
        do throws(LTXError) { try encoder.finish() } catch {
            throw .damaged(object: path, error)
        }
        try write()
        let count = Int64(encoder.byteCount)
        do throws(SystemError) {
            try file.sync()
            try DurableFile.rename(temporary, to: path)
        } catch {
            throw .system(error)
        }
        return count
    }

    private mutating func write() throws(BackupError) {
        let bytes = encoder.take()
        guard !bytes.isEmpty else { return }
        do throws(SystemError) { try file.append(bytes) } catch { throw .system(error) }
    }
}
