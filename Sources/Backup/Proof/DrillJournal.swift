import JSON
import Platform

/// The results of drills, kept in the data directory: the last of each destination, newest first.
final class DrillJournal: Sendable {
    /// Results kept of a destination.
    static let resultsMax = 20
    private static let bytesMax = 1 << 20

    private let path: String
    private let results = Lock<[DrillResult]>([])

    /// `directory` is the data directory.
    init(dataDirectory: String, folder: String) {
        path = "\(dataDirectory)/\(folder)/drills.json"
    }

    /// Reads what was kept. A file that cannot be read is no result: a drill makes another.
    func load() {
        let bytes: [UInt8]
        do throws(DurableFile.ReadError) {
            bytes = try DurableFile.read(path, bytesMax: Self.bytesMax)
        } catch {
            return
        }
        do throws(JSONError) {
            let list = try JSONValue.parse(bytes).arrayValue ?? []
            results.withLock { $0 = list.compactMap { DrillResult($0) } }
        } catch {
            return
        }
    }

    /// The results of a destination, newest first.
    func results(of destination: String) -> [DrillResult] {
        results.withLock { $0.filter { $0.destination == destination } }
    }

    /// Keeps another one.
    func add(_ result: DrillResult) throws(SystemError) {
        let list = results.withLock { list in
            list.insert(result, at: 0)
            var counts: [String: Int] = [:]
            list.removeAll { result in
                counts[result.destination, default: 0] += 1
                return counts[result.destination, default: 0] > Self.resultsMax
            }
            return list
        }
        try Directory.create(Directory.parent(of: path))
        try DurableFile.write(JSONValue.array(list.map(\.json)).serialized(), to: path)
    }
}
