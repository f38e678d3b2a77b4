import Complaints

/// Compares every signature with its row of the log and with the content of the version it signs: one
/// that was changed, made outside the log, or copied to another record or version is named.
struct SignatureCheck {
    let connection: Connection

    /// The first signature that is not what it should be; nil when there is none.
    func run() throws(StorageFailure) -> String? {
        var finding: String?
        try SignatureTable.each(on: connection) { signature throws(StorageFailure) in
            if let flaw = try flaw(in: signature) {
                finding =
                    "Signature \(signature.id) (\(signature.record) \(signature.recordID), "
                    + "version \(signature.recordVersion)): \(flaw)."
            }
            return finding == nil
        }
        if let finding { return finding }
        return try missing()
    }

    /// What is wrong with one signature, in half a sentence; nil when it is what the log and the version
    /// say.
    func flaw(in signature: Signature) throws(StorageFailure) -> String? {
        var row = try connection.statement(
            """
            SELECT seq, at, actor, reason, operation, body FROM change
            WHERE entity = 'signature' AND entity_id = ?
            """)
        row.bind(1, signature.id)
        guard try row.step() else { return "it is not in the change log" }
        let changes = try ChangeBody.decode(
            row.blob(5), key: nil, complaint: signature.id, seq: row.int64(0))
        let logged = changes.map { LoggedField(name: $0.name, values: $0.values) }
        let stored = signature.loggedFields.map {
            LoggedField(name: $0.name, values: .known(old: .null, new: $0.value))
        }
        if let different = zip(logged, stored).first(where: { $0 != $1 }) {
            return "its \(different.1.name) is not what the change log says"
        }
        guard logged.count == stored.count, row.int64(1) == signature.at,
            row.optionalText(3) == signature.reason, row.text(2) == signature.signer,
            row.text(4) == ChangeOperation.create.rawValue
        else { return "its time, reason or signer is not what the change log says" }
        if try row.step() { return "the change log tells of it twice" }
        let digest = try RecordDigest.of(
            signature.record, signature.recordID, version: signature.recordVersion,
            on: connection)
        guard let digest else { return "there is no such version" }
        return digest.hash == signature.recordHash
            ? nil : "the version's content is not what was signed"
    }

    private struct LoggedField: Equatable {
        let name: String
        let values: FieldChange.Values
    }

    private func missing() throws(StorageFailure) -> String? {
        var statement = try connection.statement(
            """
            SELECT entity_id FROM change WHERE entity = 'signature'
            AND entity_id NOT IN (SELECT id FROM signature) ORDER BY seq LIMIT 1
            """)
        guard try statement.step() else { return nil }
        return "The log tells of signature \(statement.int64(0)), which is not there."
    }
}
