internal import Complaints
internal import HTTP
internal import Platform
internal import Storage
internal import Tabular
internal import Telemetry

/// `GET /self-check/export`: every objection to every file, and every remark, as CSV, a line each, in the
/// caller's language.
enum ExportSelfCheck: Endpoint {
    static let operation = Operation(
        "Exports what an inspector would object to", .complaints,
        .init(200, "The lines", .binary, mediaTypes: [ExportFormat.csv.mediaType.essence]))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let today = try exchange.checkDay()
        let catalogue = try exchange.instance.currentCatalogue()
        let body = SelfCheckBody(
            exchange.instance.store, today: today, for: exchange.visibility,
            in: exchange.language, status: catalogue["status"])
        exchange.instance.log.info("selfcheck.exported", ["by": "\(exchange.caller.name)"])
        return .answer(
            Answer(
                contentType: ExportFormat.csv.mediaType.full, body: .stream(body), caching: .never
            ).with(
                "content-disposition", "attachment; filename=\"self-check-\(today.text).csv\""))
    }
}

/// Writes the lines a span of files at a time, as the client takes them.
final class SelfCheckBody: BodyProducer {
    /// Files of one reading.
    static let batchFiles = 500

    private static let columns: [Words] = [
        Words("Complaint", "Réclamation"), Words("Status", "Statut"),
        Words("Received", "Reçue le"), Words("Summary", "Résumé"),
        Words("Severity", "Gravité"), Words("Objection", "Constat"), Words("Law", "Texte"),
        Words("Check", "Contrôle"),
    ]

    private enum Position: Sendable {
        case beginning
        /// Behind that id.
        case after(Int64)
        case end
    }

    private let store: Store
    private let today: CivilDate
    private let visibility: Visibility
    private let language: Language
    private let status: Field?
    private let writer = CSVWriter()
    private let position = Lock(Position.beginning)

    init(
        _ store: Store, today: CivilDate, for visibility: Visibility, in language: Language,
        status: Field?
    ) {
        self.store = store
        self.today = today
        self.visibility = visibility
        self.language = language
        self.status = status
    }

    func next() throws -> [UInt8]? {
        var piece: [UInt8] = []
        while piece.isEmpty {
            switch position.withLock({ $0 }) {
            case .end: return nil
            case .beginning:
                piece = writer.begin(columns: Self.columns.map { $0[language] })
                position.withLock { $0 = .after(0) }
            case .after(let id):
                let span = try store.read { reader throws(StorageFailure) in
                    try reader.checkedFiles(
                        FileCheck.all, after: id, limit: Self.batchFiles, today: today,
                        for: visibility)
                }
                position.withLock { $0 = span.isEnd ? .end : .after(span.last) }
                for file in span.files { write(file, to: &piece) }
            }
        }
        return piece
    }

    func cancel() { position.withLock { $0 = .end } }

    private func write(_ file: CheckedFile, to piece: inout [UInt8]) {
        for index in file.checks {
            let check = FileCheck.all[index]
            writer.append(
                [
                    .text(file.number),
                    .text(status?.word(for: file.status, language) ?? file.status),
                    file.received.map(Cell.date) ?? .empty, .text(file.summary ?? ""),
                    .text(check.severity.label[language]), .text(check.sentence[language]),
                    .text(check.citation[language]), .text(check.id),
                ], to: &piece)
        }
    }
}
