/// What the OpenAPI document says about one route, beside what its row says already.
struct Operation: Sendable {
    /// The document's sections.
    enum Section: String, Sendable, CaseIterable {
        case people = "People"
        case complaints = "Complaints"
        case rules = "Rules"
        case installBase = "Install base"
        case imports = "Imports"
        case live = "Live"
        case running = "Running it"
        case interface = "Interface"
    }

    /// One query parameter.
    struct Parameter: Sendable {
        let name: String
        let schema: Schema
        let description: String
    }

    /// One successful answer.
    struct Success: Sendable {
        let status: UInt16
        let description: String
        /// Nil for answers without a body.
        let schema: Schema?
        let mediaTypes: [String]

        init(
            _ status: UInt16, _ description: String, _ schema: Schema? = nil,
            mediaTypes: [String] = ["application/json"]
        ) {
            self.status = status
            self.description = description
            self.schema = schema
            self.mediaTypes = mediaTypes
        }
    }

    let summary: String
    let section: Section
    var parameters: [Parameter]
    /// The request's headers that matter here, e.g. "If-Match".
    var headers: [String]
    /// The body's schema; its media types come from the row.
    var body: Schema?
    let successes: [Success]
    /// The statuses of problems that only the endpoint knows, beside what its row says.
    var problems: [UInt16]

    init(
        _ summary: String, _ section: Section, parameters: [Parameter] = [],
        headers: [String] = [], body: Schema? = nil, _ successes: Success...,
        problems: [UInt16] = []
    ) {
        self.summary = summary
        self.section = section
        self.parameters = parameters
        self.headers = headers
        self.body = body
        self.successes = successes
        self.problems = problems
    }
}
