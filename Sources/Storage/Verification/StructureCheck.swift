public import Platform

/// What is known of the database's structure since the start.
public enum StructureState: Sendable, Equatable {
    /// Not looked at, or not to the end.
    case unknown
    case sound
    /// The sentence says where.
    case damaged(String)
}

/// Looks at every page of every table once, beside the traffic: a file that was damaged while the
/// instance was stopped is found before somebody needs what is lost. Damage stops writing.
///
/// Table by table (https://sqlite.org/pragma.html#pragma_quick_check), each on a snapshot of its own,
/// so that the write-ahead log can be emptied in between.
public final class StructureCheck: Sendable {
    /// What the check and whoever stops it share.
    private final class Control: Sendable {
        struct State {
            var isStopped = false
            var connection: Connection?
        }

        let state = Lock(State())
        /// Ends the wait before the check.
        let stopping = Mailbox<Bool>(capacity: 1)

        var isStopped: Bool { state.withLock { $0.isStopped } }
    }

    private let control: Control
    private let thread: Thread

    private init(control: Control, thread: Thread) {
        self.control = control
        self.thread = thread
    }

    /// Starts it on a thread of its own, which begins after `delay` and runs when others leave the
    /// processor idle; `report` runs there at the end, unless it was stopped.
    public static func start(
        on store: Store, after delay: Duration = .zero,
        then report: @escaping @Sendable (StructureState) -> Void = { _ in }
    ) throws(SystemError) -> StructureCheck {
        let control = Control()
        let thread = try Thread.start(name: "structure") {
            Thread.giveWay()
            _ = control.stopping.take(until: MonotonicInstant.now() + delay)
            guard let found = examine(store, control) else { return }
            store.noteStructure(found)
            report(found)
        }
        return StructureCheck(control: control, thread: thread)
    }

    /// Waits for its end.
    public func wait() { thread.join() }

    /// Ends it at once.
    public func stop() {
        _ = control.stopping.offer(true)
        control.state.withLock { state in
            state.isStopped = true
            state.connection?.interrupt()
        }
        thread.join()
    }

    /// Nil when it was stopped.
    private static func examine(_ store: Store, _ control: Control) -> StructureState? {
        defer { control.state.withLock { $0.connection = nil } }
        do throws(StorageFailure) {
            let connection = try store.pool.openForCheck()
            defer { store.pool.giveBackCheck(connection) }
            control.state.withLock { $0.connection = connection }
            for table in try tables(connection) {
                if control.isStopped { return nil }
                if let finding = try check(table, connection) {
                    return .damaged("The table \(table) is damaged: \(finding)")
                }
            }
            return .sound
        } catch {
            if control.isStopped { return nil }
            return error.isDamage ? .damaged(error.description) : .unknown
        }
    }

    private static func tables(_ connection: Connection) throws(StorageFailure) -> [String] {
        var statement = try connection.statement(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name")
        var names: [String] = []
        while try statement.step() { names.append(statement.text(0)) }
        return names
    }

    /// The first thing that is wrong with a table or its indexes.
    private static func check(
        _ table: String, _ connection: Connection
    ) throws(StorageFailure) -> String? {
        let quoted = table.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"")
        var statement = try connection.statement(made: "PRAGMA quick_check(\"\(quoted)\")")
        guard try statement.step() else { return "the check gave no answer" }
        return statement.text(0).integrityFinding
    }
}

extension String {
    /// What is wrong by an answer of integrity_check or quick_check, on one line; nil for "ok".
    var integrityFinding: String? {
        if self == "ok" { return nil }
        let lines = split(separator: "\n").filter { !$0.hasPrefix("***") }
        return lines.isEmpty ? self : lines.joined(separator: "; ")
    }
}
