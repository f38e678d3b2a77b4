internal import Complaints
internal import HTTP
internal import Storage
internal import Telemetry

/// Attempts to sign that are refused: counted, logged, and in the change log with the file that was to be
/// signed, so that whoever looks after signatures sees them where they were made (21 CFR 11.300(d)).
extension Instance {
    private static let filePath = "/api/v1/complaints/{id}"

    /// Notes one; `then` runs once it is in the change log, or cannot be.
    func noteRefusedSignature(
        by caller: Caller, because why: SignatureRefusal, on route: Route, _ parameters: [String],
        then: @escaping @Sendable () -> Void
    ) {
        signaturesRefused.add(1)
        log.warning(
            "signature.refused",
            ["name": "\(caller.name)", "address": "\(caller.address)", "why": "\(why.rawValue)"])
        guard why != .permission || isLogged(caller) else { return then() }
        let path = route.path.text
        let isOfFile = path == Self.filePath || path.hasPrefix(Self.filePath + "/")
        let file = isOfFile ? parameters.first.map { RecordKey($0) } : nil
        let author = Author(
            name: caller.name, origin: caller.origin, address: caller.address,
            reason: "\(route.method.rawValue) \(path)")
        let visibility = caller.visibility
        store.write(by: author) { transaction throws(StorageFailure) in
            try transaction.logRefusedSignature(
                by: caller.name, because: why, of: file, for: visibility)
        } then: { _ in
            then()
        }
    }

    /// Whether an attempt of who may not sign belongs into the change log, which nothing leaves again: of
    /// many, as many as there are failed sign-ins.
    private func isLogged(_ caller: Caller) -> Bool {
        guard forbiddenSignatures.waitSeconds(name: caller.name, address: caller.address) == nil
        else { return false }
        forbiddenSignatures.note(name: caller.name, address: caller.address)
        return true
    }
}
