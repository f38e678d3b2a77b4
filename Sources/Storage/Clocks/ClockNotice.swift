import Complaints
public import Crypto
import JSON

/// A warning of a clock as it stands in the change log, signed for whoever hears of it elsewhere: the same
/// statement, key and form as an `Anchor` (docs/operating.md, "Warnings of clocks").
public struct ClockNotice: Sendable, Equatable {
    /// The version of the statement and of the line.
    private static let form: Int64 = 1

    /// Its row of the change log: no other notice has it.
    public let seq: Int64
    /// When it was noted, microseconds since 1970.
    public let at: Int64
    /// The complaint's number.
    public let complaint: String
    public let rule: String
    /// A civil date.
    public let due: String
    /// How much of the clock's time is gone.
    public let percent: Int64

    /// The bytes that are signed: lines of text, each with its line feed.
    public var statement: [UInt8] {
        Array(
            """
            ibtool clock \(Self.form)
            seq \(seq)
            at \(at)
            complaint \(complaint)
            rule \(rule)
            due \(due)
            percent \(percent)

            """.utf8)
    }

    /// The notice as one line of JSON, without its line feed, with Ed25519 over the statement.
    public func line(signedWith key: SigningKey) throws(CryptoError) -> [UInt8] {
        let object = JSONObject([
            ("clock", .number(JSONNumber(Self.form))), ("seq", .number(JSONNumber(seq))),
            ("at", .number(JSONNumber(at))), ("complaint", .string(complaint)),
            ("rule", .string(rule)), ("due", .string(due)),
            ("percent", .number(JSONNumber(percent))),
            ("key", .string(Base64.encode(key.publicKey.raw))),
            ("signature", .string(Base64.encode(try key.sign(statement)))),
        ])
        return JSONValue.object(object).serialized()
    }
}

extension Reader {
    /// Rows of the change log that one reading of notices looks at.
    static let noticeRowsMax: Int64 = 1_000

    /// The warnings in the next rows of the change log behind one, in order. The next reading begins behind
    /// `last`; `isEnd` when there are no more rows at this snapshot.
    public func clockNotices(
        after seq: Int64
    ) throws(StorageFailure) -> (notices: [ClockNotice], last: Int64, isEnd: Bool) {
        let last = min(commit, seq + Self.noticeRowsMax)
        var rows = try connection.statement(
            """
            SELECT seq, at, code, body FROM change
            WHERE seq > ? AND seq <= ? AND +entity = 'clock' AND +operation = 'warn' ORDER BY seq
            """)
        rows.bind(1, seq)
        rows.bind(2, last)
        var notices: [ClockNotice] = []
        while try rows.step() {
            var values: [String: FieldValue] = [:]
            let changes = try ChangeBody.decode(
                rows.blob(3), key: nil, complaint: 0, seq: rows.int64(0))
            for change in changes {
                if case .known(_, let new) = change.values { values[change.name] = new }
            }
            // Told to whoever took the file over: elsewhere the point was told when it was reached.
            if values["handed_over"] != nil { continue }
            guard case .text(let rule)? = values["rule"], case .text(let due)? = values["due"],
                case .integer(let percent)? = values["percent"]
            else {
                throw .failed(.damaged("Row \(rows.int64(0)) of the change log is no warning."))
            }
            notices.append(
                ClockNotice(
                    seq: rows.int64(0), at: rows.int64(1), complaint: rows.text(2), rule: rule,
                    due: due, percent: percent))
        }
        return (notices, last, last >= commit)
    }
}
