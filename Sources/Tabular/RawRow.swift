/// A row as its format has it, before the header gives it meaning.
struct RawRow: Equatable {
    /// The row's number as a person sees it, counted from 1.
    var number: Int64
    var cells: [Cell]
    var problem: RowProblem?

    /// The column behind the last one that is not empty.
    var usedWidth: Int {
        var width = cells.count
        while width > 0, cells[width - 1] == .empty { width -= 1 }
        return width
    }
}

/// Rows of a format that has rows and columns: delimited text, a sheet.
protocol RawRowReader: AnyObject {
    /// The next row that is not blank; nil at the end.
    func next() throws(TableError) -> RawRow?

    /// How far the reading has come: bytes of the file, of how many.
    var progress: (read: Int64, total: Int64) { get }
}

/// The text of a cell; repaired when it is not valid UTF-8.
func decodedText(_ bytes: Span<UInt8>) -> (text: String, isValid: Bool) {
    do throws(UTF8.ValidationError) {
        return (String(copying: try UTF8Span(validating: bytes)), true)
    } catch {
        // The pointer stays inside this call.
        let text = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe String(decoding: buffer, as: UTF8.self)
        }
        return (text, false)
    }
}

/// A copy of the bytes.
func copied(_ bytes: Span<UInt8>) -> [UInt8] {
    // The pointer stays inside this call.
    unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
}
