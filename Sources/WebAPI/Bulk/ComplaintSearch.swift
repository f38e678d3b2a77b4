internal import Complaints
internal import JSON
internal import Storage

/// The complaints that a request with many is about, where it does not name each: all that a filter and
/// words find now, but some.
struct ComplaintSearch {
    private let filter: JSONValue?
    private let words: JSONValue?
    /// Ids of complaints that are left out.
    let except: Set<Int64>

    /// Whether the request searches at all.
    var isGiven: Bool { filter != nil || words != nil }

    /// Reads `filter`, `q` and `except`; a request has these or `member`, which names each. Null is no
    /// search: all complaints are asked for by the empty filter alone.
    init(_ body: inout MemberReader, besides member: String) {
        filter = body.value("filter").flatMap { $0.isNull ? nil : $0 }
        words = body.value("q").flatMap { $0.isNull ? nil : $0 }
        let left = body.identifiers("except")
        except = Set(left ?? [])
        let isNamed = body.has(member)
        if !isNamed, filter == nil, words == nil { body.reject(member, .required) }
        if isNamed, filter != nil || words != nil { body.reject("filter", .readOnly) }
        if isNamed, left != nil { body.reject("except", .readOnly) }
    }

    /// What it asks for.
    func query(for exchange: Exchange) throws(APIFailure) -> ComplaintQuery {
        var body = JSONObject()
        body["filter"] = filter
        body["q"] = words
        let parser = QueryParser(
            catalogue: try exchange.instance.currentCatalogue(), visibility: exchange.visibility)
        do throws(Refusal) { return try parser.query(from: body) } catch { throw .refused(error) }
    }

    /// What it finds, by id; at most `limit`.
    func find(
        _ query: ComplaintQuery, in reader: borrowing Reader, for visibility: Visibility, limit: Int
    ) throws(StorageFailure) -> [SeenComplaint] {
        let found = try reader.seenComplaints(
            query, for: visibility, limit: limit + except.count)
        if except.isEmpty { return found }
        return Array(found.lazy.filter { !except.contains($0.id) }.prefix(limit))
    }
}

extension MemberReader {
    /// A list of ids, each once where it is named first; nil when absent, empty when wrong.
    mutating func identifiers(_ name: String) -> [Int64]? {
        guard let value = value(name) else { return nil }
        guard let items = value.arrayValue else {
            reject(name, .wrongType)
            return []
        }
        var ids: [Int64] = []
        var known: Set<Int64> = []
        ids.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            guard let id = item.int64Value else {
                reject("\(name)/\(index)", .wrongType)
                return []
            }
            if known.insert(id).inserted { ids.append(id) }
        }
        return ids
    }
}
