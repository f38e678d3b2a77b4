internal import Complaints
internal import HTTP
internal import Platform
internal import Storage
internal import Tabular
internal import Telemetry

/// `GET /complaints/export?format=csv|ndjson|xlsx`: the whole filtered list, streamed.
enum ExportComplaints: Endpoint {
    static let operation = Operation(
        "Exports complaints", .complaints,
        parameters: Operation.Parameter.filters + [
            .search, .sort, .fields,
            .init(
                name: "format", schema: .oneOf(ExportFormat.allCases.map(\.rawValue)),
                description: "The file's format"),
        ],
        .init(
            200, "The file", .binary,
            mediaTypes: ExportFormat.allCases.map { $0.mediaType.essence }),
        problems: [400, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let text = exchange.query["format"] ?? ExportFormat.csv.rawValue
        guard let format = ExportFormat(rawValue: text) else {
            let all = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid("?format", .notAChoice, argument: all)
        }
        let query = try query(exchange)
        let cursor = try exchange.read { reader throws(StorageFailure) in
            try reader.export(query, for: exchange.visibility)
        }
        let body = ExportBody(
            format, cursor, store: exchange.instance.store, terms: try exchange.termNames(),
            isWhole: exchange.query["fields"] == nil)
        let day = String(exchange.instance.clock.now().description.prefix(10))
        exchange.instance.log.info(
            "export.started", ["by": "\(exchange.caller.name)", "format": "\(text)"])
        return .answer(
            Answer(contentType: format.mediaType.full, body: .stream(body), caching: .never)
                .with(
                    "content-disposition", "attachment; filename=\"complaints-\(day).\(text)\""))
    }

    /// Without `fields`, every field the caller may see but the patient's, whose readings are logged
    /// one file at a time, and objects, which no table holds.
    private static func query(_ exchange: Exchange) throws(APIFailure) -> ComplaintQuery {
        var query = try exchange.complaintQuery(others: ["format"])
        query.wantsTotal = false
        query.start = .beginning
        if query.fields == nil {
            query.fields = try exchange.instance.currentCatalogue().fields.filter { field in
                exchange.visibility.sees(field.access) && field.access != .patient
                    && field.type != .object
            }.map(\.name)
        }
        return query
    }
}

/// The formats of an export.
enum ExportFormat: String, Sendable, CaseIterable {
    case csv, ndjson, xlsx

    var mediaType: (essence: String, full: String) {
        switch self {
        case .csv: ("text/csv", "text/csv; charset=utf-8; header=present")
        case .ndjson: ("application/x-ndjson", "application/x-ndjson")
        case .xlsx:
            (
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            )
        }
    }
}
