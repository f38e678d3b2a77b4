import Platform
import Telemetry

/// How far a web hook is in the change log: kept in a file, behind which the next start goes on.
struct HookPosition: Sendable {
    /// How many rows in which there is nothing to post are read anew after a kill -9.
    static let rowsMax: Int64 = 10_000
    private static let bytesMax = 32

    /// The last row that needs no look any more.
    private(set) var row: Int64
    /// What the file says.
    private var kept: Int64
    private let path: String
    private let log: Log

    /// The position of the file; that of the log, kept there, where there is none or a later one, as
    /// after a restore.
    init(_ path: String, upTo commit: Int64, log: Log) throws(SystemError) {
        (self.path, self.log) = (path, log)
        if let known = Self.read(path), (0...commit).contains(known) {
            (row, kept) = (known, known)
            return
        }
        (row, kept) = (commit, commit)
        try write()
    }

    /// Goes on to a row; kept, which costs a sync, once in so many.
    mutating func move(to row: Int64) {
        self.row = row
        if row - kept >= Self.rowsMax { keep() }
    }

    /// Writes it, unless the file says it.
    mutating func keep() {
        guard row != kept else { return }
        do throws(SystemError) {
            try write()
            kept = row
        } catch {
            // What is behind the one kept comes once more after the next start.
            log.error("clock.webhook.position", ["cause": .text(error.description)])
        }
    }

    private func write() throws(SystemError) {
        try DurableFile.write(Array("\(row)\n".utf8), to: path)
    }

    private static func read(_ path: String) -> Int64? {
        do throws(DurableFile.ReadError) {
            let text = String(
                decoding: try DurableFile.read(path, bytesMax: bytesMax), as: UTF8.self)
            return Int64(text.prefix { $0 != "\n" })
        } catch {
            // Written anew; a file that cannot be read cannot be written either, which says why.
            return nil
        }
    }
}
