import ObjectStore

/// A file that is put only until the instance stops: a large object on a slow way keeps nobody waiting.
struct StoppableSource: ObjectSource {
    private let file: FileSource
    private let isStopping: @Sendable () -> Bool

    var byteCount: Int64 { file.byteCount }

    /// - Throws: the file cannot be looked at.
    init(
        _ path: String, _ isStopping: @escaping @Sendable () -> Bool
    ) throws(ObjectStoreError) {
        file = try FileSource(path)
        self.isStopping = isStopping
    }

    func open() throws(ObjectStoreError) -> any ObjectContent {
        Content(file: try file.open(), path: file.path, isStopping: isStopping)
    }

    private final class Content: ObjectContent {
        private let file: any ObjectContent
        private let path: String
        private let isStopping: @Sendable () -> Bool

        init(file: any ObjectContent, path: String, isStopping: @escaping @Sendable () -> Bool) {
            self.file = file
            self.path = path
            self.isStopping = isStopping
        }

        func next() throws(ObjectStoreError) -> [UInt8]? {
            guard !isStopping() else {
                throw ObjectStoreError(.put, path, .source("the instance stops"))
            }
            return try file.next()
        }
    }
}
