import Platform

/// Puts a state back: the files of a plan, applied one after the other to a new file. Every checksum is
/// compared before the file counts.
public struct Restore: Sendable {
    private let repository: LTXRepository
    public let plan: RestorePlan

    /// Looks for the files that lead to the target.
    public init(
        from repository: LTXRepository, to target: RestorePlan.Target
    ) throws(BackupError) {
        self.repository = repository
        var files = try repository.files()
        if case .time(let moment) = target {
            files = try TimeFilter.files(files, before: moment) { (file) throws(BackupError) in
                Timestamp(
                    microseconds: try repository.header(of: file.name).milliseconds * 1000)
            }
        }
        do throws(RestorePlan.Refusal) {
            plan = try RestorePlan(files, target)
        } catch {
            throw .plan(error)
        }
    }

    /// How long the restored database is.
    public func databaseBytes() throws(BackupError) -> Int64 {
        guard let last = plan.files.last else { return 0 }
        let header = try repository.header(of: last.name)
        return Int64(header.commit) * Int64(header.pageSize.bytes)
    }

    /// Writes the state to `path`, which must not exist, and syncs it. `progress` gets bytes of the
    /// plan's files read and to read.
    ///
    /// - Returns: the header of the last file: what was restored.
    public func run(
        to path: String, progress: (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) throws(BackupError) -> LTXHeader {
        let file = try RestoredFile(path)
        var last: LTXHeader?
        var done: Int64 = 0
        for part in plan.files {
            let before = last
            last = try repository.read(
                part.name,
                begin: { (header) throws(BackupError) in
                    if let before, before.pageSize != header.pageSize {
                        throw .damaged(object: part.name.text, .pageSizeChanged)
                    }
                    let length = Int64(header.commit) * Int64(header.pageSize.bytes)
                    try file.truncate(to: length)
                },
                page: { (page) throws(BackupError) in
                    let offset = Int64(page.number - 1) * Int64(page.bytes.count)
                    try file.write(page.bytes, at: offset)
                })
            done += part.byteCount
            progress(done, plan.byteCount)
        }
        try file.sync()
        guard let last else { throw .plan(.nothingThere) }
        return last
    }
}

/// The file that a restore writes; its errors are the restore's.
private final class RestoredFile {
    private let file: File

    init(_ path: String) throws(BackupError) {
        do throws(SystemError) { file = try File.open(path, .creating) } catch {
            throw .system(error)
        }
    }

    func truncate(to length: Int64) throws(BackupError) {
        do throws(SystemError) { try file.truncate(to: length) } catch { throw .system(error) }
    }

    func write(_ bytes: [UInt8], at offset: Int64) throws(BackupError) {
        do throws(SystemError) { try file.write(bytes, at: offset) } catch { throw .system(error) }
    }

    func sync() throws(BackupError) {
        do throws(SystemError) { try file.sync() } catch { throw .system(error) }
    }
}
