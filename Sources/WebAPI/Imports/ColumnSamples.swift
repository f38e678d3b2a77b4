internal import JSON
internal import Platform
internal import Storage

/// Sample values of the columns of files lately looked at, for their previews. They may hold anybody's
/// personal data, so they are kept in memory only, for the last few files.
final class ColumnSamples: Sendable {
    static let filesMax = 64

    private let kept = Lock<[(file: String, columns: JSONValue)]>([])

    /// Keeps the columns of a spooled file, samples included; the oldest makes room.
    func keep(_ columns: JSONValue, of file: String) {
        kept.withLock { kept in
            if kept.count >= Self.filesMax { kept.removeFirst() }
            kept.append((file, columns))
        }
    }

    /// The record with its columns' samples, where they are still known.
    func filled(_ record: ImportRecord) -> ImportRecord {
        guard let columns = kept.withLock({ $0.first { $0.file == record.fileName } })?.columns
        else {
            return record
        }
        var record = record
        record.columns = columns
        return record
    }

    /// The columns without their samples: what the database holds.
    static func without(_ columns: JSONValue) -> JSONValue {
        guard let elements = columns.arrayValue else { return columns }
        return .array(
            elements.map { element in
                guard var object = element.objectValue else { return element }
                object["samples"] = .array([])
                return .object(object)
            })
    }
}
