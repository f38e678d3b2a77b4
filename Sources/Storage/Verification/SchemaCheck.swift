import Platform

/// Compares the tables, indexes, views and triggers of the database with those that the migrations
/// make: a trigger that was dropped, so that the change log could be edited, is missing here.
struct SchemaCheck {
    let connection: Connection

    /// The first thing that is missing, changed or added; nil when there is none.
    func run() throws(StorageFailure) -> String? {
        let expected = try Self.items(Self.reference())
        let found = try Self.items(connection)
        for (name, sql) in expected.sorted(by: { $0.key < $1.key }) {
            guard let there = found[name] else { return "The \(name) is missing." }
            if there != sql { return "The \(name) is not the one this program makes." }
        }
        let added = found.keys.filter { expected[$0] == nil }.min()
        return added.map { "The \($0) is not this program's." }
    }

    /// An empty database as the migrations make it, in memory.
    private static func reference() throws(StorageFailure) -> Connection {
        let connection = try Connection(path: ":memory:", role: .writing)
        try SchemaUpgrade(now: 0).run(on: connection) { _ in }
        return connection
    }

    /// "trigger change_stays" → its text. What SQLite adds for itself has none and is left out.
    private static func items(_ connection: Connection) throws(StorageFailure) -> [String: String] {
        var statement = try connection.statement(
            "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        var items: [String: String] = [:]
        while try statement.step() { items[statement.text(0)] = statement.text(1) }
        return items
    }
}
