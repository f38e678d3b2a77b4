/// The records that a filter leaves: all there are, or those of a mask.
enum GridSelection: Sendable {
    case all
    case some(GridMask)

    func count(in state: GridState) -> Int {
        switch self {
        case .all: state.count
        case .some(let mask): mask.count
        }
    }

    /// The slots of its records, ascending.
    func slots(in state: GridState) -> [UInt32] { mask(in: state).slots }

    /// As a mask in any case.
    func mask(in state: GridState) -> GridMask {
        switch self {
        case .all: GridMask(state.present)
        case .some(let mask): mask
        }
    }
}

extension GridState {
    /// The ids of a selection that a walk comes by; nil when the order is not to be had.
    func ids(in selection: GridSelection, _ walk: GridWalk) -> [Int64]? {
        guard hasDates else { return nil }
        guard walk.limit > 0 else { return [] }
        switch selection {
        case .all:
            var ids: [Int64] = []
            order.walk(walk.isDescending, after: walk.key, skipping: walk.skipped) { key in
                ids.append(Int64(key & 0xFFFF_FFFF))
                return ids.count < walk.limit
            }
            return ids
        case .some(let mask):
            let wanted = walk.skipped + walk.limit
            let matches = mask.count
            // A walk comes by so many records until it has those; gathering looks at each match.
            if wanted <= GridSorting.gatheredMax, wanted * count / max(1, matches) > matches {
                return gathered(mask, walk)
            }
            return ids(walk, looksMax: .max, where: mask.contains(slot:))
        }
    }

    /// The ids a sieve leaves of those a walk comes by; nil when too many records had to be looked at,
    /// or the order is not to be had.
    func ids(through sieve: GridSieve, _ walk: GridWalk) -> [Int64]? {
        guard hasDates else { return nil }
        return ids(walk, looksMax: GridSieve.looksMax(of: slotCount), where: sieve.passes)
    }

    private func ids(
        _ walk: GridWalk, looksMax: Int, where passes: (Int) -> Bool
    ) -> [Int64]? {
        var ids: [Int64] = []
        var left = walk.skipped
        var looks = 0
        order.walk(walk.isDescending, after: walk.key, skipping: 0) { key in
            looks += 1
            guard looks <= looksMax else { return false }
            let slot = Int(key & 0xFFFF_FFFF)
            guard passes(slot) else { return true }
            if left > 0 {
                left -= 1
                return true
            }
            ids.append(Int64(slot))
            return ids.count < walk.limit
        }
        return looks <= looksMax ? ids : nil
    }

    private func gathered(_ mask: GridMask, _ walk: GridWalk) -> [Int64] {
        var least = Least<UInt64>(count: walk.skipped + walk.limit)
        mask.visitSlots { slot in
            let own = UInt64(date(of: Int64(slot))) << 32 | UInt64(slot)
            if let key = walk.key, walk.isDescending ? own >= key : own <= key { return }
            least.add(walk.isDescending ? ~own : own)
        }
        return least.sorted.dropFirst(walk.skipped).map {
            Int64((walk.isDescending ? ~$0 : $0) & 0xFFFF_FFFF)
        }
    }
}
