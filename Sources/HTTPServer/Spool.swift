import Platform

/// A request body on its way to a file. Unless it is handed over whole, the file goes with it.
final class Spool {
    let path: String
    private(set) var length: Int64 = 0
    private let file: File
    private var isHandedOver = false

    init(directory: String) throws(SystemError) {
        let name = Random.bytes(12).map { String($0, radix: 16) }.joined()
        path = "\(directory)/upload-\(name)"
        file = try File.open(path, .creating)
    }

    func append(_ bytes: [UInt8]) throws(SystemError) {
        try file.append(bytes)
        length += Int64(bytes.count)
    }

    /// The file belongs to whoever answers the request.
    func handOver() { isHandedOver = true }

    deinit {
        guard !isHandedOver else { return }
        do {
            try DurableFile.remove(path)
        } catch {
            // It stays in the spool directory, which is emptied at the next start.
        }
    }
}
