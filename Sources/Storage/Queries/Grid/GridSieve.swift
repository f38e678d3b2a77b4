/// A filter that looks at one record at a time: comparisons that all have to pass. A page that is full
/// after a few thousand records is had without a mask of all of them.
struct GridSieve {
    private let parts: [GridMarks]

    init(_ parts: [GridMarks]) { self.parts = parts }

    func passes(_ slot: Int) -> Bool {
        for part in parts where !part.passes(slot) { return false }
        return true
    }

    /// All records that pass; nil when slots without a record might: their code is that of null in
    /// every column.
    var mask: GridMask? {
        guard let first = parts.first, parts.contains(where: { $0.table.first != 1 }) else {
            return nil
        }
        var mask = first.mask
        for part in parts.dropFirst() { mask.formIntersection(part.mask) }
        return mask
    }

    /// How many of so many records may be looked at: beyond it a mask costs less, as it reads the
    /// columns in the order of memory.
    static func looksMax(of count: Int) -> Int { max(1024, count / 64) }
}
