import Platform

/// A file that only takes up room: dropped when the disk is full, so that SQLite can still put its
/// files in order, and made again when there is space.
struct Ballast: Sendable {
    static let fileName = "ballast"
    static let bytes = 16 << 20
    /// Below this, writes are refused before SQLite meets the end of the disk.
    static let freeBytesMin: Int64 = 64 << 20

    let directory: String
    /// Bytes that may still be written on the directory's file system.
    var freeBytes: @Sendable (String) throws(SystemError) -> Int64 = Directory.freeBytes

    private var path: String { "\(directory)/\(Self.fileName)" }

    /// Whether there is room to write.
    func hasRoom() -> Bool {
        do throws(SystemError) {
            return try freeBytes(directory) >= Self.freeBytesMin
        } catch {
            // A file system that does not say is not a full one; writing itself will tell.
            return true
        }
    }

    /// Makes the file when it is missing and there is plenty of room.
    func put() throws(SystemError) {
        if try DurableFile.status(path) != nil { return }
        guard try freeBytes(directory) > Self.freeBytesMin + Int64(2 * Self.bytes) else {
            return
        }
        let file = try File.open(path, .truncating)
        let block = [UInt8](repeating: 0, count: 1 << 20)
        for index in 0..<(Self.bytes / block.count) {
            try file.write(block, at: Int64(index * block.count))
        }
        try file.close()
    }

    func drop() throws(SystemError) { try DurableFile.remove(path) }
}
