public import ObjectStore
import Platform

/// The files of one destination, over its object store.
public struct LTXRepository: Sendable {
    /// Metadata that litestream reads the time from.
    static let timestampName = "litestream-timestamp"
    /// Bytes of all files of a destination.
    static let bytesMax: Int64 = 1 << 50

    let store: any ObjectStore

    public init(_ store: any ObjectStore) { self.store = store }

    /// Every file of every level; what is named otherwise is passed over.
    public func files() throws(BackupError) -> [LTXFile] {
        var files: [LTXFile] = []
        for level in 0...LTXName.levelMax {
            try BackupError.storing { () throws(ObjectStoreError) in
                let prefix = ObjectPrefix(stringLiteral: LTXName.prefix(ofLevel: level))
                try store.forEach(in: prefix) { entry in
                    guard let name = LTXName(entry.key.description) else { return }
                    files.append(
                        LTXFile(
                            name: name, byteCount: entry.byteCount, stored: entry.lastModified))
                }
            }
        }
        var room = Self.bytesMax
        for file in files {
            guard file.byteCount >= 0, file.byteCount <= room else {
                throw .refused(
                    "The store says that \(file.name.text) has \(file.byteCount) bytes, and no "
                        + "backup has that many. Look at what the destination holds.")
            }
            room -= file.byteCount
        }
        return files
    }

    /// What the file's first 100 bytes say.
    public func header(of name: LTXName) throws(BackupError) -> LTXHeader {
        let bytes = try BackupError.storing { () throws(ObjectStoreError) in
            let object = try store.get(name.key, range: 0..<Int64(LTXHeader.byteCount))
            var bytes: [UInt8] = []
            while let piece = try object.content.next() { bytes += piece }
            return bytes
        }
        do throws(LTXError) { return try LTXHeader(bytes) } catch {
            throw .damaged(object: name.text, error)
        }
    }

    /// Reads the whole file and hands out its pages; returns its header when every check has passed.
    public func read(
        _ name: LTXName,
        begin: (LTXHeader) throws(BackupError) -> Void = { (_) throws(BackupError) in },
        page receive: (LTXPage) throws(BackupError) -> Void
    ) throws(BackupError) -> LTXHeader {
        var decoder = LTXDecoder()
        var hasBegun = false
        try store.pieces(of: name.key) { (piece) throws(BackupError) in
            decoder.feed(piece)
            while true {
                let page = try Self.checking(name) { () throws(LTXError) in try decoder.next() }
                if let header = decoder.header, !hasBegun {
                    guard header.transactions == name.transactions else {
                        throw .damaged(object: name.text, .invalidTransactions)
                    }
                    hasBegun = true
                    try begin(header)
                }
                guard let page else { break }
                try receive(page)
            }
        }
        try Self.checking(name) { () throws(LTXError) in try decoder.finish() }
        guard let header = decoder.header else {
            throw .damaged(object: name.text, .truncated(.header))
        }
        return header
    }

    /// Puts a file that is there under its name for good. When one is there already, it is compared:
    /// the same bytes are what an earlier try wrote.
    ///
    /// - Throws: `.stopped` once `isStopping` says so in the middle of it.
    public func put(
        _ name: LTXName, file path: String, milliseconds: Int64,
        isStopping: @escaping @Sendable () -> Bool = { false }
    ) throws(BackupError) {
        let time = Timestamp(microseconds: milliseconds * 1000).description
        do throws(ObjectStoreError) {
            let body = ObjectBody.source(try StoppableSource(path, isStopping))
            try store.put(
                name.key, body, metadata: [Self.timestampName: time], if: .ifAbsent)
        } catch {
            if case .source = error.cause, isStopping() { throw .stopped }
            guard error.cause == .conditionFailed else { throw .store(error) }
            guard try isStored(name, as: path) else { throw .foreignWriter(object: name.text) }
        }
    }

    /// Removes a file.
    public func remove(_ name: LTXName) throws(BackupError) {
        try BackupError.storing { () throws(ObjectStoreError) in try store.delete(name.key) }
    }

    private func isStored(_ name: LTXName, as path: String) throws(BackupError) -> Bool {
        try BackupError.storing { () throws(ObjectStoreError) in
            let mine = try ObjectBody.file(path)
            let theirs = try store.get(name.key, range: nil)
            guard theirs.attributes.byteCount == mine.byteCount, case .source(let source) = mine
            else { return false }
            var left = ByteQueue(try source.open())
            var right = ByteQueue(theirs.content)
            while true {
                try left.fill()
                try right.fill()
                let count = min(left.bytes.count, right.bytes.count)
                if count == 0 { return left.bytes.count == right.bytes.count }
                guard left.take(count) == right.take(count) else { return false }
            }
        }
    }

    private static func checking<Value>(
        _ name: LTXName, _ body: () throws(LTXError) -> Value
    ) throws(BackupError) -> Value {
        do throws(LTXError) { return try body() } catch {
            throw .damaged(object: name.text, error)
        }
    }
}

extension LTXName {
    /// The key, which every name is.
    var key: ObjectKey { ObjectKey(stringLiteral: text) }
}

/// Pieces of any size, taken by count.
private struct ByteQueue {
    private let content: any ObjectContent
    private(set) var bytes: ArraySlice<UInt8> = []

    init(_ content: any ObjectContent) { self.content = content }

    /// Takes the next piece when nothing is left.
    mutating func fill() throws(ObjectStoreError) {
        if bytes.isEmpty, let piece = try content.next() { bytes = piece[...] }
    }

    mutating func take(_ count: Int) -> ArraySlice<UInt8> {
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }
}
