internal import Complaints

/// `GET /complaints/{id}/reports`: the reports to authorities, withdrawn ones included.
enum ListReports: Endpoint {
    static let operation = Operation(
        "Lists a complaint's reports to authorities", .complaints, headers: ["If-None-Match"],
        .init(200, "The reports", .named("ReportList")), problems: [304])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.listCompanions(.report)
    }
}
