import CSQLite

/// The database's file below SQLite's pager.
extension Connection {
    /// Bytes of the file as they are on the disk; zeros beyond its end.
    func readFile(at offset: Int64, count: Int) throws(StorageFailure) -> [UInt8] {
        let file = try unsafe file()
        var bytes = [UInt8](repeating: 0, count: count)
        let code = unsafe bytes.withUnsafeMutableBytes { buffer -> Int32 in
            // The methods are the VFS's own table, the buffer is as long as is said.
            guard let read = unsafe file.pointee.pMethods.pointee.xRead else { return SQLITE_IOERR }
            return unsafe read(file, buffer.baseAddress, Int32(count), offset)
        }
        // SQLITE_IOERR_SHORT_READ: the rest was filled with zeros (https://sqlite.org/c3ref/io_methods.html).
        guard code == SQLITE_OK || code == SQLITE_IOERR | 2 << 8 else {
            throw failure(code, during: "read of the file")
        }
        return bytes
    }

    func fileLength() throws(StorageFailure) -> Int64 {
        let file = try unsafe file()
        var length: Int64 = 0
        let code = unsafe file.pointee.pMethods.pointee.xFileSize?(file, &length) ?? SQLITE_IOERR
        guard code == SQLITE_OK else { throw failure(code, during: "length of the file") }
        return length
    }

    /// SQLite's handle of the file, alive as long as the connection.
    private func file() throws(StorageFailure) -> UnsafeMutablePointer<sqlite3_file> {
        var pointer: UnsafeMutablePointer<sqlite3_file>?
        let code = unsafe fileControl(SQLITE_FCNTL_FILE_POINTER, &pointer)
        guard code == SQLITE_OK, let pointer = unsafe pointer,
            unsafe pointer.pointee.pMethods != nil
        else { throw failure(code, during: "handle of the file") }
        return unsafe pointer
    }
}
