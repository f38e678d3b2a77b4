internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// The listeners and what each has heard: owned by the hub's thread.
struct EventLoop {
    private let store: Store
    private let credentials: CredentialCache
    private let shelf: CatalogueShelf
    private var listeners: [EventHub.Listener] = []
    private var generation = 0
    /// What listeners were last told of saving.
    private var saving = SavingState.possible

    init(store: Store, credentials: CredentialCache, shelf: CatalogueShelf) {
        self.store = store
        self.credentials = credentials
        self.shelf = shelf
    }

    mutating func add(_ listener: EventHub.Listener) {
        tellOfSaving()
        var listener = listener
        let commit = store.commit
        var opening = Array(": listening\n\n".utf8)
        // Ahead of the log: it was restored to an earlier state than the listener has seen.
        if let last = listener.lastSeq, last > commit { opening += Self.reset(at: commit) }
        // Also that it is possible: the listener may come from a run that could not save.
        opening += Self.event(of: saving)
        listener.lastSeq = min(listener.lastSeq ?? commit, commit)
        if listener.sink.send(opening) { listeners.append(listener) }
    }

    mutating func remove(_ id: Int64) { listeners.removeAll { $0.id == id } }

    mutating func closeAll() {
        for listener in listeners { listener.sink.close() }
        listeners = []
    }

    /// Nothing happened for a while: proves to proxies that the stream lives.
    mutating func beat() {
        dropDead()
        tellOfSaving()
        listeners.removeAll { !$0.sink.send(Array(": \n\n".utf8)) }
    }

    /// Tells everyone when saving became impossible, and when it is possible again.
    private mutating func tellOfSaving() {
        if store.saving == saving { return }
        saving = store.saving
        listeners.removeAll { !$0.sink.send(Self.event(of: saving)) }
    }

    private static func event(of saving: SavingState) -> [UInt8] {
        Array("event: saving\ndata: {\"state\":\"\(saving.rawValue)\"}\n\n".utf8)
    }

    /// Sends what the log has gained to everyone who may hear of it.
    mutating func deliver() {
        if credentials.generation != generation {
            generation = credentials.generation
            dropDead()
        }
        tellOfSaving()
        // Listeners of one class at one place share the reading and the bytes.
        let groups = Dictionary(grouping: listeners.indices) { index in
            GroupKey(
                visibilityClass: listeners[index].identity.caller?.visibility.cacheClass ?? "",
                administers: listeners[index].administers, lastSeq: listeners[index].lastSeq ?? 0)
        }
        var dead: Set<Int64> = []
        for (key, members) in groups {
            guard let visibility = listeners[members[0]].identity.caller?.visibility else {
                continue
            }
            deliver(to: members, key, visibility, &dead)
        }
        if !dead.isEmpty { listeners.removeAll { dead.contains($0.id) } }
    }

    private struct GroupKey: Hashable {
        let visibilityClass: String
        let administers: Bool
        let lastSeq: Int64
    }

    private mutating func deliver(
        to members: [Int], _ key: GroupKey, _ visibility: Visibility, _ dead: inout Set<Int64>
    ) {
        var last = key.lastSeq
        var isDone = false
        while !isDone {
            let page: Page
            do throws(StorageFailure) {
                page = try read(after: last, visibility, administers: key.administers)
            } catch {
                // The rows stay in the log; the next commit or beat tries again.
                return
            }
            for index in members where !page.bytes.isEmpty {
                if !listeners[index].sink.send(page.bytes) { dead.insert(listeners[index].id) }
            }
            last = page.lastSeq
            isDone = page.isLast
            for index in members { listeners[index].lastSeq = last }
        }
    }

    private struct Page {
        var bytes: [UInt8] = []
        var lastSeq: Int64
        var isLast: Bool
    }

    private func read(
        after seq: Int64, _ visibility: Visibility, administers: Bool
    ) throws(StorageFailure) -> Page {
        let catalogue = try shelf.current(store)
        return try store.read { reader throws(StorageFailure) -> Page in
            let commit = reader.commit
            if commit - seq > EventHub.backlogMax {
                return Page(bytes: Self.reset(at: commit), lastSeq: commit, isLast: true)
            }
            let notices = try reader.changes(
                after: seq, limit: EventHub.pageMax, for: visibility)
            var page = Page(
                lastSeq: notices.last?.seq ?? max(commit, seq),
                isLast: notices.count < EventHub.pageMax)
            if page.isLast { page.lastSeq = max(commit, seq) }
            for notice in notices where Self.isHeard(notice, administers: administers) {
                page.bytes += Self.event(notice, visibility, catalogue)
            }
            return page
        }
    }

    /// Tells a listener to load afresh and go on from there.
    private static func reset(at commit: Int64) -> [UInt8] {
        Array("event: reset\nid: \(commit)\ndata: {}\n\n".utf8)
    }

    /// Accounts, sessions and tokens are for who administers them; readings are for the trail only.
    private static func isHeard(_ notice: ChangeNotice, administers: Bool) -> Bool {
        if notice.operation == ChangeOperation.read.rawValue { return false }
        switch notice.entity {
        case .complaint, .attachment, .signature, .task, .comment, .watcher, .link, .decision,
            .report, .site, .system, .import, .mapping, .field, .ruleSet, .clock, .terminology,
            .team:
            return true
        case .user, .token, .session, .setting: return administers
        }
    }

    private static func event(
        _ notice: ChangeNotice, _ visibility: Visibility, _ catalogue: FieldCatalogue
    ) -> [UInt8] {
        var writer = JSONWriter(reserving: 256)
        writer.beginObject()
        writer.name("seq")
        writer.integer(notice.seq)
        writer.name("entity")
        writer.string(notice.entity.rawValue)
        writer.name("id")
        writer.integer(notice.id)
        writer.name("number")
        writer.string(notice.code)
        writer.name("operation")
        writer.string(notice.operation)
        writer.name("version")
        writer.integer(notice.version)
        writer.name("actor")
        writer.string(notice.actor)
        writer.name("fields")
        writer.beginArray()
        for name in notice.fields where isSeen(name, notice.entity, visibility, catalogue) {
            writer.string(name)
        }
        writer.endArray()
        writer.endObject()
        return Array("event: change\nid: \(notice.seq)\ndata: ".utf8) + writer.bytes + [0x0A, 0x0A]
    }

    private static func isSeen(
        _ name: String, _ entity: Entity, _ visibility: Visibility, _ catalogue: FieldCatalogue
    ) -> Bool {
        guard entity == .complaint, let field = catalogue[FieldName(name)] else { return true }
        return visibility.sees(field.access)
    }

    /// Ends the streams of those whose credential is no longer good or sees something else now.
    private mutating func dropDead() {
        listeners.removeAll { listener in
            let isLive = credentials.stillGrants(listener.identity)
            if !isLive { listener.sink.close() }
            return !isLive
        }
    }
}

extension EventHub.Listener {
    fileprivate var administers: Bool {
        identity.caller?.permissions.contains(.users) ?? false
    }
}
