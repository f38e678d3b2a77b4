import HTTP
import Platform
import Telemetry

extension EventLoop {
    /// Asks the application about a head, which came as `bytes`.
    func admit(_ parsed: ParsedHead, _ bytes: Span<UInt8>, _ session: Session) {
        if session.standing == .stranger { return refuseStranger(session) }
        guard
            let (head, peer) = context.forwarding.resolve(
                parsed.head, peer: session.peer, standing: session.standing)
        else { return refuseForwarded(session) }
        let current = Session.CurrentRequest(
            head: head, peer: peer, id: nextRequestID(), started: moment.now)
        session.current = current
        session.machine.exchange?.id = current.id
        switch context.application.admit(head, from: peer, id: current.id) {
        case .answer(let response): answer(response, session)
        case .replayable(let response, let replay):
            keep(response, replay, for: parsed, bytes, session)
            answer(response, session)
        case .run(let place, let plan, let responder):
            session.current?.responder = responder
            if case .sink(_, let sink) = plan { session.sink = sink }
            perform(session.machine.receive(at: place, plan, &session.output, moment), session)
        }
    }

    /// A plain listener open to the network is for the trusted proxies alone: whoever comes past them
    /// would speak, and be answered, in the clear.
    private func refuseStranger(_ session: Session) {
        let sentence = "This address is not a trusted proxy."
        perform(
            session.machine.refuse(
                Status(403), "notATrustedProxy", detail: sentence, &session.output, moment),
            session)
    }

    /// A client spoiled the field that its proxy added to, to hide where it comes from.
    private func refuseForwarded(_ session: Session) {
        perform(
            session.machine.refuse(
                Status(400), "malformedForwarded", detail: "The Forwarded field is malformed.",
                &session.output, moment), session)
    }

    /// Makes the file a body goes to.
    func openSpool(_ directory: String, _ session: Session) {
        do {
            session.spool = try Spool(directory: directory)
        } catch {
            spoolFailed(error, session)
        }
    }

    /// Appends a piece of the body to its file, or gives it to its sink.
    func spool(_ bytes: Span<UInt8>, _ session: Session) {
        var piece: [UInt8] = []
        piece.append(copying: bytes)
        if let sink = session.sink { return give(piece, to: sink, session) }
        guard let spool = session.spool else { return }
        do {
            try spool.append(piece)
        } catch {
            spoolFailed(error, session)
        }
    }

    private func give(_ piece: [UInt8], to sink: any BodySink, _ session: Session) {
        do throws(BodyRefusal) {
            try sink.append(piece)
        } catch {
            let response = error.response
            let action = session.machine.bodyRefused(with: response, &session.output, moment)
            record(response.status, response.route, session)
            perform(action, session)
        }
    }

    /// Runs a complete request where its admission said.
    func run(_ session: Session, at place: Place) {
        guard let current = session.current, let responder = current.responder else { return }
        session.current?.responder = nil
        let body: RequestBody
        if let spool = session.spool {
            spool.handOver()
            session.spool = nil
            body = .file(path: spool.path, length: spool.length)
        } else if let sink = session.sink {
            session.sink = nil
            body = .sink(sink)
        } else {
            let bytes = session.machine.takeBody()
            body = bytes.isEmpty ? .none : .bytes(bytes)
        }
        let request = Request(
            head: current.head, body: body, peer: current.peer, id: current.id)
        let (token, inbox) = (session.token, inbox)
        let reply = Reply { inbox.post(.answer(token, $0)) }
        switch place {
        case .loop: responder.respond(to: request, reply: reply)
        case .worker:
            let isQueued = context.workers.submit {
                responder.respond(to: request, reply: reply)
            }
            if !isQueued { refuseWork(request, reply) }
        }
    }

    /// An answer came, perhaps for a connection that is gone.
    func deliver(_ response: Response, to token: UInt64) {
        guard let session = session(token), session.machine.isWaiting else {
            if case .stream(let producer) = response.body { producer.cancel() }
            return
        }
        lendOutput(session)
        answer(response, session)
        settle(session)
    }

    /// Queues an answer.
    func answer(_ response: Response, _ session: Session) {
        var response = response
        let file = openFile(&response, session)
        let flow = session.machine.answer(
            response, file: file, id: session.current?.id, &session.output, moment)
        record(response.status, response.route, session)
        switch (flow, response.body) {
        case (.stream, .stream(let producer)): session.producer = producer
        case (.events, .events(let source)): startEvents(source, session)
        case (.complete, .stream(let producer)): producer.cancel()
        default: break
        }
    }

    /// Too many requests wait for a worker. The spool's file is ours again.
    private func refuseWork(_ request: Request, _ reply: Reply) {
        if case .file(let path, _) = request.body {
            do {
                try DurableFile.remove(path)
            } catch {
                context.log.warning("spool.remove.failed", ["error": .text("\(error)")])
            }
        }
        reply.send(Problem.answer(Status(503), id: request.id, retryAfterSeconds: 1))
    }

    private func spoolFailed(_ error: SystemError, _ session: Session) {
        context.log.error("spool.failed", ["error": .text("\(error)")])
        let status = Status(error.isOutOfSpace ? 507 : 500)
        perform(session.machine.spoolFailed(status, &session.output, moment), session)
    }

    /// Opens the file of a file body; one that cannot be opened makes the answer a 500.
    private func openFile(_ response: inout Response, _ session: Session) -> OpenFile? {
        guard case .file(let path, _, _) = response.body, session.current?.head.method != .head
        else { return nil }
        do {
            return try OpenFile(path: path)
        } catch {
            context.log.error("response.file.failed", ["error": .text("\(error)")])
            response = Problem.answer(Status(500), id: session.current?.id)
            return nil
        }
    }

    private func record(_ status: Status, _ route: RouteLabel?, _ session: Session) {
        guard let current = session.current else { return }
        session.current = nil
        record(
            status, current.id, current.head.method, path: current.head.target.rawPath, route,
            from: current.peer, since: current.started)
    }

    /// Counts an answer and writes its line.
    func record(
        _ status: Status, _ id: RequestID, _ method: Method, path: String, _ route: RouteLabel?,
        from peer: Peer, since start: MonotonicInstant
    ) {
        let time = MonotonicInstant.now() - start
        metrics.answered(route, status, after: time)
        guard accessLog.wants(status) else { return }
        accessLog.add(
            AccessLog.Line(
                status: status, id: id, method: method, path: path, route: route, peer: peer,
                time: time), moment)
    }
}
