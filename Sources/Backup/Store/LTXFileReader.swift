import Platform

/// Pulls the pages of an LTX file on the disk; after the last one everything is checked.
final class LTXFileReader: LTXPageSource {
    private static let pieceBytes = 64 << 10

    private let file: File
    private let name: String
    private var decoder = LTXDecoder()
    private var offset: Int64 = 0
    private var isFinished = false
    let header: LTXHeader

    init(_ path: String) throws(BackupError) {
        name = path
        let head: [UInt8]
        do throws(SystemError) {
            file = try File.open(path, .reading)
            head = try file.read(at: 0, bytesMax: LTXHeader.byteCount)
        } catch {
            throw .system(error)
        }
        do throws(LTXError) { header = try LTXHeader(head) } catch {
            throw .damaged(object: path, error)
        }
    }

    /// The next page; nil after the last.
    func next() throws(BackupError) -> LTXPage? {
        while !isFinished {
            if let page = try checked({ () throws(LTXError) in try decoder.next() }) { return page }
            let piece: [UInt8]
            do throws(SystemError) {
                piece = try file.read(at: offset, bytesMax: Self.pieceBytes)
            } catch {
                throw .system(error)
            }
            offset += Int64(piece.count)
            if piece.isEmpty {
                try checked { () throws(LTXError) in try decoder.finish() }
                isFinished = true
            } else {
                decoder.feed(piece)
            }
        }
        return nil
    }

    private func checked<Value>(
        _ body: () throws(LTXError) -> Value
    ) throws(BackupError) -> Value {
        do throws(LTXError) { return try body() } catch { throw .damaged(object: name, error) }
    }
}
