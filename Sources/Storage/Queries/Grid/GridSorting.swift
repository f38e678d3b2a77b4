import Complaints

/// The order of a list over the columns in memory: each record gets a number whose order is the
/// list's, made of the ranks of its values and its id.
struct GridSorting {
    /// Up to this position a page is gathered in one pass; beyond it the position is found first.
    static let gatheredMax = 2048

    private enum Cells {
        case ranks([UInt16], GridColumn, values: [SQLValue])
        case moments(GridCells<Int64>)
    }

    private struct Term {
        let cells: Cells
        let isDescending: Bool
    }

    private let state: GridState
    private let terms: [Term]
    private let isIDDescending: Bool

    /// Nil when the order is by something that is not held, or by more than a number has room for.
    init?(
        _ sort: [SortTerm], _ order: KeysetOrder, isReversed: Bool, _ state: GridState,
        of catalogue: FieldCatalogue, on connection: Connection
    ) throws(StorageFailure) {
        var terms: [Term] = []
        var bits = 32
        // What follows the id does not matter: the order has left it out.
        for term in sort.prefix(order.terms.count) {
            guard let cells = try Self.cells(catalogue[term.field], state, connection)
            else { return nil }
            if case .moments = cells { bits += 64 } else { bits += 16 }
            terms.append(Term(cells: cells, isDescending: term.isDescending != isReversed))
        }
        guard bits <= 128, state.slotCount <= Int(UInt32.max) else { return nil }
        self.state = state
        self.terms = terms
        isIDDescending = order.isIDDescending != isReversed
    }

    private static func cells(
        _ field: Field?, _ state: GridState, _ connection: Connection
    ) throws(StorageFailure) -> Cells? {
        guard let field else { return nil }
        let name = field.name
        if let moments = state.moments(name) { return .moments(moments) }
        var source: GridNames.Source?
        if let position = GridField.codedPositions[name],
            case .reference(let table) = GridField.coded[position].column.kind
        {
            source = .init(table: table, column: "code")
        }
        guard let column = state.column(field), !column.hasFractions else { return nil }
        guard let source else { return .ranks(column.ranks, column, values: column.values) }
        let values = try GridNames(column, source, on: connection).values
        return .ranks(GridRanking.ranks(of: values), column, values: values)
    }

    /// The ids of a selection in order, behind a record's key or from a position on.
    func ids(
        in selection: GridSelection, after: UInt128?, skipping: Int, limit: Int
    ) -> [Int64] {
        var keys = keys(selection, after: after)
        if skipping + limit <= Self.gatheredMax {
            var least = Least<UInt128>(count: skipping + limit)
            for key in keys { least.add(key) }
            return least.sorted.dropFirst(skipping).map(id)
        }
        guard skipping < keys.count else { return [] }
        Self.settle(skipping, in: &keys)
        var least = Least<UInt128>(count: limit)
        for key in keys[skipping...] { least.add(key) }
        return least.sorted.map(id)
    }

    /// The values by which a record stands where it does.
    func values(of id: Int64) -> [SQLValue] {
        terms.map { term in
            switch term.cells {
            case .ranks(_, let column, let values): values[Int(column.codes[Int(id)])]
            case .moments(let cells): .integer(cells[Int(id)])
            }
        }
    }

    /// The key of a record with these values; nil when one of them is not among the column's.
    func key(_ values: [SQLValue], id: Int64) -> UInt128? {
        guard values.count == terms.count, id > 0, id <= Int64(UInt32.max) else { return nil }
        var key: UInt128 = 0
        for (term, value) in zip(terms, values) {
            switch (term.cells, value) {
            case (.ranks(let ranks, _, let known), _):
                guard let code = known.firstIndex(of: value) else { return nil }
                Self.append(ranks[code], term.isDescending, to: &key)
            case (.moments, .integer(let moment)):
                Self.append(Self.ordered(moment), term.isDescending, to: &key)
            case (.moments, _): return nil
            }
        }
        Self.append(UInt32(id), isIDDescending, to: &key)
        return key
    }

    private func id(_ key: UInt128) -> Int64 {
        let low = UInt32(truncatingIfNeeded: key)
        return Int64(isIDDescending ? ~low : low)
    }

    /// The keys of a selection, those not behind `after` left out. Term by term over all records, as
    /// the columns stand in memory.
    private func keys(_ selection: GridSelection, after: UInt128?) -> [UInt128] {
        let slots = selection.slots(in: state)
        var keys = [UInt128](repeating: 0, count: slots.count)
        for term in terms {
            switch term.cells {
            case .ranks(let ranks, let column, _):
                let codes = column.codes
                for index in slots.indices {
                    let rank = ranks[Int(codes[Int(slots[index])])]
                    Self.append(rank, term.isDescending, to: &keys[index])
                }
            case .moments(let cells):
                for index in slots.indices {
                    let moment = Self.ordered(cells[Int(slots[index])])
                    Self.append(moment, term.isDescending, to: &keys[index])
                }
            }
        }
        for index in slots.indices { Self.append(slots[index], isIDDescending, to: &keys[index]) }
        if let after { keys.removeAll { $0 <= after } }
        return keys
    }

    private static func append<Part: FixedWidthInteger & UnsignedInteger>(
        _ part: Part, _ isDescending: Bool, to key: inout UInt128
    ) {
        key = key << UInt128(Part.bitWidth) | UInt128(isDescending ? ~part : part)
    }

    /// A number without sign that is ordered like the one with it.
    private static func ordered(_ moment: Int64) -> UInt64 {
        UInt64(bitPattern: moment) ^ (1 << 63)
    }

    /// Puts the key that belongs at a position there, the lesser ones before it (quickselect).
    private static func settle(_ position: Int, in keys: inout [UInt128]) {
        var low = 0
        var high = keys.count - 1
        while low < high {
            let pivot = keys[(low + high) / 2]
            var left = low
            var right = high
            while left <= right {
                while keys[left] < pivot { left += 1 }
                while keys[right] > pivot { right -= 1 }
                if left <= right {
                    keys.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if position <= right {
                high = right
            } else if position >= left {
                low = left
            } else {
                return
            }
        }
    }
}
