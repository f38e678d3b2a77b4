internal import CWebAssets

/// The table that the C compiler made with `#embed`.
enum EmbeddedFiles {
    /// Every embedded file by its path under web/.
    static func all() -> [(path: String, bytes: [UInt8])] {
        // The table and everything it points to are constants of the executable: they are never
        // written and outlive every caller; `ibt_web_asset_count` is the table's length.
        let table = unsafe UnsafeBufferPointer(
            start: ibt_web_asset_table(), count: ibt_web_asset_count)
        return unsafe table.map { entry in
            let bytes = unsafe UnsafeBufferPointer(start: entry.bytes, count: entry.length)
            return (path: unsafe String(cString: entry.path), bytes: unsafe [UInt8](bytes))
        }
    }
}
