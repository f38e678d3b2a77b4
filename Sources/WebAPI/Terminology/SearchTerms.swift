internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /imdrf/{annex}`: terms found by code, name and definition, the best first; those of some codes;
/// or those below one.
enum SearchTerms: Endpoint {
    static let limitDefault = 30
    static let limitMax = 500

    static let operation = Operation(
        "Searches the terms of an annex of the IMDRF", .complaints,
        parameters: [
            .init(
                name: "q", schema: .string,
                description: "A code, or words of the term or its definition"),
            .init(
                name: "parent", schema: .string,
                description:
                    "Of a search, only what stands below that code; else what stands directly below it, "
                    + "and without it the top"),
            .init(
                name: "codes", schema: .string,
                description: "The terms of these codes, commas between them"),
            .limit,
        ], .init(200, "The terms", .named("TermList")), problems: [304])

    static func cached(_ admitted: Admitted) -> Answer? { CachedReading.lookup(admitted) }

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let letter = exchange.parameters[0]
        guard let annex = EventCode.Annex(rawValue: letter.uppercased()) else {
            throw .refused(.notFound(.terminology, key: letter))
        }
        let limit = try exchange.limit(standard: limitDefault, max: limitMax)
        let query = exchange.query
        return .answer(
            try exchange.cachedAnswer(dependsOn: .list(.terminology, sites: nil)) {
                reader, writer throws(APIFailure) in
                let book: TermBook?
                do throws(StorageFailure) {
                    book = try exchange.instance.terms.book(annex, reader)
                } catch {
                    throw .storage(error)
                }
                writer.beginObject()
                writer.name("annex")
                writer.string(annex.rawValue)
                writer.name("release")
                if let book { writer.string(book.release) } else { writer.null() }
                writer.name("items")
                writer.beginArray()
                if let book {
                    for term in terms(query, limit, in: book) { writer.term(term, in: book) }
                }
                writer.endArray()
                writer.endObject()
                return Rendering(commit: reader.commit)
            })
    }

    private static func terms(
        _ query: QueryItems, _ limit: Int, in book: TermBook
    ) -> [EventTerm] {
        let parent = query["parent"].map { $0.uppercased() }
        if let codes = query["codes"] {
            return codes.split(separator: ",").prefix(limit).compactMap { book[$0.uppercased()] }
        }
        if let words = query["q"], !words.isEmpty {
            return book.search(words, below: parent, limit: limit)
        }
        return Array(book.children(of: parent).prefix(limit))
    }
}

extension JSONWriter {
    /// A term with the names of what it stands below, the first way from the top.
    fileprivate mutating func term(_ term: EventTerm, in book: TermBook) {
        beginObject()
        for (member, text) in [
            ("code", term.code), ("term", term.term), ("definition", term.definition),
            ("other_code", term.otherCode), ("status", term.status),
            ("status_note", term.statusNote), ("standing", term.standing.rawValue),
        ] {
            name(member)
            string(text)
        }
        name("path")
        beginArray()
        for code in term.paths.first?.dropLast() ?? [] {
            beginObject()
            name("code")
            string(code)
            name("term")
            string(book[code]?.term ?? "")
            endObject()
        }
        endArray()
        name("parents")
        beginArray()
        for code in term.parents { string(code) }
        endArray()
        name("has_children")
        bool(book.hasChildren(term.code))
        endObject()
    }
}
