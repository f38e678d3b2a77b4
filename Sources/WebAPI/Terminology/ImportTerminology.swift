internal import Complaints
internal import HTTP
internal import Importing
internal import JSON
internal import Platform
internal import Storage
internal import Tabular

/// `POST /imdrf`: takes a file of one annex or of several as the IMDRF releases them, says what it
/// would change, and unless asked only to look puts it in force.
///
/// A file with rows that cannot be taken is put in force without them only when asked to
/// (`skip_bad`): a term that is left out by mistake would count as dropped by the release.
enum ImportTerminology: Endpoint {
    static let bytesMax: Int64 = 64 << 20
    static let releaseBytesMax = 40

    static let operation = Operation(
        "Imports a release of the IMDRF's annexes", .complaints,
        parameters: [
            .init(name: "name", schema: .string, description: "The file's name"),
            .init(name: "preview", schema: .boolean, description: "Only look at the file"),
            .init(
                name: "release", schema: .string,
                description: "Which release it is, where the file does not say it itself"),
            .init(
                name: "skip_bad", schema: .boolean,
                description: "Take the file without the rows that cannot be taken"),
        ], body: .binary, .init(200, "What it is, or was done", .named("TerminologyImport")),
        problems: [400, 413, 422, 503])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.receiveFile(TerminologyWish.init) { file, wish throws(APIFailure) in
            try take(file, wish, exchange)
        }
    }

    private static func take(
        _ received: ReceivedFile, _ wish: TerminologyWish, _ exchange: Exchange
    ) throws(APIFailure) {
        let (name, hash) = (received.name, received.hash)
        let file = try read(received, exchange)
        let used = try usedCodes(of: Set(file.tables.map(\.annex)), exchange)
        var plans: [TerminologyPlan] = []
        for table in file.tables {
            let release = wish.release ?? table.release ?? year(in: name)
            plans.append(try plan(table, release, used, exchange))
        }
        let report = TerminologyReport(name: name, file: file, plans: plans)
        if wish.isPreview {
            return exchange.send(report.answer(isDone: false, for: exchange, commit: nil))
        }
        if file.problemCount > 0, !wish.skipsBad || plans.isEmpty {
            throw .invalid("/file", .badRows, argument: String(file.problemCount))
        }
        guard plans.allSatisfy({ $0.release != nil }) else { throw .invalid("?release", .required) }
        let wanted = plans
        _ = exchange.writeAndGoOn { transaction throws(StorageFailure) in
            for plan in wanted {
                _ = try transaction.importTerminology(
                    plan.update.annex, release: plan.release ?? "", plan.released, used: used,
                    from: (name, hash))
            }
        } then: { committed in
            exchange.send(report.answer(isDone: true, for: exchange, commit: committed.commit))
        }
    }

    private static func read(
        _ received: ReceivedFile, _ exchange: Exchange
    ) throws(APIFailure) -> TerminologyFile {
        let jobs = exchange.instance.jobs
        let source: FileSource
        do throws(TableError) { source = try FileSource(path: received.file.path) } catch {
            throw .broken(error.description)
        }
        do throws(TerminologyFault) {
            var reader = TerminologyReader(
                source, limits: jobs.limits, scratchFolder: jobs.folder.path)
            return try reader.read()
        } catch {
            switch error {
            case .tooManyTerms(let max): throw .invalid("/file", .tooMany, argument: String(max))
            case .noTerms, .table: throw .invalid("/file", .notATerminology)
            }
        }
    }

    /// What files have of these annexes, a step at a time.
    private static func usedCodes(
        of annexes: Set<EventCode.Annex>, _ exchange: Exchange
    ) throws(APIFailure) -> UsedCodes {
        var used = UsedCodes(annexes)
        var isMore = true
        while isMore {
            isMore = try exchange.read { reader throws(StorageFailure) in try used.step(reader) }
        }
        return used
    }

    private static func plan(
        _ table: TerminologyFile.Table, _ release: String?, _ used: UsedCodes,
        _ exchange: Exchange
    ) throws(APIFailure) -> TerminologyPlan {
        let annex = table.annex
        let book = try exchange.read { reader throws(StorageFailure) in
            try exchange.instance.terms.book(annex, reader)
        }
        let update = TerminologyUpdate(
            annex, from: book?.terms ?? [], to: table.terms, used: used[annex])
        return TerminologyPlan(
            release: release, replaces: book?.release, released: table.terms, update: update)
    }

    /// The year in a file's name, e.g. of "annexa2025_0.json".
    private static func year(in name: String) -> String? {
        let digits = name.split { !("0"..."9").contains($0) }
        return digits.first { $0.count == 4 && $0.hasPrefix("20") }.map { String($0) }
    }
}

/// What the query of an import asks for.
private struct TerminologyWish: Sendable {
    let isPreview: Bool
    let skipsBad: Bool
    let release: String?

    init(_ exchange: Exchange) throws(APIFailure) {
        isPreview = try exchange.flag("preview")
        skipsBad = try exchange.flag("skip_bad")
        let text = TextRules.trimmed(exchange.query["release"] ?? "")
        guard text.utf8.count <= ImportTerminology.releaseBytesMax else {
            throw .invalid(
                "?release", .tooLong, argument: String(ImportTerminology.releaseBytesMax))
        }
        release = text.isEmpty ? nil : text
    }
}
