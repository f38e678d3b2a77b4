import Platform

/// Tries what an instance needs of a file system on a small database of its own: a log, shared memory,
/// a sync. Works beside a running instance and leaves nothing behind.
public enum StoreProbe {
    /// Throws with the reason when the file system of `directory` cannot hold a database.
    public static func run(in directory: String) throws(StorageError) {
        let suffix = Random.bytes(8).map { String($0, radix: 16) }.joined()
        let path = "\(directory)/doctor-\(suffix).db"
        do throws(StorageFailure) {
            try write(path)
        } catch let failure {
            // The first failure is the one to tell.
            do throws(StorageError) { try remove(path) } catch { throw failure.asError }
            throw failure.isFullDisk ? .diskFull(failure.description) : failure.asError
        }
        try remove(path)
    }

    private static func write(_ path: String) throws(StorageFailure) {
        let writer = try Connection(path: path, role: .writing)
        var mode = try writer.statement("PRAGMA journal_mode=WAL")
        guard try mode.step(), mode.text(0) == "wal" else {
            throw .failed(.system("WAL mode was refused."))
        }
        mode.rewind()
        try writer.execute("CREATE TABLE probe(value); INSERT INTO probe VALUES (1)")
        let reader = try Connection(path: path, role: .reading)
        var statement = try reader.statement("SELECT value FROM probe")
        guard try statement.step(), statement.int64(0) == 1 else {
            throw .failed(.system("What was written was not read."))
        }
    }

    private static func remove(_ path: String) throws(StorageError) {
        do throws(SystemError) {
            for end in ["", "-wal", "-shm", "-journal"] { try DurableFile.remove(path + end) }
        } catch {
            throw .system(error.description)
        }
    }
}
