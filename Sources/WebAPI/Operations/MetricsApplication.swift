public import HTTP

/// What a listener of its own for the metrics serves: /metrics, /healthz and /readyz, to whoever
/// reaches it and under any name, since scrapers ask by address. Nothing else exists here.
public final class MetricsApplication: Application, Responder {
    private static let paths = ["metrics", "healthz", "readyz"]

    private let instance: Instance

    /// The metrics of that application's process.
    public init(of application: WebApplication) { instance = application.instance }

    /// Refuses everything but the three paths.
    public func admit(_ head: RequestHead, from peer: Peer, id: RequestID) -> Admission {
        let isKnown =
            head.target.segments.count == 1
            && Self.paths.contains(head.target.segments[0])
        guard isKnown, head.method == .get || head.method == .head else {
            let failure = isKnown ? APIFailure.methodNotAllowed([.get, .head]) : .noRoute
            return .answer(answer(failure, head, id))
        }
        return .run(place: .worker, body: .refused, by: self)
    }

    /// Answers one of the three paths.
    public func respond(to request: Request, reply: Reply) {
        let head = request.head
        do throws(APIFailure) {
            let answer =
                switch head.target.segments[0] {
                case "metrics": ReadMetrics.answer(instance)
                case "readyz": try ReadReadiness.answer(instance)
                default: Answer.text("ok\n")
                }
            reply.send(instance.finish(answer, head: head))
        } catch {
            reply.send(answer(error, head, request.id))
        }
    }

    private func answer(_ failure: APIFailure, _ head: RequestHead, _ id: RequestID) -> Response {
        let language = Conditions.language(head, of: nil)
        return instance.finish(
            instance.problem(failure, language: language, requestID: id.text), head: head)
    }
}
