import Complaints
import JSON
import Rules
import Testing

@testable import Storage

extension Store {
    /// Decides for a jurisdiction, signed at once when somebody signs.
    @discardableResult
    func decide(
        _ complaint: Int64, _ jurisdiction: String, _ verdict: String,
        signedBy name: String? = nil
    ) throws -> Companion {
        let fields = values([
            "jurisdiction": .text(jurisdiction), "verdict": .text(verdict),
            "rationale": "The table moved by itself.",
        ])
        let author = Author(name: name ?? "marie", origin: .web, address: "127.0.0.1")
        let signer = try name.map { try self.signer($0) }
        return try writeAndWait(by: author) { (transaction) throws(StorageFailure) in
            try transaction.decide(.id(complaint), fields, signedBy: signer, for: everything)
        }.value
    }

    @discardableResult
    func signDecision(_ decision: Companion, as name: String) throws -> Companion {
        let author = Author(name: name, origin: .web, address: "127.0.0.1")
        let signer = try signer(name)
        return try writeAndWait(by: author) { (transaction) throws(StorageFailure) in
            try transaction.signDecision(
                decision.id, of: .id(decision.complaint), as: signer, for: everything)
        }.value
    }

    @discardableResult
    func report(
        _ complaint: Int64, _ pairs: KeyValuePairs<String, FieldValue>
    ) throws -> Companion {
        let fields = values(pairs)
        return try writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.addReport(.id(complaint), fields, for: everything)
        }.value
    }

    func reporting(of complaint: Int64) throws -> FileReporting {
        let found = try read { (reader) throws(StorageFailure) in
            try reader.reporting(of: .id(complaint), for: everything)
        }
        return try #require(found)
    }

    func signer(_ name: String, _ meaning: SignatureMeaning = .decision) throws -> Signer {
        let account = try read { (reader) throws(StorageFailure) in
            try AccountTable.find(named: name, on: reader.connection)
        }
        return Signer(account: try #require(account), meaning: meaning)
    }
}

extension RuleSet {
    /// The shipped rules with another limit of one rule.
    static func shippedDocument(_ rule: String, days: Int64) throws -> JSONValue {
        var document = try #require(RuleSet.shippedJSON.objectValue)
        let rules = try #require(document["rules"]?.arrayValue)
        document["rules"] = .array(
            rules.map { json in
                guard var object = json.objectValue, object["id"]?.stringValue == rule else {
                    return json
                }
                object["limit"] = .object(JSONObject([("days", .number(JSONNumber(days)))]))
                return .object(object)
            })
        return .object(document)
    }
}
