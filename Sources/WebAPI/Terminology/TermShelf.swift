internal import Complaints
internal import Platform
internal import Storage

/// The terms in force of each annex, ready to be searched, as long as no other release takes their place.
final class TermShelf: Sendable {
    private struct Kept {
        let terminology: Int64
        let book: TermBook
    }

    private let kept = Lock<[EventCode.Annex: Kept]>([:])

    /// The terms of that annex as the reader's snapshot has them; nil when none were imported.
    func book(
        _ annex: EventCode.Annex, _ reader: borrowing Reader
    ) throws(StorageFailure) -> TermBook? {
        guard let current = try reader.terminology(annex) else { return nil }
        if let known = kept.withLock({ $0[annex] }), known.terminology == current.id {
            return known.book
        }
        let book = try reader.termBook(of: current)
        kept.withLock { $0[annex] = Kept(terminology: current.id, book: book) }
        return book
    }
}

/// What codes mean, for documents and exports.
struct TermNames: Sendable {
    fileprivate(set) var books: [EventCode.Annex: TermBook] = [:]

    /// Whether the values of that field have terms.
    func know(_ field: Field) -> Bool {
        guard case .list(of: .code(let annex)) = field.type else { return false }
        return books[annex] != nil
    }

    /// The term of a code, "" for one that is not known.
    func term(of code: String) -> String {
        guard let found = EventCode.read(code) else { return "" }
        return books[found.annex]?[found.code.text]?.term ?? ""
    }

    /// `A0101 Table stuck`, or the code alone.
    func words(for code: String) -> String {
        let known = term(of: code)
        return known.isEmpty ? code : "\(code) \(known)"
    }
}

extension Exchange {
    /// The terms of every annex in force.
    func termNames() throws(APIFailure) -> TermNames {
        try read { reader throws(StorageFailure) in
            var names = TermNames()
            for annex in EventCode.Annex.allCases {
                names.books[annex] = try instance.terms.book(annex, reader)
            }
            return names
        }
    }
}
