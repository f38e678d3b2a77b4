internal import Complaints
internal import HTTP
internal import Platform

/// A file as it arrived, now in the folder of imports.
struct ImportUpload: Sendable {
    /// The file's name in the folder.
    let fileName: String
    /// What the sender calls it; nil when it was not said.
    let givenName: String?

    /// Takes the file out of a request's body: the body itself, or the part `file` of a form.
    ///
    /// - Throws: `.bodyMissing` without a file, `.malformedRequest` for a broken form.
    init(_ request: Request, into folder: ImportFolder) throws(APIFailure) {
        let type = request.head.headers["content-type"] ?? ""
        let form = MultipartParser(contentType: type)
        switch request.body {
        case .none: throw .bodyMissing
        case .bytes(let bytes):
            if bytes.isEmpty { throw .bodyMissing }
            let name = folder.newName()
            try io { () throws(SystemError) in
                try DurableFile.write(bytes, to: folder.path(of: name))
            }
            self = try Self.taken(name, form, folder)
        case .file(let path, let length):
            if length == 0 { throw .bodyMissing }
            let name = try io { () throws(SystemError) in try folder.adopt(path) }
            self = try Self.taken(name, form, folder)
        }
    }

    fileprivate init(fileName: String, givenName: String?) {
        self.fileName = fileName
        self.givenName = givenName
    }

    private static func taken(
        _ name: String, _ form: MultipartParser?, _ folder: ImportFolder
    ) throws(APIFailure) -> ImportUpload {
        guard let form else { return ImportUpload(fileName: name, givenName: nil) }
        let upload = try FormFile(body: name, folder: folder).extract(form)
        try io { () throws(SystemError) in try folder.remove(name) }
        return upload
    }
}

/// Copies the part `file` out of a stored form.
private struct FormFile {
    let body: String
    let folder: ImportFolder

    func extract(_ form: MultipartParser) throws(APIFailure) -> ImportUpload {
        var form = form
        let source = try io { () throws(SystemError) in
            try File.open(folder.path(of: body), .reading)
        }
        let name = folder.newName()
        let target = try io { () throws(SystemError) in
            try File.open(folder.path(of: name), .creating)
        }
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
        return ImportUpload(fileName: name, givenName: givenName)
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
