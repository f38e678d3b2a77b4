import HTTP
import Platform

/// The files in memory of one loop, out of which the kernel sends large bodies without copying them.
/// There are so many at most, those included that clients are still being sent. A file is never
/// changed after it was made: the kernel sends its very pages.
struct FileRack {
    static let filesMax = 8
    /// Smaller bodies leave with their head in one system call.
    static let bodyBytesMin = 32 << 10
    /// Uses of an answer before it gets a file, so that one asked for a few times costs none.
    static let usesMin = 8

    private var files = [OpenFile?](repeating: nil, count: filesMax)

    /// A new file with these bytes; nil when all are in use, or the system makes none.
    mutating func make(_ bytes: [UInt8]) -> OpenFile? {
        guard let free = files.indices.first(where: { isFree($0) }) else { return nil }
        files[free] = nil
        do {
            files[free] = try OpenFile(bytes)
        } catch {
            // The bytes are sent as they are.
            return nil
        }
        return files[free]
    }

    /// Whether nobody but the rack has the file of that place.
    private mutating func isFree(_ place: Int) -> Bool {
        files[place] == nil || isKnownUniquelyReferenced(&files[place])
    }
}
