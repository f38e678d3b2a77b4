internal import Compression

/// The content of one file of a ZIP archive. Ends with an error unless length and checksum are what
/// the directory says.
final class ZipEntryStream: ByteStream {
    private let entry: ZipEntry
    private let packed: SourceStream
    private var inflater: Inflater
    private let isStored: Bool
    private var checksum = CRC32()
    private var count: Int64 = 0
    private var isAtEnd = false

    /// How many packed bytes have been read.
    var packedCount: Int64 { packed.position - start }
    private let start: Int64

    init(_ entry: ZipEntry, _ packed: SourceStream) throws(TableError) {
        guard entry.method == 0 || entry.method == 8 else {
            throw .workbook(.unsupportedMethod(entry: entry.name))
        }
        self.entry = entry
        self.packed = packed
        start = packed.position
        isStored = entry.method == 0
        do throws(CompressionError) {
            inflater = try Inflater(.rawDeflate, outputBytesMax: entry.size)
        } catch {
            throw .compressed(error)
        }
    }

    func next() throws(TableError) -> [UInt8]? {
        guard !isAtEnd else { return nil }
        if let piece = try isStored ? packed.next() : inflated() {
            checksum.update(piece)
            count += Int64(piece.count)
            return piece
        }
        isAtEnd = true
        guard count == entry.size, checksum.value == entry.checksum else {
            throw .workbook(.wrongChecksum(entry: entry.name))
        }
        return nil
    }

    private func inflated() throws(TableError) -> [UInt8]? {
        while true {
            do throws(CompressionError) {
                if let piece = try inflater.next() { return piece }
            } catch .outOfMemory {
                throw .compressed(.outOfMemory)
            } catch {
                // Damaged, or longer than the directory says.
                throw .workbook(.wrongChecksum(entry: entry.name))
            }
            guard let piece = try packed.next() else { break }
            inflater.feed(piece)
        }
        guard inflater.isComplete else { throw .workbook(.truncated(entry: entry.name)) }
        return nil
    }
}
