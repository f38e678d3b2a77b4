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
    func slots(in state: GridState) -> [UInt32] {
        let mask = mask(in: state)
        var slots: [UInt32] = []
        slots.reserveCapacity(state.count)
        for slot in mask.bits.indices where mask.bits[slot] == 1 { slots.append(UInt32(slot)) }
        return slots
    }

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
}
