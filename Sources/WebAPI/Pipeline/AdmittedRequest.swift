internal import HTTP
internal import Platform

/// A request on its way from the loop that admitted it to the thread that runs it, with what the gate
/// found, so that the gate is passed once.
///
/// Between the two lie the queue of the workers and the body, which may take minutes. A credential that
/// dies in the meantime must not be good for what runs then. So the finding holds only while no
/// account, session or token changed and the credential has not come to its end; else the head passes
/// the gate again. All else that the gate looks at is the head itself and what is fixed since the start.
struct AdmittedRequest: Responder {
    private let application: WebApplication
    private let admitted: Admitted
    /// Of all credentials, read before the gate looked any up.
    private let credentialGeneration: Int

    init(_ application: WebApplication, _ admitted: Admitted, credentialGeneration: Int) {
        self.application = application
        self.admitted = admitted
        self.credentialGeneration = credentialGeneration
    }

    /// What the gate found, nil when it may find something else now.
    var standing: Admitted? {
        let instance = admitted.instance
        guard instance.credentials.generation == credentialGeneration else { return nil }
        guard let end = admitted.identity.expiresAt else { return admitted }
        return instance.clock.now().microseconds < end ? admitted : nil
    }

    func respond(to request: Request, reply: Reply) {
        application.respond(to: request, admitted: self, reply: reply)
    }
}
