internal import JSON
internal import Platform
internal import Storage

/// Writes the rows of bulk work that are known before it begins: of an edit its change on the first
/// line, then a complaint a line, `[12,3]` for complaint 12 at version 3.
struct FrozenRows: ~Copyable {
    private static let pieceBytes = 256 << 10

    private let body: SpooledFile
    private let file: File
    private var bytes: [UInt8] = []
    private(set) var count: Int64 = 0

    init(for exchange: Exchange) throws(APIFailure) {
        let folder = exchange.instance.jobs.folder
        let body = SpooledFile(folder.newName(), in: folder, log: exchange.instance.log)
        self.body = body
        file = try io { () throws(SystemError) in try File.open(body.path, .creating) }
    }

    /// Begins with what is done to every row.
    mutating func begin(with change: JSONObject) throws(APIFailure) {
        try add(JSONValue.object(change).serialized())
    }

    mutating func add(_ complaint: SeenComplaint) throws(APIFailure) {
        count += 1
        try add(Array("[\(complaint.id),\(complaint.version)]".utf8))
    }

    /// The file, which survives a loss of power from then on.
    mutating func finish() throws(APIFailure) -> SpooledFile {
        try write()
        do throws(SystemError) {
            try file.sync()
            try Directory.sync(body.folder.path)
        } catch {
            throw .broken(error.description)
        }
        return body
    }

    private mutating func add(_ line: [UInt8]) throws(APIFailure) {
        bytes += line
        bytes.append(0x0A)
        if bytes.count >= Self.pieceBytes { try write() }
    }

    private mutating func write() throws(APIFailure) {
        do throws(SystemError) { try file.append(bytes) } catch {
            throw .broken(error.description)
        }
        bytes.removeAll(keepingCapacity: true)
    }
}
