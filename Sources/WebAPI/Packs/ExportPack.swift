internal import Complaints
internal import HTTP
internal import JSON
internal import Platform
internal import Storage
internal import Telemetry

/// `GET /complaints/pack`: the complaints of a filtered list as an inspection pack. Patient data are not
/// in it: they are read one file at a time.
enum ExportPack: Endpoint {
    /// More make a file that nobody opens.
    static let complaintsMax = 500

    static let operation = Operation(
        "Makes an inspection pack of a list", .complaints,
        parameters: Operation.Parameter.filters + [.search, .sort],
        .init(200, "The pack", .binary, mediaTypes: [PackAnswer.mediaType]),
        problems: [400, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var query = try exchange.complaintQuery()
        query.wantsTotal = false
        query.start = .beginning
        query.fields = ["id"]
        let wanted = query
        let visibility = exchange.visibility.withoutPatient
        let ids = try exchange.read { reader throws(StorageFailure) in
            try reader.export(wanted, for: visibility)
                .next(rows: complaintsMax + 1, from: reader)?.ids ?? []
        }
        guard ids.count <= complaintsMax else {
            throw .invalid("?q", .tooMany, argument: String(complaintsMax))
        }
        return .answer(try PackAnswer(exchange, visibility).answer(ids, name: "complaints"))
    }
}

/// `GET /complaints/{id}/pack`: one complaint as an inspection pack. What of the patient the caller may
/// see is in it, and its reading is logged before the first byte leaves.
enum ExportOnePack: Endpoint {
    static let operation = Operation(
        "Makes an inspection pack of one complaint", .complaints,
        .init(200, "The pack", .binary, mediaTypes: [PackAnswer.mediaType]), problems: [404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = RecordKey(exchange.parameters[0])
        let (_, stamp, _) = try exchange.complaint(key)
        let visibility = exchange.visibility
        guard visibility.seesPatient else {
            return .answer(
                try PackAnswer(exchange, visibility).answer([stamp.id], name: stamp.code))
        }
        let attached = try exchange.read { reader throws(StorageFailure) in
            let own = try reader.attachments(of: .id(stamp.id), for: visibility)?.attachments ?? []
            let merged = try reader.mergedAttachments(of: .id(stamp.id), for: visibility)
            return own + merged.flatMap(\.attachments)
        }
        let restricted = attached.filter { $0.isRestrictedReading(for: visibility) }
        guard !restricted.isEmpty || stamp.holdsRestricted else {
            return .answer(
                try PackAnswer(exchange, visibility).answer([stamp.id], name: stamp.code))
        }
        return exchange.writeAndGoOn { transaction throws(StorageFailure) in
            if stamp.holdsRestricted { try transaction.logPatientReading(of: stamp.id) }
            for attachment in restricted {
                try transaction.logReading(
                    of: attachment.id, ["content"], in: .id(attachment.complaint), for: visibility)
            }
        } then: { _ in
            exchange.instance.answers.run {
                do throws(APIFailure) {
                    exchange.send(
                        try PackAnswer(exchange, visibility).answer([stamp.id], name: stamp.code))
                } catch {
                    exchange.fail(error)
                }
            }
        }
    }
}

/// A pack on its way out.
struct PackAnswer {
    static let mediaType = "application/zip"

    private let exchange: Exchange
    private let visibility: Visibility

    init(_ exchange: Exchange, _ visibility: Visibility) {
        self.exchange = exchange
        self.visibility = visibility
    }

    /// - Parameter name: what the archive's name begins with.
    func answer(_ ids: [Int64], name: String) throws(APIFailure) -> Answer {
        let instance = exchange.instance
        let head = try exchange.read { reader throws(StorageFailure) in try reader.chainHead() }
        let now = instance.clock.now().description
        let catalogue = try instance.currentCatalogue()
        let plan = PackBody.Plan(
            store: instance.store, catalogue: catalogue,
            speech: PackSpeech(
                language: exchange.language, terms: try exchange.termNames(),
                rules: instance.store.rules.set, catalogue: catalogue,
                today: instance.store.rules.today(at: instance.clock)),
            visibility: visibility,
            origin: .init(
                program: "IBTool \(instance.settings.version)", time: now,
                person: exchange.caller.name, language: exchange.language, head: head))
        instance.log.info(
            "pack.started",
            [
                "by": .text(exchange.caller.name), "complaints": .integer(Int64(ids.count)),
            ])
        let fileName = "\(name)-\(now.prefix(10)).zip"
        return Answer(
            contentType: Self.mediaType, body: .stream(PackBody(of: ids, plan)), caching: .never
        ).with("content-disposition", ContentDisposition.value(.attachment, fileName: fileName))
    }
}

extension Visibility {
    /// The same, blind to patients.
    var withoutPatient: Visibility {
        Visibility(sites: sites, seesComplainant: seesComplainant, seesPatient: false)
    }
}
