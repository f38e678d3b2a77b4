public import Complaints
import Crypto

/// One release of one annex, as it was imported.
public struct Terminology: Sendable, Equatable {
    public internal(set) var id: Int64
    public let annex: EventCode.Annex
    /// E.g. "2026".
    public let release: String
    public let fileName: String
    /// SHA-256 of the file, in hexadecimal.
    public let fileHash: String
    /// SHA-256 of the terms, in hexadecimal (`hash(of:)`): what the log vouches for.
    public let contentHash: String
    /// How many terms it has, those it keeps of earlier releases included.
    public let termCount: Int64
    /// Microseconds since 1970.
    public let importedAt: Int64
    public let importedBy: String
    /// Nil while it is in force.
    public let supersededAt: Int64?

    /// Grows when another release takes its place.
    var version: Int64 { supersededAt == nil ? 1 : 2 }

    /// What the log keeps of it, in the order of the names' bytes.
    var loggedFields: [(name: String, value: FieldValue)] {
        [
            ("annex", .text(annex.rawValue)), ("content_hash", .text(contentHash)),
            ("file_hash", .text(fileHash)), ("file_name", .text(fileName)),
            ("release", .text(release)),
            ("superseded", supersededAt == nil ? .null : .boolean(true)),
            ("terms", .integer(termCount)),
        ]
    }

    /// SHA-256 over every text of every term in order, each with its length before it.
    static func hash(of terms: [EventTerm]) -> String {
        var bytes: [UInt8] = []
        for term in terms {
            for text in [
                term.code, term.term, term.definition, term.otherCode, term.status,
                term.statusNote, TerminologyTable.text(of: term.paths), term.standing.rawValue,
            ] { bytes.append(counted: text) }
        }
        return Hex.encode(SHA256.hash(bytes))
    }
}
