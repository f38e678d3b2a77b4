import Platform

/// The file that keeps the columns from one start to the next (docs/decisions/0028).
///
/// Written beside itself and renamed, and the disk is not waited for: what a power loss leaves of it does not
/// have its sum, and the columns are built from the table as if there were none. It never holds what the
/// database does not.
struct GridFile: Sendable {
    static let fileName = "columns"
    static let scratchName = fileName + ".tmp"

    let directory: String
    /// Bytes that may still be written on the directory's file system.
    var freeBytes: @Sendable (String) throws(SystemError) -> Int64 = Directory.freeBytes

    private var path: String { "\(directory)/\(Self.fileName)" }
    private var scratchPath: String { "\(directory)/\(Self.scratchName)" }

    /// Removes what a writing that was cut short has left.
    func removeScratch() throws(SystemError) { try DurableFile.remove(scratchPath) }

    func remove() throws(SystemError) { try DurableFile.remove(path) }

    /// Its bytes; 0 where there is none.
    func length() throws(StorageFailure) -> Int64 {
        do throws(SystemError) { return try DurableFile.status(path)?.length ?? 0 } catch {
            throw .failed(.system(error.description))
        }
    }

    /// Keeps columns that are true for that point, in place of those kept before; answers with the file's
    /// length. `isPaced`: others commit meanwhile and are not to wait for these bytes.
    func write(
        _ state: GridState, at point: ChainPoint, isPaced: Bool, while mayGoOn: @escaping () -> Bool
    ) throws(GridFileFailure) -> Int64 {
        do throws(GridFileFailure) {
            try refuseWithoutRoom(for: Int64(state.byteCount))
            let length = try writeScratch(state, at: point, isPaced: isPaced, while: mayGoOn)
            do throws(SystemError) { try DurableFile.renameUnsynced(scratchPath, to: path) } catch {
                throw .system(error)
            }
            return length
        } catch {
            let failure = error
            // What stays there now is removed by the next start.
            do throws(SystemError) { try removeScratch() } catch { throw failure }
            throw failure
        }
    }

    private func refuseWithoutRoom(for bytes: Int64) throws(GridFileFailure) {
        let free: Int64
        do throws(SystemError) { free = try freeBytes(directory) } catch { throw .system(error) }
        // What the database needs comes first, its reserve included.
        guard free - bytes > Ballast.freeBytesMin + Int64(2 * Ballast.bytes) else { throw .noRoom }
    }

    private func writeScratch(
        _ state: GridState, at point: ChainPoint, isPaced: Bool, while mayGoOn: @escaping () -> Bool
    ) throws(GridFileFailure) -> Int64 {
        let file: File
        do throws(SystemError) { file = try File.open(scratchPath, .truncating) } catch {
            throw .system(error)
        }
        var writer = GridFileWriter(file, isPaced: isPaced, mayGoOn: mayGoOn)
        let header = GridFileHeader(
            point: point, records: Int64(state.count), runs: Int64(state.present.runs.count))
        try writer.append(header.bytes)
        try state.write(into: &writer)
        return try writer.finish()
    }

    /// Reads the columns, which are true for the header's point. `accept` throws for a header whose columns
    /// are not to be read.
    func read(
        bytesMax: Int, while mayGoOn: @escaping () -> Bool,
        accept: (GridFileHeader) throws(GridFileRefusal) -> Void
    ) throws(GridFileRefusal) -> GridState {
        let file: File
        do throws(SystemError) { file = try File.open(path, .reading) } catch {
            throw .system(error)
        }
        return try Self.read(file, bytesMax: bytesMax, while: mayGoOn, accept: accept)
    }

    static func read(
        _ file: consuming File, bytesMax: Int, while mayGoOn: @escaping () -> Bool,
        accept: (GridFileHeader) throws(GridFileRefusal) -> Void
    ) throws(GridFileRefusal) -> GridState {
        var reader = try GridFileReader(file, mayGoOn: mayGoOn)
        let header = try GridFileHeader(
            try reader.bytes(Int64(GridFileHeader.byteCount), max: GridFileHeader.byteCount))
        try accept(header)
        let state = try GridState(header, from: &reader, bytesMax: bytesMax)
        try reader.finish()
        return state
    }
}
