internal import HTTP
internal import Telemetry

/// Counts answers by route and status class, for /metrics.
final class RequestCounts: Sendable {
    /// By the route's ordinal, then by status class.
    private let counters: [[Counter]]
    private let refusals: [Counter]

    init(_ metrics: Metrics, routes: [Route]) {
        counters = routes.map { route in
            Self.classes(metrics, route: route.method.rawValue + " " + route.path.text)
        }
        refusals = Self.classes(metrics, route: "none")
    }

    /// Counts one answer of that route.
    func count(_ route: Route, _ status: Status) {
        counters[route.ordinal][Int(status.code / 100) - 2].add()
    }

    /// Counts an answer given before a route was entered.
    func countRefusal(_ status: Status) { refusals[Int(status.code / 100) - 2].add() }

    /// A reply that counts its answer on the way.
    func counting(_ reply: Reply, for route: Route) -> Reply {
        Reply { response in
            self.count(route, response.status)
            reply.send(response)
        }
    }

    private static func classes(_ metrics: Metrics, route: String) -> [Counter] {
        ["2xx", "3xx", "4xx", "5xx"].map { status in
            metrics.counter(
                "ibtool_answers_total", help: "Answers by route and status class.",
                labels: [(name: "route", value: route), (name: "status", value: status)])
        }
    }
}
