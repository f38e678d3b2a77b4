internal import Complaints
internal import HTTP
internal import Platform
internal import Telemetry

/// A file as it arrived, in the folder of imports.
struct ImportUpload: Sendable {
    let file: SpooledFile
    /// What the sender calls it; nil when it was not said.
    let givenName: String?

    /// Takes the body of a request over, whatever is in it; nil without a body. What is refused
    /// afterwards goes with the file.
    static func body(
        of request: Request, into folder: ImportFolder, log: Log
    ) throws(APIFailure) -> SpooledFile? {
        switch request.body {
        case .none, .sink: return nil
        case .bytes(let bytes):
            let body = SpooledFile(folder.newName(), in: folder, log: log)
            try io { () throws(SystemError) in try DurableFile.write(bytes, to: body.path) }
            return bytes.isEmpty ? nil : body
        case .file(let path, let length):
            let name = try io { () throws(SystemError) in try folder.adopt(path) }
            let body = SpooledFile(name, in: folder, log: log)
            return length == 0 ? nil : body
        }
    }

    /// Takes the file out of a request's body: the body itself, or the part `file` of a form.
    ///
    /// - Throws: `.malformedRequest` for a broken form.
    init(_ body: SpooledFile, contentType: String, log: Log) throws(APIFailure) {
        guard let form = MultipartParser(contentType: contentType) else {
            self.init(file: body, givenName: nil)
            return
        }
        self = try FormFile(body: body, log: log).extract(form)
    }

    fileprivate init(file: SpooledFile, givenName: String?) {
        self.file = file
        self.givenName = givenName
    }
}

/// Copies the part `file` out of a stored form.
private struct FormFile {
    let body: SpooledFile
    let log: Log

    func extract(_ form: MultipartParser) throws(APIFailure) -> ImportUpload {
        var form = form
        let source = try io { () throws(SystemError) in try File.open(body.path, .reading) }
        let part = SpooledFile(body.folder.newName(), in: body.folder, log: log)
        let target = try io { () throws(SystemError) in try File.open(part.path, .creating) }
        var givenName: String?
        var isWanted = false
        var wasFound = false
        var offset: Int64 = 0
        while true {
            let bytes = try io { () throws(SystemError) in
                try source.read(at: offset, bytesMax: ImportFolder.chunkBytes)
            }
            if bytes.isEmpty { break }
            offset += Int64(bytes.count)
            for event in try events(of: bytes, &form) {
                switch event {
                case .part(let head):
                    isWanted = head.name == "file" && !wasFound
                    if isWanted { (wasFound, givenName) = (true, head.fileName) }
                case .data(let content):
                    if isWanted { try io { () throws(SystemError) in try target.append(content) } }
                case .partEnd, .end: isWanted = false
                }
            }
        }
        do { try form.finish() } catch { throw .malformedRequest(pointer: "", .wrongType) }
        try io { () throws(SystemError) in try target.sync() }
        guard wasFound else { throw .invalid("/file", .required) }
        return ImportUpload(file: part, givenName: givenName)
    }

    private func events(
        of bytes: [UInt8], _ form: inout MultipartParser
    ) throws(APIFailure) -> [MultipartParser.Event] {
        do { return try form.feed(bytes) } catch {
            throw .malformedRequest(pointer: "", .wrongType)
        }
    }
}

/// File work inside a request: what the disk refuses is our fault, not the caller's.
func io<Value: ~Copyable>(
    _ body: () throws(SystemError) -> Value
) throws(APIFailure) -> Value {
    do { return try body() } catch { throw .broken(error.description) }
}

extension ImportUpload {
    /// The last step of a name that a client gave, without control characters, at most 200 long: a
    /// name to show, never a path.
    static func shownName(_ name: String?) -> String {
        let last = name?.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        let plain = last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
        let shown = String(String.UnicodeScalarView(plain)).prefix(200)
        return shown.isEmpty ? "file" : String(shown)
    }
}
