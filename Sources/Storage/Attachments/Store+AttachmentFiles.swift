/// For backups. Nobody is shown what is read here, so none of it waits for the durability gate: what is
/// on its way to a destination may be held there until this very file is stored.
extension Store {
    /// The files that rows after `row` name, in the order of rows, at most `countMax`. Each lies whole in
    /// its folder: a file is there before its row.
    public func attachmentFiles(
        after row: Int64, countMax: Int
    ) throws(StorageError) -> [AttachmentFile] {
        try named { reader throws(StorageFailure) in
            try AttachmentTable.files(after: row, countMax: countMax, on: reader.connection)
        }
    }

    /// The files whose hash begins with those two digits, each once.
    public func attachmentFiles(inFolder digits: String) throws(StorageError) -> [AttachmentFile] {
        try named { reader throws(StorageFailure) in
            try AttachmentTable.files(inFolder: digits, on: reader.connection)
        }
    }

    /// The last row that names a file, and how much is attached.
    public func attachmentExtent() throws(StorageError) -> (row: Int64, total: AttachmentTotal) {
        do throws(StorageFailure) {
            return try look { reader throws(StorageFailure) in
                (
                    try AttachmentTable.lastRow(reader.connection),
                    try AttachmentTable.total(reader.connection)
                )
            }
        } catch {
            throw error.asError
        }
    }

    private func named(
        _ body: (borrowing Reader) throws(StorageFailure) -> [AttachmentTable.NamedFile]
    ) throws(StorageError) -> [AttachmentFile] {
        do throws(StorageFailure) {
            return try look(body).map { file in
                AttachmentFile(
                    row: file.row, hash: file.hash, byteCount: file.byteCount,
                    path: attachments.path(of: file.hash))
            }
        } catch {
            throw error.asError
        }
    }
}
