internal import Complaints
internal import Crypto
internal import JSON
public import Platform
public import Storage

/// The link that makes the first administrator: 128 random bits in the URL's fragment, which no
/// server log sees, good once and for 60 minutes. Only its hash and its end are kept.
public enum SetupLink {
    static let settingKey = "setup_link"
    static let lifetime = Duration.seconds(3600)

    /// Issues a link's token; an earlier one is void. The link is `<base>/setup#<token>`.
    ///
    /// Blocks until it is durable: for the command line and the first start.
    public static func issue(
        _ store: Store, now: Platform.Timestamp, random: RandomSource = .system
    ) throws(StorageFailure) -> String {
        let token = Secrets.setupLink(random)
        let value = setting(for: token, at: now)
        let author = Author.system(reason: "set-up link")
        _ = try store.writeAndWait(by: author) { transaction throws(StorageFailure) in
            try transaction.setSetting(settingKey, to: value)
        }
        return token
    }

    /// The first link of an instance that has no account; nil when there is one, or when a link was
    /// issued before: from then on only the operator's command issues another.
    public static func issueFirst(
        _ store: Store, now: Platform.Timestamp
    ) throws(StorageFailure) -> String? {
        let wasIssued = try store.read { reader throws(StorageFailure) in
            try reader.setting(settingKey) != nil
        }
        guard !wasIssued, try isRequired(store) else { return nil }
        return try issue(store, now: now)
    }

    /// What is kept of a token: its hash and its end.
    static func setting(for token: String, at now: Platform.Timestamp) -> JSONValue {
        .object(
            JSONObject([
                ("hash", .string(Hex.encode(Secrets.hash(of: token)))),
                ("expires", .number(JSONNumber((now + lifetime).microseconds))),
            ]))
    }

    /// Whether no account exists yet.
    public static func isRequired(_ store: Store) throws(StorageFailure) -> Bool {
        try store.read { reader throws(StorageFailure) in try reader.accounts().isEmpty }
    }

    /// Whether the token is the one issued last, and still good.
    static func isGood(
        _ token: String, at now: Platform.Timestamp, _ reader: borrowing Reader
    ) throws(StorageFailure) -> Bool {
        guard let setting = try reader.setting(settingKey)?.objectValue,
            let hash = setting["hash"]?.stringValue.flatMap(Hex.decode),
            let expires = setting["expires"]?.int64Value
        else { return false }
        return now.microseconds < expires
            && isEqualInConstantTime(hash, Secrets.hash(of: token))
    }
}
