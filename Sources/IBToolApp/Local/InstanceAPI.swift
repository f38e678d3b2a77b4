import HTTP
import JSON

/// The API of one data directory, as commands see it: a running instance's through its unix socket,
/// or that of an instance run for this one command.
struct InstanceAPI: Sendable {
    /// A body to send.
    enum Body: Sendable {
        case none
        case json(JSONValue)
        /// A file's bytes, streamed.
        case file(path: String, length: Int64)
    }

    /// An answer: its status and, unless it was taken piece by piece, its body.
    struct Answer: Sendable {
        let status: Int
        let body: [UInt8]
    }

    /// Sends one request as the local operator. `onBody`, when given, takes the body of a 2xx answer
    /// piece by piece.
    let send:
        @Sendable (
            _ method: Method, _ target: APITarget, _ body: Body,
            _ onBody: (([UInt8]) throws(CommandFailure) -> Void)?
        ) throws(CommandFailure) -> Answer

    /// A call whose answer is JSON; a problem document becomes a failure in its own words.
    func call(
        _ method: Method, _ target: APITarget, _ body: Body = .none
    ) throws(CommandFailure) -> JSONValue {
        let answer = try send(method, target, body, nil)
        try check(answer)
        if answer.body.isEmpty { return .null }
        do {
            return try JSONValue.parse(answer.body)
        } catch {
            throw .failed("the instance's answer is not JSON: \(error)")
        }
    }

    /// A call whose body goes to `onBody` piece by piece.
    func stream(
        _ method: Method, _ target: APITarget,
        _ onBody: @escaping ([UInt8]) throws(CommandFailure) -> Void
    ) throws(CommandFailure) {
        try check(try send(method, target, .none, onBody))
    }

    private func check(_ answer: Answer) throws(CommandFailure) {
        guard !(200..<300).contains(answer.status) else { return }
        let problem: JSONValue
        do {
            problem = try JSONValue.parse(answer.body)
        } catch {
            throw .failed("the instance answered \(answer.status)")
        }
        throw .failed(Self.sentence(of: problem, status: answer.status))
    }

    /// The problem in its own words: what is wrong with each value, or else what is wrong.
    static func sentence(of problem: JSONValue, status: Int) -> String {
        let object = problem.objectValue
        let details = (object?["errors"]?.arrayValue ?? []).compactMap { item -> String? in
            guard let detail = item.objectValue?["detail"]?.stringValue else { return nil }
            let pointer = item.objectValue?["pointer"]?.stringValue ?? ""
            let name = pointer.drop { $0 == "/" || $0 == "?" }
            return name.isEmpty ? detail : "\(name): \(detail)"
        }
        if !details.isEmpty { return details.joined(separator: " ") }
        return object?["detail"]?.stringValue ?? object?["title"]?.stringValue
            ?? "the instance answered \(status)"
    }
}
