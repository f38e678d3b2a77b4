import Compression
import Crypto
import Storage

/// `ibtool version`.
enum VersionCommand: Command {
    static let name = "version"
    static let summary = "Show the version and those of the libraries inside."
    static let usage = ["version"]
    static let options: [Option] = []
    static let number = "0.1.0"

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        try surroundings.print(
            "ibtool \(number) (SQLite \(Store.sqliteVersion), OpenSSL \(OpenSSLVersion.text), "
                + "zlib \(Gzip.zlibVersion))")
    }
}
