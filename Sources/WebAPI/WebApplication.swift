public import Complaints
public import HTTP
public import Platform
public import Storage
public import Telemetry
public import WebAssets

/// Everything the world sees of IBTool: the API, the interface's files, health and metrics.
///
/// ```
/// head → host → route → not in the clear → who → access → same site → body's size and type → cached? answer : run
/// ```
public final class WebApplication: Application {
    let instance: Instance
    private let hosts: HostRule

    /// Starts the application's own threads (passwords, answers, events); `close` ends them.
    public init(
        store: Store, assets: WebAssets, catalogue: FieldCatalogue, jobs: JobRunner,
        clock: WallClock = .system, random: RandomSource = .system, log: Log, metrics: Metrics,
        settings: WebSettings = WebSettings()
    ) throws(SystemError) {
        instance = try Instance(
            store: store, catalogue: catalogue, assets: assets, clock: clock, random: random,
            log: log, metrics: metrics, settings: settings, jobs: jobs,
            table: RouteTable(Routes.all, pages: Routes.pages))
        hosts = HostRule(publicHosts: settings.publicHosts)
    }

    /// From now on /readyz answers 503 and streams of events end; requests are still served.
    public func beginDrain() { instance.beginDrain() }

    /// Ends the application's threads after what they have queued. Called once, when no more
    /// requests come.
    public func close() { instance.close() }

    /// Where a route runs: by its row, but that no reading waits on a loop for a commit that a destination
    /// of the backup does not have yet.
    private func place(of route: Route) -> Place {
        route.method == .get && instance.store.holdsCommitsBack ? .worker : route.place
    }

    /// Every check that needs the head alone; cached answers and files of the interface leave here.
    public func admit(_ head: RequestHead, from peer: Peer, id: RequestID) -> Admission {
        // Read first: what is looked up afterwards is at least that new.
        let generation = instance.credentials.generation
        do throws(APIFailure) {
            let gate = try gate(head, from: peer)
            guard let answer = gate.route.endpoint.cached(gate) else {
                let request = AdmittedRequest(self, gate, credentialGeneration: generation)
                return .run(
                    place: place(of: gate.route), body: try bodyPlan(gate, id), by: request)
            }
            let response = instance.finish(answer, head: head, route: gate.route)
            let replay = CachedReplay(answer, gate, credentialGeneration: generation)
            return replay.map { .replayable(response, $0) } ?? .answer(response)
        } catch {
            return .answer(refusal(error, head, id))
        }
    }

    /// Runs the route's endpoint; the reply may be sent later, after a commit. What admission found is
    /// taken while it still holds; else the head passes the gate again.
    func respond(to request: Request, admitted: AdmittedRequest, reply: Reply) {
        do throws(APIFailure) {
            let gate =
                if let standing = admitted.standing { standing } else {
                    try gate(request.head, from: request.peer)
                }
            let exchange = Exchange(
                instance: instance, route: gate.route, request: request,
                parameters: gate.parameters, identity: gate.identity, reply: reply)
            run(exchange)
        } catch {
            reply.send(refusal(error, request.head, request.id))
        }
    }

    private func run(_ exchange: Exchange) {
        do throws(APIFailure) {
            switch try exchange.route.endpoint.answer(exchange) {
            case .answer(let answer): exchange.send(answer)
            case .later: break
            }
        } catch {
            exchange.fail(error)
        }
    }

    private func refusal(
        _ failure: APIFailure, _ head: RequestHead, _ id: RequestID
    ) -> Response {
        var route: Route?
        if case .found(let found, _) = instance.table.match(head.method, head.target.segments) {
            route = found
        }
        if case .methodNotAllowed(let allowed) = failure, head.method == .options {
            let answer = Answer(status: 204).with(
                "allow", allowed.map(\.rawValue).joined(separator: ", "))
            return instance.finish(answer, head: head)
        }
        let language = Conditions.language(head, of: nil)
        return instance.finish(
            instance.problem(failure, language: language, requestID: id.text), head: head,
            route: route)
    }
}

// MARK: - The gate

extension WebApplication {
    /// Every check that needs the head alone, in the order of the type's diagram.
    private func gate(_ head: RequestHead, from peer: Peer) throws(APIFailure) -> Admitted {
        guard hosts.accepts(head, from: peer) else { throw .misdirected }
        let route: Route
        let parameters: [String]
        switch instance.table.match(head.method, head.target.segments) {
        case .found(let found, let values): (route, parameters) = (found, values)
        case .wrongMethod(let allowed): throw .methodNotAllowed(allowed)
        case .none: throw .noRoute
        }
        // What everybody may read needs nobody's credential looked up.
        let isForAll = route.access == .open && head.method.isSafe
        if head.isExposed, !isForAll { throw .sentInTheClear }
        let identity =
            isForAll ? instance.anonymous(from: peer) : try instance.identify(head, from: peer)
        let refusal = route.access.refusal(of: identity)
        if let refusal, route.access != .permission(.sign) { throw refusal }
        guard CrossSiteRule.accepts(head, credential: identity.credential) else {
            throw refusal ?? .crossSite
        }
        if let refusal {
            if let caller = identity.caller {
                instance.noteRefusedSignature(
                    by: caller, because: .permission, on: route, parameters
                ) {}
            }
            throw refusal
        }
        try checkBody(head, route.body)
        return Admitted(
            instance: instance, route: route, parameters: parameters, identity: identity, head: head
        )
    }

    private func checkBody(_ head: RequestHead, _ rule: BodyRule) throws(APIFailure) {
        let length = head.headers["content-length"].flatMap { Int64($0) }
        if let length, length > rule.bytesMax, rule != .none {
            throw .bodyTooLarge(bytesMax: rule.bytesMax)
        }
        guard let types = rule.mediaTypes else { return }
        let hasBody = (length ?? 0) > 0 || head.headers["transfer-encoding"] != nil
        if rule == .optionalJSON, !hasBody { return }
        let essence = head.headers["content-type"].flatMap { MediaType($0) }?.essence
        guard let essence, types.contains(essence) else {
            throw .unsupportedMediaType(expected: types[0])
        }
    }

    private func bodyPlan(_ gate: Admitted, _ id: RequestID) throws(APIFailure) -> BodyPlan {
        switch gate.route.body {
        case .none: return .refused
        case .json, .optionalJSON, .mergePatch: return .memory(bytesMax: BodyRule.jsonBytesMax)
        case .upload(let bytesMax):
            return .file(
                bytesMax: min(bytesMax, instance.settings.uploadBytesMax),
                directory: instance.settings.uploadDirectory)
        case .sink:
            guard let (sink, bytesMax) = try gate.route.endpoint.sink(for: gate, id: id) else {
                return .refused
            }
            return .sink(bytesMax: bytesMax, sink)
        }
    }
}
