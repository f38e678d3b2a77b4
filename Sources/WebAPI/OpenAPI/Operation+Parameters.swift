internal import Complaints

/// The query parameters that several routes take.
extension Operation.Parameter {
    static let fields = Self(
        name: "fields", schema: .string, description: "Comma list: only these fields")
    static let search = Self(
        name: "q", schema: .string.lengthMax(SearchText.textCharactersMax),
        description: "Words, \"a phrase\", OR, -word, word*")
    static let sort = Self(
        name: "sort", schema: .string,
        description: "Comma list of sortable fields, \"-\" in front for descending")
    static let limit = Self(
        name: "limit", schema: .integer.between(1...Int64(ComplaintQuery.limitMax)),
        description: "Items on a page")
    static let cursor = Self(
        name: "cursor", schema: .string, description: "Continues after an answer's \"next\"")
    static let offset = Self(
        name: "offset", schema: .integer.between(0...Int64(QueryParser.offsetMax)),
        description: "Jumps to a position")
    static let total = Self(
        name: "total", schema: .oneOf(QueryParser.totals),
        description: "Whether to count; \"bounded\" stops at 10,000 matches of a search")
    static let by = Self(
        name: "by", schema: .string, description: "Comma list of facet fields")
    static let site = Self(
        name: "site", schema: .string, description: "Only of this site")
    static let modality = Self(
        name: "modality", schema: .string, description: "Only of this modality")
    static let serial = Self(
        name: "serial", schema: .string, description: "Only with this serial number")

    /// The facet fields, the date bounds and the presence of values of the complaint list.
    static let filters: [Self] = facets + bounds + presences

    private static let facets: [Self] = FieldCatalogue.standard.fields(with: .facet).map { field in
        Self(
            name: field.name.text, schema: .string,
            description: field.label.english + ": one of these values; empty: has none")
    }

    private static let bounds: [Self] = [
        "received", "event", "updated", "due", "due_by_law",
    ].flatMap { name in
        ["_from", "_to"].map { bound in
            Self(
                name: name + bound, schema: .string,
                description: "Inclusive bound, YYYY, YYYY-MM or YYYY-MM-DD")
        }
    }

    private static let presences: [Self] = ["decision_required", "waiting_since"].map { name in
        Self(
            name: name + "_set", schema: .boolean,
            description: "Whether the field has a value; so for every field")
    }
}
