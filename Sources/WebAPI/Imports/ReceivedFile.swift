internal import Complaints
internal import HTTP
internal import Platform

/// A file that came with a request, in the folder of imports: the body itself, or the part `file` of a
/// form.
struct ReceivedFile: Sendable {
    let file: SpooledFile
    /// What the sender calls it, as a name to show.
    let name: String
    /// SHA-256 in hexadecimal digits.
    let hash: String
    let bytes: Int64

    fileprivate init(_ body: SpooledFile, of exchange: Exchange) throws(APIFailure) {
        let upload = try ImportUpload(
            body, contentType: exchange.request.head.headers["content-type"] ?? "",
            log: exchange.instance.log)
        file = upload.file
        name = ImportUpload.shownName(exchange.query["name"] ?? upload.givenName)
        (hash, bytes) = try io { () throws(SystemError) in
            try upload.file.folder.hash(of: upload.file.name)
        }
    }
}

extension Exchange {
    /// Hands the file that came as the body to a thread that looks at such files, where `take` sees to the
    /// answer. `wish` reads what the query asks for, before the file is looked at.
    func receiveFile<Wish: Sendable>(
        _ wish: (Exchange) throws(APIFailure) -> Wish,
        take: @escaping @Sendable (ReceivedFile, Wish) throws(APIFailure) -> Void
    ) throws(APIFailure) -> Outcome {
        let jobs = instance.jobs
        // First of all: whatever is refused below, the file goes with the refusal.
        let body = try ImportUpload.body(of: request, into: jobs.folder, log: instance.log)
        let wish = try wish(self)
        guard let body else { throw .bodyMissing }
        let isTaken = jobs.inspections.run {
            do throws(APIFailure) {
                try take(try ReceivedFile(body, of: self), wish)
            } catch {
                fail(error)
            }
        }
        guard isTaken else { throw .overloaded(retryAfterSeconds: 30) }
        return .later
    }
}
