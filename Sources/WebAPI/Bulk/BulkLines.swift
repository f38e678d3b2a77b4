internal import Complaints
internal import JSON
internal import Platform
internal import Tabular

/// The rows of bulk work, a line of JSON each, read a piece at a time.
final class BulkLines {
    /// Rows of one piece of work at most.
    static let rowsMax = 1_000_000
    private static let pieceBytes = 256 << 10

    /// Why a file cannot be read on.
    enum Failure: Error {
        case system(SystemError)
        case text(JSONError)

        /// What is wrong with it, in one sentence.
        var words: Words {
            switch self {
            case .system(let error): TableError.unreadable(error.description).words
            case .text(let error): TableError.json(error).words
            }
        }
    }

    private let file: File
    private var elements = JSONElementReader(.lines, elementBytesMax: BodyRule.jsonBytesMax)
    private var offset: Int64 = 0
    private var isAtEnd = false

    init(path: String) throws(Failure) {
        do throws(SystemError) {
            file = try File.open(path, .reading)
        } catch {
            throw .system(error)
        }
    }

    /// The bytes of the next line that is not blank; nil at the end.
    func next() throws(Failure) -> [UInt8]? {
        while true {
            do throws(JSONError) {
                if let element = try elements.next() { return element.bytes }
            } catch {
                throw .text(error)
            }
            if isAtEnd { return nil }
            try feed()
        }
    }

    private func feed() throws(Failure) {
        do throws(SystemError) {
            let piece = try file.read(at: offset, bytesMax: Self.pieceBytes)
            offset += Int64(piece.count)
            if piece.isEmpty {
                isAtEnd = true
                elements.finish()
            } else {
                elements.feed(piece)
            }
        } catch {
            throw .system(error)
        }
    }
}
