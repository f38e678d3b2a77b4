internal import Complaints
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

    /// A record with its samples, and whether some are of patient columns.
    struct Filled {
        let record: ImportRecord
        let showsPatient: Bool
    }

    /// The record with its columns' samples, where they are still known, masked as a source row is.
    func filled(
        _ record: ImportRecord, for visibility: Visibility, catalogue: FieldCatalogue
    ) -> Filled {
        let known = kept.withLock { $0.first { $0.file == record.fileName } }?.columns
        guard let columns = known?.arrayValue else {
            return Filled(record: record, showsPatient: false)
        }
        let restricted = RestrictedColumns(catalogue, mapping: record.mapping)
        var showsPatient = false
        var filled = record
        filled.columns = .array(
            columns.map { element in
                guard var column = element.objectValue else { return element }
                let access = restricted.access(of: column["name"]?.stringValue ?? "")
                let samples = column["samples"]?.arrayValue ?? []
                if !visibility.sees(access) {
                    column["samples"] = .array(samples.map { _ in .string(RestrictedColumns.mask) })
                } else if access == .patient, !samples.isEmpty {
                    showsPatient = true
                }
                return .object(column)
            })
        return Filled(record: filled, showsPatient: showsPatient)
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
