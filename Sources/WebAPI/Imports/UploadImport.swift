internal import Complaints
internal import HTTP
internal import Importing
internal import JSON
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
        let isPreview = try exchange.flag("preview")
        let isDryRun = try exchange.flag("dry_run")
        let source = try exchange.importSource()
        let catalogue = try exchange.instance.currentCatalogue()
        let saved = try exchange.savedMapping(catalogue)
        let folder = exchange.instance.jobs.folder
        let upload = try ImportUpload(exchange.request, into: folder)
        let file = try io { () throws(SystemError) in try folder.hash(of: upload.fileName) }
        let name = ImportUpload.shownName(exchange.query["name"] ?? upload.givenName)
        var record = ImportRecord(
            name: name, fileHash: file.hash, fileBytes: file.bytes, fileName: upload.fileName,
            state: isPreview ? .preview : .queued, source: source ?? "",
            author: exchange.caller.name)
        record.isDryRun = isDryRun
        inspect(&record, mapping: saved, source: source, exchange, catalogue)
        return exchange.createImport(record)
    }

    /// What cannot be read is taken all the same: its record says so, as every other end of an import.
    private static func inspect(
        _ record: inout ImportRecord, mapping: ImportMapping?, source: String?,
        _ exchange: Exchange, _ catalogue: FieldCatalogue
    ) {
        let folder = exchange.instance.jobs.folder
        do throws(TableError) {
            let inspection = try FileInspection(
                path: folder.path(of: record.fileName), name: record.name, mapping: mapping,
                catalogue: catalogue, today: .latest(at: exchange.instance.clock),
                limits: exchange.instance.jobs.limits, scratchFolder: folder.path)
            var mapping = inspection.mapping
            if let source { mapping.source = source }
            record.dialect = inspection.dialect
            record.columns = ColumnSamples.without(inspection.columns)
            exchange.instance.jobs.samples.keep(inspection.columns, of: record.fileName)
            record.mapping = mapping.json
            record.source = mapping.source
        } catch {
            record.state = .failed
            record.failure = error.description
            record.finishedAt = exchange.instance.clock.now().microseconds
        }
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

    /// Stores a new import, queues it when it is to run, and answers 202 with it.
    fileprivate func createImport(_ record: ImportRecord) -> Outcome {
        writeAndGoOn { transaction throws(StorageFailure) in
            try transaction.createImport(record)
        } then: { committed in
            if committed.value.state == .queued {
                _ = instance.jobs.enqueue(.importFile(committed.value.id))
            }
            if committed.value.state == .failed { instance.jobs.discard(committed.value) }
            sendImport(committed.value, status: 202)
        }
    }

    /// Answers with an import.
    func sendImport(_ record: ImportRecord, status: UInt16) {
        var writer = JSONWriter(reserving: 8 << 10)
        writer.importRecord(
            instance.jobs.samples.filled(record), now: instance.clock.now().microseconds)
        send(
            Answer.json(writer.bytes, status: status)
                .with("location", "/api/v1/imports/\(record.id)"))
    }

    /// The import that the path names.
    func importRecord() throws(APIFailure) -> ImportRecord {
        let key = parameters[0]
        let found = try read { reader throws(StorageFailure) -> ImportRecord? in
            guard let id = Int64(key) else { return nil }
            return try reader.importRecord(id)
        }
        guard let found else { throw .refused(.notFound(.import, key: key)) }
        return found
    }
}
