public import Complaints
import Platform
import Synchronization

/// Counters that say whether an answer is still true. A commit advances those of every record and
/// every (entity, site) it touched, and nothing else ever does: an answer remembers the counters it
/// depends on, read before its snapshot, and is good while none of them moved.
///
/// Records and sites share counters by hash: an answer may be dropped too often, never too seldom.
/// `advance` runs after the commit and before its writer is answered, so whoever was answered finds
/// no older answer.
public final class Generations: Sendable {
    static let recordSlots = 1 << 16
    static let siteSlots = 1 << 12
    private static let siteStart = recordSlots
    private static let entityStart = siteStart + siteSlots
    private static let namesSlot = entityStart + Entity.allCases.count
    private static let slotCount = namesSlot + 1
    private static let stripeBits = 10

    private let stripes: [Stripe]
    /// Moves before and after every advance: while it stands still, so do all counters.
    private let epoch = Atomic<UInt64>(0)

    public init() {
        let count = (Self.slotCount >> Self.stripeBits) + 1
        stripes = (0..<count).map { _ in Stripe() }
    }

    /// Notes that these records changed; none at all means that anything may have.
    public func advance(_ changes: [RecordChange]) {
        epoch.wrappingAdd(1, ordering: .sequentiallyConsistent)
        defer { epoch.wrappingAdd(1, ordering: .sequentiallyConsistent) }
        // Every answer depends on the names.
        if changes.isEmpty { increment(Self.namesSlot) }
        for change in changes {
            increment(Self.slot(of: change.entity, record: change.id))
            increment(Self.slot(of: change.entity, site: change.site))
            if change.oldSite != change.site {
                increment(Self.slot(of: change.entity, site: change.oldSite))
            }
            increment(Self.slot(of: change.entity))
            if Self.renames(change) { increment(Self.namesSlot) }
        }
    }

    /// The counters that an answer of that scope depends on, as they are now.
    public func stamp(for scope: AnswerScope) -> AnswerStamp {
        let epoch = epoch.load(ordering: .sequentiallyConsistent)
        var slots: [Int] = []
        Self.collect(scope, into: &slots)
        return AnswerStamp(slots: slots, values: slots.map(value), epoch: epoch)
    }

    /// Whether nothing the stamp depends on has changed since it was taken.
    public func isCurrent(_ stamp: AnswerStamp) -> Bool {
        if epoch.load(ordering: .sequentiallyConsistent) == stamp.epoch { return true }
        for index in stamp.slots.indices
        where value(stamp.slots[index]) != stamp.values[index] {
            return false
        }
        return true
    }

    private func increment(_ slot: Int) {
        let offset = slot & ((1 << Self.stripeBits) - 1)
        stripes[slot >> Self.stripeBits].counters.withLock { $0[offset] &+= 1 }
    }

    private func value(_ slot: Int) -> UInt64 {
        let offset = slot & ((1 << Self.stripeBits) - 1)
        return stripes[slot >> Self.stripeBits].counters.withLock { $0[offset] }
    }

    /// Whether answers about other records show something of this one: complaints show the names of
    /// sites and systems, everything is shaped by fields and settings. A record just made is shown
    /// by no other yet.
    private static func renames(_ change: RecordChange) -> Bool {
        switch change.entity {
        case .site, .system: !change.isCreation
        case .field, .setting: true
        case .complaint, .user, .token, .session, .import, .mapping, .attachment, .signature,
            .task, .comment, .watcher, .link, .decision, .report, .ruleSet, .clock, .terminology,
            .team:
            false
        }
    }

    private static func collect(_ scope: AnswerScope, into slots: inout [Int]) {
        switch scope {
        case .record(let entity, let id):
            slots += [slot(of: entity, record: id), namesSlot]
        case .list(let entity, nil):
            slots += [slot(of: entity), namesSlot]
        case .list(let entity, let sites?):
            slots += sites.map { slot(of: entity, site: $0) }
            slots.append(namesSlot)
        case .all(let scopes):
            for scope in scopes { collect(scope, into: &slots) }
        }
    }

    private static func slot(of entity: Entity, record id: Int64) -> Int {
        mix(UInt64(bitPattern: id), ordinal(entity)) & (recordSlots - 1)
    }

    private static func slot(of entity: Entity, site: Int64?) -> Int {
        siteStart + mix(UInt64(bitPattern: site ?? -1), ordinal(entity)) & (siteSlots - 1)
    }

    private static func slot(of entity: Entity) -> Int { entityStart + ordinal(entity) }

    private static func ordinal(_ entity: Entity) -> Int {
        switch entity {
        case .complaint: 0
        case .site: 1
        case .system: 2
        case .user: 3
        case .token: 4
        case .session: 5
        case .import: 6
        case .mapping: 7
        case .field: 8
        case .setting: 9
        case .attachment: 10
        case .signature: 11
        case .task: 12
        case .comment: 13
        case .watcher: 14
        case .link: 15
        case .ruleSet: 16
        case .clock: 17
        case .terminology: 18
        case .team: 19
        case .decision: 20
        case .report: 21
        }
    }

    /// A Fibonacci hash; the low bits of the product's high half are well mixed.
    private static func mix(_ value: UInt64, _ ordinal: Int) -> Int {
        let mixed = (value &+ UInt64(ordinal) &* 0x1_0000_0001) &* 0x9E37_79B9_7F4A_7C15
        return Int(mixed >> 32)
    }

    private final class Stripe: Sendable {
        let counters = Lock([UInt64](repeating: 0, count: 1 << Generations.stripeBits))
    }
}

/// What one change-log row says to the cache.
public struct RecordChange: Sendable {
    public let entity: Entity
    public let id: Int64
    /// The record's site after the change, and before it.
    public let site: Int64?
    public let oldSite: Int64?
    public let isCreation: Bool

    public init(entity: Entity, id: Int64, site: Int64?, oldSite: Int64?, isCreation: Bool) {
        self.entity = entity
        self.id = id
        self.site = site
        self.oldSite = oldSite
        self.isCreation = isCreation
    }
}

extension RecordChange {
    init(_ notice: ChangeNotice) {
        // The sites a site's lists are about are the sites themselves.
        let isSite = notice.entity == .site
        self.init(
            entity: notice.entity, id: notice.id, site: isSite ? notice.id : notice.site,
            oldSite: isSite ? notice.id : notice.oldSite,
            isCreation: notice.operation == ChangeOperation.create.rawValue)
    }
}

/// The counters an answer depends on and their values when it was begun.
public struct AnswerStamp: Sendable, Equatable {
    let slots: [Int]
    let values: [UInt64]
    /// That of all counters, read before them.
    let epoch: UInt64

    /// Whether the counters are the same, whatever others did.
    public static func == (one: AnswerStamp, other: AnswerStamp) -> Bool {
        one.slots == other.slots && one.values == other.values
    }
}
