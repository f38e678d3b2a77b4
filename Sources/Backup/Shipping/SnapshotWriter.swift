import Platform
import Storage

/// Writes the whole database at an anchor to a file. The database's file must stand still meanwhile: the
/// caller holds checkpoints.
struct SnapshotWriter {
    let store: Store
    let anchor: Anchor
    let path: String

    /// Returns the file's length.
    func run(isStopping: () -> Bool) throws(BackupError) -> Int64 {
        let pages = try storage { () throws(StorageFailure) in try store.databasePages() }
        guard let log = try openLog(), log.header.salts == anchor.position.salts else {
            // The log was empty or restarted: everything is in the file.
            return try write(pages, nil, [:], isStopping)
        }
        let stretch = try logging { () throws(StorageError) in
            try log.read(after: log.start, upTo: anchor.position.frames)
        }
        let byteCount: Int64
        do throws(BackupError) {
            guard stretch.end == anchor.position else { throw .gap }
            byteCount = try write(pages, log, stretch.frames, isStopping)
            if try openLog()?.header.salts == anchor.position.salts { return byteCount }
        } catch {
            if try openLog()?.header.salts == anchor.position.salts { throw error }
        }
        // It was restarted meanwhile, so all of it had been copied into the file before.
        return try write(pages, nil, [:], isStopping)
    }

    private func write(
        _ pages: DatabasePages, _ log: LogReader?, _ frames: [UInt32: Int64],
        _ isStopping: () -> Bool
    ) throws(BackupError) -> Int64 {
        guard let pageSize = PageSize(pages.pageBytes) else { throw .gap }
        let header = LTXHeader(
            pageSize: pageSize, commit: anchor.pages,
            transactions: TransactionRange(upTo: anchor.transaction),
            milliseconds: anchor.milliseconds)
        var writer = try LTXFileWriter(path, header)
        var number: UInt32 = 1
        while number <= anchor.pages {
            if number % 1024 == 0, isStopping() { throw .stopped }
            if number != pageSize.lockPage {
                try writer.add(
                    number, try page(number, pages, log, frames[number]).asStored(number))
            }
            number += 1
        }
        return try writer.finish()
    }

    private func page(
        _ number: UInt32, _ pages: DatabasePages, _ log: LogReader?, _ frame: Int64?
    ) throws(BackupError) -> [UInt8] {
        if let frame, let log {
            return try logging { () throws(StorageError) in try log.page(inFrame: frame) }
        }
        return try storage { () throws(StorageFailure) in try pages.page(number) }
    }

    private func openLog() throws(BackupError) -> LogReader? {
        try logging { () throws(StorageError) in try LogReader.open(directory: store.directory) }
    }

    private func logging<Value>(
        _ body: () throws(StorageError) -> Value
    ) throws(BackupError) -> Value {
        do throws(StorageError) { return try body() } catch { throw .storage(error) }
    }

    private func storage<Value>(
        _ body: () throws(StorageFailure) -> Value
    ) throws(BackupError) -> Value {
        do throws(StorageFailure) { return try body() } catch {
            throw .storage(.system("\(error)"))
        }
    }
}
