internal import HTTP

/// Finds the row of a request. Literal segments win over parameters, parameters over the rest.
struct RouteTable: Sendable {
    /// What was found.
    enum Match: Sendable {
        case found(Route, parameters: [String])
        case wrongMethod(allowed: [Method])
        case none
    }

    private struct Node {
        var literals: [String: Int] = [:]
        var parameter: Int?
        var rest: Int?
        var routes: [Route] = []
    }

    let routes: [Route]
    private var nodes = [Node()]
    /// The interface's pages: any path outside the API without an extension.
    private let pages: Route?

    /// - Precondition: no two rows have the same method and path.
    init(_ routes: [Route], pages: Route? = nil) {
        var all = routes + (pages.map { [$0] } ?? [])
        for (index, route) in all.enumerated() {
            all[index].label = RouteLabel(
                ordinal: index, method: route.method.rawValue, path: route.path.text)
        }
        self.routes = all
        self.pages = pages == nil ? nil : all.last
        for route in all.prefix(routes.count) { insert(route) }
    }

    /// The row for `method` (HEAD takes GET's) and the decoded segments.
    func match(_ method: Method, _ segments: [String]) -> Match {
        let segments = segments == [""] ? [] : segments
        var parameters: [String] = []
        guard let index = find(segments[...], from: 0, &parameters), !nodes[index].routes.isEmpty
        else { return matchPage(method, segments) }
        let candidates = nodes[index].routes
        let wanted = method == .head ? .get : method
        if let route = candidates.first(where: { $0.method == wanted }) {
            return .found(route, parameters: parameters)
        }
        return .wrongMethod(allowed: Self.allowed(candidates))
    }

    /// Whether the path belongs to the interface and not to the API or an asset.
    static func isPage(_ segments: [String]) -> Bool {
        guard let first = segments.first, let last = segments.last else { return true }
        return first != "api" && first != "assets" && !last.contains(".")
    }

    private func matchPage(_ method: Method, _ segments: [String]) -> Match {
        guard let pages, Self.isPage(segments) else { return .none }
        if method == .get || method == .head {
            return .found(pages, parameters: [segments.joined(separator: "/")])
        }
        return .wrongMethod(allowed: [.get, .head, .options])
    }

    private static func allowed(_ routes: [Route]) -> [Method] {
        var methods = routes.map(\.method)
        if methods.contains(.get) { methods.append(.head) }
        methods.append(.options)
        return methods
    }

    private mutating func insert(_ route: Route) {
        var index = 0
        for part in route.path.parts { index = child(of: index, part) }
        precondition(
            !nodes[index].routes.contains { $0.method == route.method },
            "\(route.method) \(route.path.text) stands twice in the table")
        nodes[index].routes.append(route)
    }

    private mutating func child(of index: Int, _ part: PathPattern.Part) -> Int {
        let existing =
            switch part {
            case .literal(let text): nodes[index].literals[text]
            case .parameter: nodes[index].parameter
            case .rest: nodes[index].rest
            }
        if let existing { return existing }
        nodes.append(Node())
        let made = nodes.count - 1
        switch part {
        case .literal(let text): nodes[index].literals[text] = made
        case .parameter: nodes[index].parameter = made
        case .rest: nodes[index].rest = made
        }
        return made
    }

    private func find(
        _ segments: ArraySlice<String>, from index: Int, _ parameters: inout [String]
    ) -> Int? {
        guard let first = segments.first else { return index }
        let node = nodes[index]
        let count = parameters.count
        if let next = node.literals[first],
            let found = find(segments.dropFirst(), from: next, &parameters)
        {
            return found
        }
        parameters.removeLast(parameters.count - count)
        if let next = node.parameter, !first.isEmpty {
            parameters.append(first)
            if let found = find(segments.dropFirst(), from: next, &parameters) { return found }
            parameters.removeLast(parameters.count - count)
        }
        guard let rest = node.rest else { return nil }
        parameters.append(segments.joined(separator: "/"))
        return rest
    }
}
