import CSQLite

extension Store {
    /// The SQLite library inside, e.g. "3.40.1".
    public static var sqliteVersion: String {
        // A static string of the library (sqlite3_libversion).
        unsafe String(cString: sqlite3_libversion())
    }
}
