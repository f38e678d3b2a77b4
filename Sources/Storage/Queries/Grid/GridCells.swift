/// One value a slot, in runs of a fixed length: changing a slot while somebody still reads the old
/// state copies one run and not the column.
struct GridCells<Element: BitwiseCopyable & Sendable>: Sendable {
    static var runBits: Int { 13 }
    static var runLength: Int { 1 << runBits }

    fileprivate(set) var runs: [[Element]] = []
    /// Shared by all runs in which nothing is set yet.
    fileprivate let emptyRun: [Element]

    init(empty: Element) {
        emptyRun = [Element](repeating: empty, count: Self.runLength)
    }

    /// Slots there is room for: a multiple of the run's length.
    var count: Int { runs.count << Self.runBits }

    subscript(slot: Int) -> Element {
        get { runs[slot >> Self.runBits][slot & (Self.runLength - 1)] }
        set { runs[slot >> Self.runBits][slot & (Self.runLength - 1)] = newValue }
    }

    /// Makes room up to that slot.
    mutating func grow(toHold slot: Int) {
        while count <= slot { runs.append(emptyRun) }
    }

    /// Adds a run at the end.
    /// - Precondition: it has the length of all runs.
    mutating func append(run: [Element]) {
        precondition(run.count == Self.runLength)
        runs.append(run)
    }

    var byteCount: Int { count * MemoryLayout<Element>.stride }
}

extension GridCells where Element: Equatable {
    /// Adds a run of one value.
    mutating func append(all value: Element) {
        runs.append(
            emptyRun[0] == value
                ? emptyRun : [Element](repeating: value, count: Self.runLength))
    }
}
