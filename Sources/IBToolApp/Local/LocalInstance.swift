import HTTP
import HTTPClient
import JSON
import Platform
import Storage
import Telemetry

/// How a command reaches the instance of a data directory: the one that runs, or one of its own for
/// as long as the command lasts.
enum LocalInstance {
    /// The unix socket's name inside the data directory.
    static let socketName = "ibtool.sock"
    /// How long a directory may be held by an instance that does not answer yet.
    private static let startTimeMax = Duration.seconds(10)

    /// The API of the instance that runs on `directory`, or nil when none answers; an answer may take
    /// as long as the longest command.
    static func running(
        in directory: String, timeout: Duration = .seconds(600)
    ) -> InstanceAPI? {
        var deadlines = ClientDeadlines()
        (deadlines.read, deadlines.write, deadlines.total) = (timeout, timeout, .seconds(86_400))
        let client = HTTPClient(
            .unix(path: socketPath(in: directory)), deadlines: deadlines, connectionsIdleMax: 0)
        do {
            _ = try client.request(.get, "/healthz")
        } catch {
            return nil
        }
        return api(of: client)
    }

    /// Runs `body` against the running instance, or starts one on the directory's socket only and
    /// ends it afterwards. A directory without a database is refused unless the command may make one.
    static func withAPI<Value>(
        of directory: String, mayCreate: Bool = false,
        _ body: (InstanceAPI) throws(CommandFailure) -> Value
    ) throws(CommandFailure) -> Value {
        let deadline = MonotonicInstant.now() + startTimeMax
        while true {
            if let api = running(in: directory) { return try body(api) }
            if !mayCreate { try requireDatabase(in: directory) }
            do throws(InstanceFailure) {
                let instance = try RunningInstance(.forOneCommand(directory))
                defer { instance.stop() }
                guard let api = running(in: directory) else {
                    throw .failed("the instance started for this command does not answer")
                }
                return try inside { () throws(CommandFailure) in try body(api) }
            } catch {
                // Somebody else starts or ends on this directory right now: look again.
                guard case .directoryInUse = error, MonotonicInstant.now() < deadline else {
                    throw error.asCommandFailure
                }
            }
            Thread.sleep(for: .milliseconds(50))
        }
    }

    /// Refuses a directory that holds no database: a mistyped one, most likely.
    static func requireDatabase(in directory: String) throws(CommandFailure) {
        let isThere: Bool
        do { isThere = try Store.isThere(in: directory) } catch { throw .failed("\(error)") }
        if !isThere { throw .failed("\(directory) holds no IBTool database") }
    }

    static func socketPath(in directory: String) -> String { directory + "/" + socketName }

    private static func inside<Value>(
        _ body: () throws(CommandFailure) -> Value
    ) throws(InstanceFailure) -> Value {
        do throws(CommandFailure) {
            return try body()
        } catch {
            throw .command(error)
        }
    }

    private static func api(of client: HTTPClient) -> InstanceAPI {
        InstanceAPI { method, target, body, onBody throws(CommandFailure) in
            var content: [UInt8] = []
            do throws(ClientError) {
                let head = try client.request(
                    method, target.text, headers: headers(method, body), body: clientBody(body)
                ) { head, piece in
                    if let onBody, (200..<300).contains(Int(head.status.code)) {
                        try onBody(piece)
                    } else {
                        content += piece
                    }
                }
                return InstanceAPI.Answer(status: Int(head.status.code), body: content)
            } catch {
                if case .stopped(let failure as CommandFailure) = error { throw failure }
                throw .failed("\(error)")
            }
        }
    }

    private static func headers(_ method: Method, _ body: InstanceAPI.Body) -> HeaderFields {
        var headers = HeaderFields()
        // The operator's word counts whatever the record's version is.
        if method == .patch { headers.append("if-match", "*") }
        switch body {
        case .none: break
        case .json: headers.append("content-type", "application/json")
        case .file: headers.append("content-type", "application/octet-stream")
        }
        return headers
    }

    private static func clientBody(_ body: InstanceAPI.Body) -> ClientBody {
        switch body {
        case .none: .none
        case .json(let value): .bytes(value.serialized())
        case .file(let path, _): .file(path: path)
        }
    }
}
