internal import Complaints
internal import HTTP
internal import Storage

/// `GET /session`: who is signed in, and what they may do.
enum ReadSession: Endpoint {
    static let operation = Operation(
        "Who is signed in", .people, .init(200, "The session", .named("Session")))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let identity = exchange.identity
        do throws(StorageFailure) {
            let codes = try exchange.instance.siteCodes(exchange.visibility.sites)
            return .answer(
                .json(
                    exchange.instance.sessionBody(
                        exchange.caller, account: identity.account, expiresAt: identity.expiresAt,
                        siteCodes: codes)))
        } catch {
            throw .storage(error)
        }
    }
}
