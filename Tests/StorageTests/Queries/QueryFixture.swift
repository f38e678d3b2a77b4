import Complaints
import JSON
import Platform
import TestSupport

@testable import Storage

/// A database of its own in a temporary folder, with rows put in by plain SQL.
final class QueryFixture {
    let connection: Connection
    let keys: KeyFile
    private(set) var grid = GridMirror(bytesMax: 64 << 20)
    private(set) var commit: Int64 = 7
    private let keptPath: String
    /// Nil when the caller keeps the folder.
    private let scratch: ScratchDirectory?

    /// A folder that is removed afterwards, or one that is kept.
    init(kept path: String? = nil) throws {
        scratch = path == nil ? try ScratchDirectory() : nil
        let directory = path ?? scratch?.path ?? ""
        keptPath = directory
        try Directory.create(directory)
        connection = try Connection(path: "\(directory)/test.db", role: .writing)
        keys = try KeyFile(directory: directory, mayCreate: true)
        try SchemaUpgrade(now: 0).run(on: connection) { _ in }
    }

    /// Puts a complaint in; columns that are not named take a default or null.
    func insert(_ id: Int64, _ columns: [String: SQLValue] = [:]) throws {
        var row: [String: SQLValue] = [
            "id": .integer(id), "number": .text("C-2026-\(id)"), "year": .integer(2026),
            "year_seq": .integer(id), "version": .integer(1), "created_at": .integer(0),
            "updated_at": .integer(0), "updated_by": .text("marie"), "status": .text("received"),
        ]
        row.merge(columns) { $1 }
        let names = row.keys.sorted()
        let marks = names.map { _ in "?" }.joined(separator: ",")
        var statement = try connection.statement(
            made: "INSERT INTO complaint(\(names.joined(separator: ","))) VALUES(\(marks))")
        statement.bind(names.map { row[$0] ?? .null })
        try statement.run()
    }

    /// Changes columns and says so in the log, as the writer does.
    func update(_ id: Int64, _ columns: [String: SQLValue]) throws {
        let names = columns.keys.sorted()
        let set = names.map { $0 + "=?" }.joined(separator: ",")
        var statement = try connection.statement(
            made: "UPDATE complaint SET \(set) WHERE id=\(id)")
        statement.bind(names.map { columns[$0] ?? .null })
        try statement.run()
        try log(id, "update")
    }

    /// Adds a row to the log; the next commit.
    func log(
        _ id: Int64, _ operation: String, body: [UInt8] = [1, 0, 0], by origin: String = "web"
    ) throws {
        commit += 1
        var statement = try connection.statement(
            """
            INSERT INTO change VALUES(?,0,'marie',?,'','because','complaint',?,'C',?,1,
              NULL,NULL,NULL,?,x'00ff')
            """)
        statement.bind(1, commit)
        statement.bind(2, origin)
        statement.bind(3, id)
        statement.bind(4, operation)
        statement.bind(5, blob: body)
        try statement.run()
    }

    /// Fills the full-text index from the table.
    func index() throws {
        try connection.execute("INSERT INTO complaint_text(complaint_text) VALUES('rebuild')")
    }

    /// The list's answer; `inMemory` lets it use the columns in memory.
    func list(
        _ query: ComplaintQuery, for visibility: Visibility = .everything, inMemory: Bool = false
    ) throws -> JSONValue {
        if inMemory { try buildColumns() }
        var writer = JSONWriter()
        try listing(visibility, inMemory: inMemory).write(query, into: &writer)
        return try JSONValue.parse(writer.bytes)
    }

    func listing(_ visibility: Visibility, inMemory: Bool) -> ComplaintListing {
        ComplaintListing(
            connection: connection, catalogue: .standard, visibility: visibility, commit: commit,
            grid: inMemory ? grid.view : nil)
    }

    /// Builds the columns in memory where they are not yet.
    func buildColumns() throws {
        guard grid.commit == nil else { return }
        var building = GridBuilding(at: commit)
        while try building.readRange(on: connection) {}
        grid.install(building.finish())
    }

    /// The columns in memory as they are now.
    func columns() throws -> GridState? {
        try buildColumns()
        return try grid.snapshot(at: commit, on: connection)
    }

    /// Where the columns are kept, in the fixture's folder.
    var columnFile: GridFile { GridFile(directory: keptPath) }

    /// Columns as a start finds them: those that lie in the file, brought along by the log.
    func takeColumns() throws {
        let state = try columnFile.read(
            bytesMax: grid.bytesMax, while: { true }, accept: { _ in })
        grid = GridMirror(bytesMax: grid.bytesMax)
        var building = GridBuilding(taking: state)
        while try building.followRange(to: commit, on: connection) {}
        grid.install(building.state)
    }

    /// The facets' answer.
    func facets(
        by fields: [FieldName], _ filter: Filter = .everything, search: SearchText? = nil,
        for visibility: Visibility = .everything, inMemory: Bool = false
    ) throws -> JSONValue {
        if inMemory { try buildColumns() }
        let counting = FacetCounting(
            connection: connection, catalogue: .standard, visibility: visibility,
            grid: inMemory ? try grid.snapshot(at: commit, on: connection) : nil)
        var writer = JSONWriter()
        try counting.write(by: fields, filter: filter, search: search, into: &writer)
        return try JSONValue.parse(writer.bytes)
    }

    /// The lines of EXPLAIN QUERY PLAN.
    func explain(_ sql: String, _ values: [SQLValue]) throws -> [String] {
        var statement = try connection.statement(made: "EXPLAIN QUERY PLAN " + sql)
        statement.bind(values)
        var lines: [String] = []
        while try statement.step() { lines.append(statement.text(3)) }
        return lines
    }
}

extension Visibility {
    static let everything = Visibility(sites: nil, seesComplainant: true, seesPatient: true)
    static let open = Visibility(sites: nil, seesComplainant: false, seesPatient: false)
}

extension JSONValue {
    subscript(name: String) -> JSONValue? { objectValue?[name] }

    /// The ids of a list answer's items.
    var ids: [Int64] {
        (self["items"]?.arrayValue ?? []).compactMap { $0["id"]?.int64Value }
    }
}

extension GridFile {
    /// Keeps columns as true for the row of their commit, whose hash is made up.
    @discardableResult
    func keep(_ state: GridState, while mayGoOn: @escaping () -> Bool = { true }) throws -> Int64 {
        try write(
            state, at: ChainPoint(commit: state.commit, hash: [UInt8](repeating: 7, count: 32)),
            isPaced: false, while: mayGoOn)
    }
}
