import Backup
import ObjectStore

/// What lies at a destination: told and read, without an instance.
struct BackupContents {
    private let repository: LTXRepository
    private let attachments: AttachmentRepository

    init(_ store: any ObjectStore) {
        repository = LTXRepository(store)
        attachments = AttachmentRepository(store)
    }

    /// Prints the snapshots, the newest state and what is there in all.
    func list(_ surroundings: Surroundings) throws(CommandFailure) {
        let files = try Self.working { () throws(BackupError) in try repository.files() }
        let snapshots = files.filter { $0.level == LTXName.snapshotLevel }
            .sorted { $0.transactions.last < $1.transactions.last }
        for snapshot in snapshots {
            try surroundings.print(
                "snapshot  transaction \(snapshot.transactions.last)  stored \(snapshot.stored)  "
                    + "\(snapshot.byteCount) bytes")
        }
        let bytes = files.reduce(Int64(0)) { $0 + $1.byteCount }
        let plan = try Self.plan(files)
        try surroundings.print(
            "newest    transaction \(plan.transaction), from \(plan.files.count) of "
                + "\(files.count) objects; \(bytes) bytes in all")
        let total = try Self.working { () throws(BackupError) in try attachments.total() }
        try surroundings.print("attached  \(total.count) files; \(total.bytes) bytes")
    }

    /// Reads every object, and looks whether they lead to the newest state. Whether every attachment
    /// that a state names is there only a restore or a drill can say.
    func verify(_ surroundings: Surroundings) throws(CommandFailure) {
        let files = try Self.working { () throws(BackupError) in try repository.files() }
        var line = ProgressLine()
        var broken = 0
        for (index, file) in files.enumerated() {
            line.show("\(index) of \(files.count) objects")
            do throws(BackupError) {
                _ = try repository.read(file.name) { (_) throws(BackupError) in }
            } catch {
                line.clear()
                try surroundings.print("BROKEN \(error)")
                broken += 1
            }
        }
        var attached = 0
        var complaints: [String] = []
        try Self.working { () throws(BackupError) in
            try attachments.each { (hash, _) throws(BackupError) in
                attached += 1
                line.show("\(attached) attachments")
                do throws(BackupError) { try attachments.read(hash) } catch {
                    complaints.append("BROKEN \(error)")
                }
            }
        }
        line.clear()
        for complaint in complaints { try surroundings.print(complaint) }
        broken += complaints.count
        let plan = try Self.plan(files)
        guard broken == 0 else {
            throw .failed("\(broken) of \(files.count + attached) objects are damaged")
        }
        try surroundings.print(
            "ok     \(files.count) objects and \(attached) attachments, every checksum is right; "
                + "the newest state is transaction \(plan.transaction)")
    }

    private static func plan(_ files: [LTXFile]) throws(CommandFailure) -> RestorePlan {
        do throws(RestorePlan.Refusal) { return try RestorePlan(files, .newest) } catch {
            throw .failed("\(error)")
        }
    }

    private static func working<Value>(
        _ body: () throws(BackupError) -> Value
    ) throws(CommandFailure) -> Value {
        do throws(BackupError) { return try body() } catch { throw .failed("\(error)") }
    }
}
