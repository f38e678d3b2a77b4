internal import Complaints
internal import HTTP
internal import Importing
internal import Platform
internal import Storage
internal import Tabular

/// `POST /imports`: takes a file, looks at it, and unless asked only to look imports it.
enum UploadImport: Endpoint {
    static let bytesMax: Int64 = 2 << 30
    static let sourceBytesMax = 200

    static let operation = Operation(
        "Imports a file", .imports,
        parameters: [
            .init(name: "name", schema: .string, description: "The file's name"),
            .init(name: "preview", schema: .boolean, description: "Only look at the file"),
            .init(name: "dry_run", schema: .boolean, description: "Everything but the writing"),
            .init(name: "source", schema: .string, description: "Where the rows come from"),
            .init(name: "mapping", schema: .integer, description: "A saved mapping's id"),
        ], body: .binary, .init(202, "Taken", .named("Import")), problems: [400, 413, 422, 503])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.receiveFile(ImportWish.init) { file, wish throws(APIFailure) in
            take(file, wish, exchange)
        }
    }

    private static func take(_ file: ReceivedFile, _ wish: ImportWish, _ exchange: Exchange) {
        var record = ImportRecord(
            name: file.name, fileHash: file.hash, fileBytes: file.bytes, fileName: file.file.name,
            state: wish.isPreview ? .preview : .queued, source: wish.source ?? "",
            author: exchange.caller.name)
        record.isDryRun = wish.isDryRun
        inspect(&record, wish, exchange)
        exchange.createImport(record, of: file.file)
    }

    /// What cannot be read is taken all the same: its record says so, as every other end of an import.
    private static func inspect(
        _ record: inout ImportRecord, _ wish: ImportWish, _ exchange: Exchange
    ) {
        let folder = exchange.instance.jobs.folder
        do throws(TableError) {
            let inspection = try FileInspection(
                path: folder.path(of: record.fileName), name: record.name, mapping: wish.mapping,
                catalogue: wish.catalogue, today: .latest(at: exchange.instance.clock),
                limits: exchange.instance.jobs.limits, scratchFolder: folder.path)
            var mapping = inspection.mapping
            if let source = wish.source { mapping.source = source }
            record.dialect = inspection.dialect
            record.columns = ColumnSamples.without(inspection.columns)
            exchange.instance.jobs.samples.keep(inspection.columns, of: record.fileName)
            record.mapping = mapping.json
            record.source = mapping.source
        } catch {
            record.state = .failed
            record.failure = error.words
            record.finishedAt = exchange.instance.clock.now().microseconds
        }
    }
}

/// What the query of an upload asks for.
private struct ImportWish: Sendable {
    let isPreview: Bool
    let isDryRun: Bool
    /// Nil for the mapping's own.
    let source: String?
    let catalogue: FieldCatalogue
    /// Nil for the suggested one.
    let mapping: ImportMapping?

    init(_ exchange: Exchange) throws(APIFailure) {
        isPreview = try exchange.flag("preview")
        isDryRun = try exchange.flag("dry_run")
        source = try exchange.importSource()
        catalogue = try exchange.instance.currentCatalogue()
        mapping = try exchange.savedMapping(catalogue)
    }
}

extension Exchange {
    /// A query parameter that is true or false; false without.
    func flag(_ name: String) throws(APIFailure) -> Bool {
        switch query[name] {
        case nil, "false", "0": return false
        case "true", "1", "": return true
        default: throw .invalid("?" + name, .wrongType)
        }
    }

    /// The source that the query names, nil for the mapping's own.
    fileprivate func importSource() throws(APIFailure) -> String? {
        guard let source = query["source"], !source.isEmpty else { return nil }
        guard source.utf8.count <= UploadImport.sourceBytesMax else {
            throw .invalid("?source", .tooLong, argument: String(UploadImport.sourceBytesMax))
        }
        return source
    }

    /// The saved mapping that the query names by its id; nil when it names none.
    fileprivate func savedMapping(_ catalogue: FieldCatalogue) throws(APIFailure) -> ImportMapping?
    {
        guard let text = query["mapping"], !text.isEmpty else { return nil }
        return try savedMapping(text, pointer: "?mapping", catalogue)
    }

    /// The saved mapping with that id.
    func savedMapping(
        _ text: String, pointer: String, _ catalogue: FieldCatalogue
    ) throws(APIFailure) -> ImportMapping {
        let saved = try read { reader throws(StorageFailure) in try reader.mappings() }
        guard let found = saved.first(where: { String($0.id) == text }) else {
            throw .invalid(pointer, .unknownReference)
        }
        do {
            var mapping = try ImportMapping(found.mapping, catalogue: catalogue)
            mapping.name = found.name
            if mapping.source.isEmpty { mapping.source = found.source }
            return mapping
        } catch {
            throw .refused(error)
        }
    }
}
