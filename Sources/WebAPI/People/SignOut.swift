internal import HTTP
internal import Storage

/// `DELETE /session`: ends the session the cookie names.
enum SignOut: Endpoint {
    static let operation = Operation("Signs out", .people, .init(204, "Signed out"))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let cookie = exchange.instance.sessionCookie(nil, isSecure: exchange.request.head.isSecure)
        guard case .session(let hash) = exchange.identity.credential else {
            // A token or the socket has no session to end.
            return .answer(.empty())
        }
        exchange.instance.credentials.unwritten.remove(hash)
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.endSession(hash: hash)
        } then: { committed in
            .empty(commit: committed.commit).with("set-cookie", cookie)
        }
    }
}
