internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /complaints/facets?by=status,severity`: counts by value under the list's filters.
enum ComplaintFacets: Endpoint {
    static let operation = Operation(
        "Counts complaints by value", .complaints,
        parameters: Operation.Parameter.filters + [.search, .by],
        .init(200, "The counts", .named("Facets")), problems: [304, 400, 422])

    static func cached(_ admitted: Admitted) -> Answer? { CachedReading.lookup(admitted) }

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let scope = AnswerScope.list(.complaint, sites: exchange.visibility.sites)
        let answer = try exchange.cachedAnswer(dependsOn: scope) {
            reader, writer throws(APIFailure) in
            let query = try exchange.complaintQuery(others: ["by"])
            let fields = try facetFields(exchange)
            do throws(StorageFailure) {
                try reader.facets(
                    by: fields, filter: query.filter, search: query.search,
                    for: exchange.visibility, into: &writer)
            } catch {
                throw .storage(error)
            }
            return Rendering(commit: reader.commit)
        }
        return .answer(answer)
    }

    private static func facetFields(_ exchange: Exchange) throws(APIFailure) -> [FieldName] {
        let parser = QueryParser(
            catalogue: try exchange.instance.currentCatalogue(), visibility: exchange.visibility)
        do throws(Refusal) {
            return try parser.facetFields(from: exchange.query["by"] ?? "")
        } catch {
            throw .refused(error)
        }
    }
}
