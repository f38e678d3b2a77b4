import Complaints

/// What the change log tells of files, as sets of files.
struct FileHistory {
    /// The facts that the log tells.
    static let facts: [FileCheck.Fact] = [.wasClosedHere, .wasClosedElsewhere]

    /// Files with more than one row in the log. The others were only made.
    private let changed: GridMask

    init(_ state: GridState, on connection: Connection) throws(StorageFailure) {
        var changed = GridMask(none: state.slotCount)
        var rows = try connection.statement(made: Self.changedFiles)
        while try rows.step() {
            let file = rows.int64(0)
            if file > 0, file < Int64(state.slotCount) { changed.insert(Int(file)) }
        }
        self.changed = changed
    }

    /// By the index alone: no row of the log is read.
    static let changedFiles = """
        SELECT entity_id FROM change INDEXED BY change_by_entity WHERE entity='complaint' \
        GROUP BY entity_id HAVING count(*) > 1
        """

    /// Those of the files that work here has changed. The log is asked for each one that has changed.
    func changedHere(
        _ files: GridMask, on connection: Connection
    ) throws(StorageFailure) -> GridMask {
        var candidates = files
        candidates.formIntersection(changed)
        var found = GridMask(none: files.words.count << 6)
        var row = try connection.statement(made: Self.ownChange)
        for file in candidates.slots {
            row.bind(1, Int64(file))
            if try row.step() { found.insert(Int(file)) }
            row.rewind()
        }
        return found
    }

    static let ownChange = FileCheck.Fact.ownChanges(of: "?") + " LIMIT 1"
}
