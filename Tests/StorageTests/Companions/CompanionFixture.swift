import Complaints
import Testing

@testable import Storage

extension Store {
    @discardableResult
    func add(
        _ kind: CompanionKind, _ pairs: KeyValuePairs<String, FieldValue>, to complaint: Int64,
        by author: Author = marie, for visibility: Visibility = everything
    ) throws -> Companion {
        let fields = values(pairs)
        return try writeAndWait(by: author) { (transaction) throws(StorageFailure) in
            try transaction.addCompanion(kind, fields, to: .id(complaint), for: visibility)
        }.value
    }

    @discardableResult
    func change(
        _ companion: Companion, version: Int64? = nil,
        _ pairs: KeyValuePairs<String, FieldValue>
    ) throws -> Companion {
        let fields = values(pairs)
        let kind = try #require(CompanionKind.of(companion.entity))
        return try writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.changeCompanion(
                kind, companion.id, of: .id(companion.complaint),
                expected: version ?? companion.version, to: fields, for: everything)
        }.value
    }

    @discardableResult
    func withdraw(_ companion: Companion, reason: String = "not needed") throws -> Companion {
        let kind = try #require(CompanionKind.of(companion.entity))
        return try writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.withdrawCompanion(
                kind, companion.id, of: .id(companion.complaint), reason: reason, for: everything)
        }.value
    }

    func companions(
        _ kind: CompanionKind, of complaint: Int64, for visibility: Visibility = everything
    ) throws -> [Companion]? {
        try read { (reader) throws(StorageFailure) in
            try reader.companions(kind, ofAll: .id(complaint), for: visibility)
        }
    }

    @discardableResult
    func makeAccounts(_ names: String...) throws -> Int {
        try writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            for name in names {
                _ = try transaction.createAccount(
                    Account(name: name, displayName: name, role: .analyst))
            }
        }
        return names.count
    }

    /// The number of a complaint.
    func number(_ id: Int64) throws -> String {
        try value("SELECT number FROM complaint WHERE id=\(id)") ?? ""
    }
}

/// Somebody bound to sites.
func bound(to sites: Set<Int64>) -> Visibility {
    Visibility(sites: sites, seesComplainant: true, seesPatient: true)
}
