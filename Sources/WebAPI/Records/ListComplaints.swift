internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /complaints`: a page of the filtered, sorted list.
enum ListComplaints: Endpoint {
    static let operation = Operation(
        "Lists complaints", .complaints,
        parameters: Operation.Parameter.filters + [
            .search, .sort, .limit, .cursor, .offset, .total, .fields,
        ],
        .init(200, "A page", .named("ComplaintList")), problems: [304, 400, 422])

    static func cached(_ admitted: Admitted) -> Answer? { CachedReading.lookup(admitted) }

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        .answer(
            try exchange.listAnswer {
                () throws(APIFailure) in
                try exchange.complaintQuery()
            })
    }
}

extension Exchange {
    /// The answer to a list, from the cache or made for `query`, which is asked for on a miss only.
    func listAnswer(
        cacheKey: String? = nil, query: () throws(APIFailure) -> ComplaintQuery
    ) throws(APIFailure) -> Answer {
        let scope = AnswerScope.list(.complaint, sites: visibility.sites)
        return try cachedAnswer(dependsOn: scope, query: cacheKey) {
            reader, writer throws(APIFailure) in
            let query = try query()
            do throws(StorageFailure) {
                try reader.complaints(query, for: visibility, into: &writer)
            } catch {
                throw .storage(error)
            }
            return Rendering(commit: reader.commit)
        }
    }

    /// The list the query parameters ask for; `others` are the endpoint's own.
    func complaintQuery(others: Set<String> = []) throws(APIFailure) -> ComplaintQuery {
        let catalogue = try instance.currentCatalogue()
        let parser = QueryParser(catalogue: catalogue, visibility: visibility)
        do throws(Refusal) {
            let items = query.items.map { (name: $0.name, value: $0.value) }
            return try parser.query(from: items, others: others)
                .withoutPatientFields(of: catalogue)
        } catch {
            throw .refused(error)
        }
    }
}

extension ComplaintQuery {
    /// Patient fields are read one file at a time, so that each reading is in the log.
    func withoutPatientFields(of catalogue: FieldCatalogue) throws(Refusal) -> ComplaintQuery {
        for name in fields ?? [] where catalogue[name]?.access == .patient {
            throw .restrictedField(name)
        }
        return self
    }
}
