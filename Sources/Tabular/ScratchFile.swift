internal import Platform

/// A nameless temporary file that is gone when this value is.
final class ScratchFile {
    private let file: File
    private(set) var length: Int64 = 0

    /// Makes the file in that folder.
    init(folder: String) throws(TableError) {
        let letters = Random.bytes(8).map { String($0, radix: 16) }.joined()
        let path = "\(folder)/scratch-\(letters)"
        do throws(SystemError) {
            file = try File.open(path, .creating)
            try DurableFile.remove(path)
        } catch {
            throw .scratch("\(error)")
        }
    }

    /// Writes the bytes behind what is there.
    func append(_ bytes: [UInt8]) throws(TableError) {
        do throws(SystemError) {
            try file.write(bytes, at: length)
        } catch {
            throw .scratch("\(error)")
        }
        length += Int64(bytes.count)
    }

    /// The bytes from `offset` on, at most `max`.
    func read(at offset: Int64, max: Int) throws(TableError) -> [UInt8] {
        do throws(SystemError) {
            return try file.read(at: offset, bytesMax: Int(min(Int64(max), length - offset)))
        } catch {
            throw .scratch("\(error)")
        }
    }
}
