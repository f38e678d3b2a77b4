public import Complaints

/// What makes a request the same as an earlier one: who sends it, where to, and the key they gave it.
public struct OnceKey: Sendable {
    let account: Int64
    /// Route and key as the table keeps them.
    let text: String
    let requestHash: [UInt8]

    /// `requestHash` tells another request under the same key; it holds nothing of a secret.
    public init(account: Int64, route: String, key: String, requestHash: [UInt8]) {
        self.account = account
        text = route + " " + key
        self.requestHash = requestHash
    }
}

extension WriteTransaction {
    /// How long a key is remembered, in microseconds.
    private static let keyTime: Int64 = 24 * 3600 * 1_000_000

    /// Makes a record unless a request with this key has made one within 24 h; either way its id. The
    /// key with another request is refused.
    public func once(
        _ key: OnceKey?, _ make: () throws(StorageFailure) -> Int64
    ) throws(StorageFailure) -> Int64 {
        guard let key else { return try make() }
        if let earlier = try earlier(key) { return earlier }
        let id = try make()
        try remember(key, id)
        return id
    }

    /// As `once`, for what is answered with a secret: a repetition is refused, since the secret is not
    /// kept.
    public func onceOnly<Made>(
        _ key: OnceKey?, _ entity: Entity, id: (Made) -> Int64,
        _ make: () throws(StorageFailure) -> Made
    ) throws(StorageFailure) -> Made {
        guard let key else { return try make() }
        if try earlier(key) != nil { throw .refused(.alreadyDone(entity)) }
        let made = try make()
        try remember(key, id(made))
        return made
    }

    private func earlier(_ key: OnceKey) throws(StorageFailure) -> Int64? {
        var old = try session.connection.statement("DELETE FROM idempotency WHERE created_at < ?")
        old.bind(1, now - Self.keyTime)
        try old.run()
        var statement = try session.connection.statement(
            "SELECT request_hash, complaint_id FROM idempotency WHERE account_id = ? AND key = ?")
        statement.bind(1, key.account)
        statement.bind(2, key.text)
        guard try statement.step() else { return nil }
        guard statement.blob(0) == key.requestHash else { throw .refused(.keyOfAnotherRequest) }
        return statement.optionalInt64(1)
    }

    /// The column is called after complaints, which were the first to be made once; the id is that of
    /// whatever the route makes.
    private func remember(_ key: OnceKey, _ id: Int64) throws(StorageFailure) {
        var statement = try session.connection.statement(
            """
            INSERT INTO idempotency(account_id, key, request_hash, complaint_id, created_at)
            VALUES (?,?,?,?,?)
            """)
        statement.bind(1, key.account)
        statement.bind(2, key.text)
        statement.bind(3, blob: key.requestHash)
        statement.bind(4, id)
        statement.bind(5, now)
        try statement.run()
    }
}
