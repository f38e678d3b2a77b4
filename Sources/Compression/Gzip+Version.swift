import CZlib

extension Gzip {
    /// The zlib library inside, e.g. "1.2.13".
    public static var zlibVersion: String {
        // A static string of the library (zlibVersion).
        unsafe String(cString: CZlib.zlibVersion())
    }
}
