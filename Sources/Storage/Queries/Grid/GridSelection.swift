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
    /// The ids of a selection in the order of received date and id, behind a key or from a position
    /// on; nil when the order is not to be had.
    func ids(
        in selection: GridSelection, isDescending: Bool, after key: UInt64?, skipping: Int,
        limit: Int
    ) -> [Int64]? {
        guard hasDates else { return nil }
        guard limit > 0 else { return [] }
        if case .some(let mask) = selection, skipping + limit <= GridSorting.gatheredMax,
            mask.count < count / Self.sparseShare
        {
            return gathered(mask, isDescending, after: key, skipping, limit)
        }
        var ids: [Int64] = []
        switch selection {
        case .all:
            order.walk(isDescending, after: key, skipping: skipping) { key in
                ids.append(Int64(key & 0xFFFF_FFFF))
                return ids.count < limit
            }
        case .some(let mask):
            var left = skipping
            order.walk(isDescending, after: key, skipping: 0) { key in
                guard mask.bits[Int(key & 0xFFFF_FFFF)] == 1 else { return true }
                if left > 0 {
                    left -= 1
                    return true
                }
                ids.append(Int64(key & 0xFFFF_FFFF))
                return ids.count < limit
            }
        }
        return ids
    }

    /// With fewer than one record in so many, walking the whole order costs more than looking at
    /// the records that are in.
    private static let sparseShare = 8

    private func gathered(
        _ mask: GridMask, _ isDescending: Bool, after key: UInt64?, _ skipping: Int, _ limit: Int
    ) -> [Int64] {
        var least = Least<UInt64>(count: skipping + limit)
        for slot in mask.slots {
            let own = UInt64(date(of: Int64(slot))) << 32 | UInt64(slot)
            if let key, isDescending ? own >= key : own <= key { continue }
            least.add(isDescending ? ~own : own)
        }
        return least.sorted.dropFirst(skipping).map {
            Int64((isDescending ? ~$0 : $0) & 0xFFFF_FFFF)
        }
    }
}
