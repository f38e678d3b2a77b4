import Platform

/// Reads the write-ahead log beside SQLite, by its own description
/// (https://sqlite.org/fileformat2.html section 4): header, frames, cumulative checksums. It opens the
/// log's file alone, never the database's: closing that one would drop SQLite's locks.
///
/// The log must not be restarted meanwhile; a follower's hold sees to that.
public final class LogReader {
    public static let headerBytes = 32
    public static let frameHeaderBytes = 24
    /// Frames that are read at once.
    private static let framesAtOnce = 64

    /// What the header says.
    public struct Header: Sendable, Equatable {
        public let pageBytes: Int
        public let salts: LogSalts
        /// The checksum of the header, with which that of the frames begins.
        public let checksum: LogChecksum
        let isBigEndian: Bool
    }

    /// The frames behind a position, up to and with the last commit before a count.
    public struct Stretch: Sendable {
        /// Of each page the frame that was written last, counted from 0 at the log's start.
        public internal(set) var frames: [UInt32: Int64] = [:]
        /// The database's length after its last commit, in pages; nil when it has no frame.
        public internal(set) var pages: UInt32?
        /// Behind its last commit.
        public internal(set) var end: LogPosition
    }

    private let file: File
    public let header: Header

    private init(file: consuming File, header: Header) {
        self.file = file
        self.header = header
    }

    /// Opens the log of the database in `directory`. Nil when there is none, or it is empty, or its
    /// header is not one.
    public static func open(directory: String) throws(StorageError) -> LogReader? {
        let path = "\(directory)/\(StoreOpening.databaseName)-wal"
        do throws(SystemError) {
            guard try DurableFile.status(path) != nil else { return nil }
            let file = try File.open(path, .reading)
            let bytes = try file.read(at: 0, bytesMax: headerBytes)
            guard let header = Header(bytes) else { return nil }
            return LogReader(file: file, header: header)
        } catch {
            throw .system(error.description)
        }
    }

    /// The place before the first frame.
    public var start: LogPosition {
        LogPosition(salts: header.salts, frames: 0, checksum: header.checksum)
    }

    public var frameBytes: Int64 { Int64(Self.frameHeaderBytes + header.pageBytes) }

    /// Reads the frames behind `position`, of this log, up to `frames` in all. Stops where the chain of
    /// salts and checksums ends, which is the log's end for SQLite too.
    public func read(
        after position: LogPosition, upTo frames: Int64
    ) throws(StorageError) -> Stretch {
        precondition(position.salts == header.salts)
        var stretch = Stretch(end: position)
        var open: [UInt32: Int64] = [:]
        var checksum = position.checksum
        var next = position.frames
        while next < frames {
            let count = Int(min(frames - next, Int64(Self.framesAtOnce)))
            let bytes = try bytes(from: next, count: count)
            for index in 0..<bytes.count / Int(frameBytes) {
                let frame = bytes.span.extracting(
                    index * Int(frameBytes)..<(index + 1) * Int(frameBytes))
                guard let (page, commit) = header.check(frame, &checksum) else { return stretch }
                open[page] = next
                next += 1
                guard commit != 0 else { continue }
                stretch.frames.merge(open) { $1 }
                open.removeAll(keepingCapacity: true)
                stretch.pages = commit
                stretch.end = LogPosition(
                    salts: header.salts, frames: next, checksum: checksum)
            }
            if bytes.count < count * Int(frameBytes) { break }
        }
        return stretch
    }

    /// The page in a frame.
    public func page(inFrame frame: Int64) throws(StorageError) -> [UInt8] {
        let offset = Int64(Self.headerBytes) + frame * frameBytes + Int64(Self.frameHeaderBytes)
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try file.read(at: offset, bytesMax: header.pageBytes)
        } catch {
            throw .system(error.description)
        }
        guard bytes.count == header.pageBytes else {
            throw .damaged("The write-ahead log ends before frame \(frame).")
        }
        return bytes
    }

    /// Whether the log reaches that position: the frame before it ends with its checksum.
    public func reaches(_ position: LogPosition) throws(StorageError) -> Bool {
        guard position.salts == header.salts else { return false }
        if position.frames == 0 { return position.checksum == header.checksum }
        let frame = try bytes(from: position.frames - 1, count: 1)
        guard frame.count == Int(frameBytes) else { return false }
        return frame.word(at: 8) == header.salts.first && frame.word(at: 12) == header.salts.second
            && frame.word(at: 16) == position.checksum.first
            && frame.word(at: 20) == position.checksum.second
    }

    private func bytes(from frame: Int64, count: Int) throws(StorageError) -> [UInt8] {
        do throws(SystemError) {
            return try file.read(
                at: Int64(Self.headerBytes) + frame * frameBytes, bytesMax: count * Int(frameBytes))
        } catch {
            throw .system(error.description)
        }
    }
}

extension LogReader.Header {
    /// Nil for bytes that are not a log's header.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == LogReader.headerBytes else { return nil }
        let magic = bytes.word(at: 0)
        guard magic & ~1 == 0x377F_0682 else { return nil }
        isBigEndian = magic & 1 == 1
        // A size of 65,536 is written as 1 in a database, as itself here.
        pageBytes = Int(bytes.word(at: 8))
        guard pageBytes >= 512, pageBytes <= 65_536, pageBytes & (pageBytes - 1) == 0 else {
            return nil
        }
        salts = LogSalts(first: bytes.word(at: 16), second: bytes.word(at: 20))
        var checksum = LogChecksum(first: 0, second: 0)
        checksum.update(bytes.span.extracting(first: 24), isBigEndian: isBigEndian)
        guard checksum.first == bytes.word(at: 24), checksum.second == bytes.word(at: 28) else {
            return nil
        }
        self.checksum = checksum
    }

    /// The page and the length after the commit (0 for none) of a frame that belongs to the log; nil
    /// for another one.
    fileprivate func check(
        _ frame: Span<UInt8>, _ checksum: inout LogChecksum
    ) -> (page: UInt32, commit: UInt32)? {
        guard frame.word(at: 8) == salts.first, frame.word(at: 12) == salts.second else {
            return nil
        }
        checksum.update(frame.extracting(first: 8), isBigEndian: isBigEndian)
        checksum.update(frame.extracting(24..<frame.count), isBigEndian: isBigEndian)
        guard checksum.first == frame.word(at: 16), checksum.second == frame.word(at: 20) else {
            return nil
        }
        return (frame.word(at: 0), frame.word(at: 4))
    }
}

extension [UInt8] {
    fileprivate func word(at index: Int) -> UInt32 { span.word(at: index) }
}

extension Span<UInt8> {
    /// Four bytes, the highest first.
    fileprivate func word(at index: Int) -> UInt32 {
        UInt32(self[index]) << 24 | UInt32(self[index + 1]) << 16 | UInt32(self[index + 2]) << 8
            | UInt32(self[index + 3])
    }
}
