import Complaints
import HTTP
import JSON
import Testing

@testable import WebAPI

/// Who asks in the matrix.
enum Asker: String, CaseIterable, Sendable {
    case anonymous, viewer, engineer, analyst, reviewer, admin, local
    /// A token of an admin with the scope "read" alone.
    case readToken

    /// What the asker may do; nil for nobody in particular.
    var permissions: Set<Permission>? {
        switch self {
        case .anonymous: nil
        case .viewer: Role.viewer.permissions
        case .engineer: Role.engineer.permissions
        case .analyst: Role.analyst.permissions
        case .reviewer: Role.reviewer.permissions
        case .admin: Role.admin.permissions
        case .local: Set(Permission.allCases)
        case .readToken: [.read]
        }
    }
}

/// What the matrix says of a route, written down apart from the table: a route that is new or whose
/// rule changed fails until somebody says here who may use it.
enum Expected: Equatable {
    case everybody, signedIn, metricsReaders, operatorAtTheSocket
    case holders(Permission)
    case holdersOfEither(Permission, Permission)

    func mayPass(_ asker: Asker) -> Bool {
        guard let permissions = asker.permissions else { return self == .everybody }
        if self == .operatorAtTheSocket { return asker == .local }
        return switch self {
        case .everybody, .signedIn, .operatorAtTheSocket: true
        case .holders(let permission): permissions.contains(permission)
        case .holdersOfEither(let first, let second):
            !permissions.isDisjoint(with: [first, second])
        case .metricsReaders: !permissions.isDisjoint(with: [.settings, .backup])
        }
    }
}

private let expectations: [(String, Expected)] = [
    ("GET /api/v1/setup", .everybody), ("POST /api/v1/setup", .everybody),
    ("POST /api/v1/setup-link", .operatorAtTheSocket),
    ("POST /api/v1/session", .everybody), ("GET /api/v1/session", .signedIn),
    ("PATCH /api/v1/session", .signedIn), ("DELETE /api/v1/session", .signedIn),
    ("GET /api/v1/users", .holders(.users)), ("POST /api/v1/users", .holders(.users)),
    ("GET /api/v1/users/{name}", .holders(.users)),
    ("PATCH /api/v1/users/{name}", .holders(.users)),
    ("GET /api/v1/tokens", .signedIn), ("POST /api/v1/tokens", .holders(.tokens)),
    ("DELETE /api/v1/tokens/{id}", .signedIn),
    ("GET /api/v1/complaints", .holders(.read)), ("POST /api/v1/complaints", .holders(.intake)),
    ("GET /api/v1/complaints/pack", .holders(.read)),
    ("GET /api/v1/complaints/{id}/pack", .holders(.read)),
    ("POST /api/v1/complaints/query", .holders(.read)),
    ("GET /api/v1/complaints/facets", .holders(.read)),
    ("GET /api/v1/complaints/export", .holders(.read)),
    ("GET /api/v1/complaints/{id}", .holders(.read)),
    ("PATCH /api/v1/complaints/{id}", .holders(.work)),
    ("GET /api/v1/complaints/{id}/history", .holders(.read)),
    ("POST /api/v1/complaints/{id}/erase-personal-data", .holders(.settings)),
    ("GET /api/v1/complaints/{id}/signatures", .holders(.read)),
    ("POST /api/v1/complaints/{id}/signatures", .holders(.sign)),
    ("POST /api/v1/complaints/{id}/corrections", .holders(.sign)),
    ("GET /api/v1/complaints/{id}/versions/{version}", .holders(.read)),
    ("GET /api/v1/complaints/{id}/compare", .holders(.read)),
    ("GET /api/v1/signature-meanings", .signedIn), ("GET /api/v1/changes", .holders(.settings)),
    ("GET /api/v1/changes/export", .holders(.settings)),
    ("GET /api/v1/changes/kinds", .holders(.settings)),
    ("GET /api/v1/changes/fields", .holders(.read)),
    ("GET /api/v1/self-check", .holders(.read)),
    ("GET /api/v1/self-check/export", .holders(.read)),
    ("GET /api/v1/self-check/{check}", .holders(.read)),
    ("GET /api/v1/anchors", .holders(.settings)),
    ("POST /api/v1/anchors/check", .holders(.settings)),
    ("GET /api/v1/complaints/{id}/clocks", .holders(.read)),
    ("GET /api/v1/teams", .holders(.read)), ("POST /api/v1/teams", .holders(.users)),
    ("PATCH /api/v1/teams/{id}", .holders(.users)),
    ("GET /api/v1/notifications", .holders(.read)),
    ("POST /api/v1/notifications/seen", .holders(.read)),
    ("POST /api/v1/complaints/{id}/waiting", .holders(.intake)),
    ("POST /api/v1/complaints/{id}/waiting/end", .holders(.intake)),
    ("GET /api/v1/imdrf", .holders(.read)), ("POST /api/v1/imdrf", .holders(.fields)),
    ("GET /api/v1/imdrf/{annex}", .holders(.read)),
    ("GET /api/v1/complaints/{id}/reporting", .holders(.read)),
    ("GET /api/v1/complaints/{id}/decisions", .holders(.read)),
    ("POST /api/v1/complaints/{id}/decisions", .holders(.decide)),
    ("POST /api/v1/complaints/{id}/decisions/{companion}/sign", .holders(.sign)),
    ("GET /api/v1/complaints/{id}/reports", .holders(.read)),
    ("POST /api/v1/complaints/{id}/reports", .holders(.work)),
    ("PATCH /api/v1/complaints/{id}/reports/{companion}", .holders(.work)),
    ("POST /api/v1/complaints/{id}/reports/{companion}/withdraw", .holders(.work)),
    ("GET /api/v1/complaints/{id}/drafts/{form}", .holders(.read)),
    ("GET /api/v1/rules", .holders(.read)),
    ("POST /api/v1/rules", .holders(.rules)),
    ("POST /api/v1/rules/validate", .holders(.rules)),
    ("GET /api/v1/rules/{id}", .holders(.read)),
    ("PATCH /api/v1/rules/{id}", .holders(.rules)),
    ("POST /api/v1/rules/{id}/activate", .holders(.rules)),
    ("POST /api/v1/rules/{id}/dry-run", .holders(.rules)),
    ("GET /api/v1/rules/{id}/dry-run", .holders(.rules)),
    ("GET /api/v1/complaints/{id}/attachments", .holders(.read)),
    ("POST /api/v1/complaints/{id}/attachments", .holders(.intake)),
    ("GET /api/v1/complaints/{id}/attachments/{attachment}", .holders(.read)),
    ("PATCH /api/v1/complaints/{id}/attachments/{attachment}", .holders(.work)),
    ("GET /api/v1/complaints/{id}/attachments/{attachment}/content", .holders(.read)),
    ("POST /api/v1/complaints/{id}/attachments/{attachment}/withdraw", .holders(.intake)),
    ("GET /api/v1/complaints/{id}/tasks", .holders(.read)),
    ("POST /api/v1/complaints/{id}/tasks", .holders(.work)),
    ("PATCH /api/v1/complaints/{id}/tasks/{companion}", .holdersOfEither(.work, .intake)),
    ("POST /api/v1/complaints/{id}/tasks/{companion}/withdraw", .holders(.work)),
    ("GET /api/v1/complaints/{id}/comments", .holders(.read)),
    ("POST /api/v1/complaints/{id}/comments", .holders(.intake)),
    ("POST /api/v1/complaints/{id}/comments/{companion}/withdraw", .holders(.intake)),
    ("GET /api/v1/complaints/{id}/watchers", .holders(.read)),
    ("POST /api/v1/complaints/{id}/watchers", .holders(.read)),
    ("POST /api/v1/complaints/{id}/watchers/{companion}/withdraw", .holders(.read)),
    ("GET /api/v1/queues", .holders(.read)), ("GET /api/v1/tasks", .holders(.read)),
    ("GET /api/v1/complaints/{id}/transitions", .holders(.read)),
    ("POST /api/v1/complaints/{id}/transitions", .holdersOfEither(.work, .decide)),
    ("POST /api/v1/complaints/transition-preview", .holdersOfEither(.work, .decide)),
    ("POST /api/v1/complaints/{id}/merge", .holders(.work)),
    ("POST /api/v1/complaints/{id}/unmerge", .holders(.work)),
    ("GET /api/v1/complaints/{id}/members", .holders(.read)),
    ("GET /api/v1/complaints/{id}/links", .holders(.read)),
    ("POST /api/v1/complaints/{id}/links", .holders(.work)),
    ("POST /api/v1/complaints/{id}/links/{companion}/withdraw", .holders(.work)),
    ("POST /api/v1/complaints/bulk-edit", .holders(.work)),
    ("POST /api/v1/complaints/bulk-create", .holders(.intake)),
    ("POST /api/v1/complaints/edit-preview", .holders(.work)),
    ("GET /api/v1/bulk", .holdersOfEither(.intake, .work)),
    ("GET /api/v1/bulk/{id}", .holdersOfEither(.intake, .work)),
    ("GET /api/v1/bulk/{id}/rows", .holdersOfEither(.intake, .work)),
    ("POST /api/v1/bulk/{id}/cancel", .holdersOfEither(.intake, .work)),
    ("POST /api/v1/bulk/{id}/undo", .holders(.work)),
    ("GET /api/v1/openapi.json", .signedIn),
    ("GET /api/v1/fields", .holders(.read)), ("POST /api/v1/fields", .holders(.fields)),
    ("PATCH /api/v1/fields/{name}", .holders(.fields)),
    ("GET /api/v1/sites", .holders(.read)), ("POST /api/v1/sites", .holders(.intake)),
    ("GET /api/v1/sites/{id}", .holders(.read)), ("PATCH /api/v1/sites/{id}", .holders(.intake)),
    ("GET /api/v1/systems", .holders(.read)), ("POST /api/v1/systems", .holders(.intake)),
    ("GET /api/v1/systems/{id}", .holders(.read)),
    ("PATCH /api/v1/systems/{id}", .holders(.intake)),
    ("POST /api/v1/imports", .holders(.import)), ("GET /api/v1/imports", .holders(.import)),
    ("GET /api/v1/imports/{id}", .holders(.import)),
    ("POST /api/v1/imports/{id}/start", .holders(.import)),
    ("POST /api/v1/imports/{id}/cancel", .holders(.import)),
    ("POST /api/v1/imports/{id}/undo", .holders(.import)),
    ("GET /api/v1/imports/{id}/errors", .holders(.import)),
    ("GET /api/v1/import-mappings", .holders(.import)),
    ("POST /api/v1/import-mappings", .holders(.import)),
    ("DELETE /api/v1/import-mappings/{id}", .holders(.import)),
    ("POST /api/v1/demo", .holders(.settings)), ("GET /api/v1/jobs/{id}", .holders(.read)),
    ("GET /api/v1/events", .holders(.read)), ("GET /api/v1/verify", .holders(.settings)),
    ("GET /api/v1/backup", .holders(.backup)),
    ("GET /api/v1/backup/timeline", .holders(.backup)),
    ("POST /api/v1/backup/snapshots", .holders(.backup)),
    ("POST /api/v1/backup/drills", .holders(.backup)),
    ("GET /openapi.json", .everybody), ("GET /healthz", .everybody),
    ("GET /readyz", .everybody), ("GET /metrics", .metricsReaders),
    ("GET /assets/{fingerprint}/{path*}", .everybody), ("GET /{file}", .everybody),
    ("GET /{page*}", .everybody),
]

@Suite struct PermissionTests {
    private static let table = RouteTable(Routes.all, pages: Routes.pages)

    @Test func `Every route has an expectation, and every expectation a route`() {
        let routes = Self.table.routes.map { "\($0.method.rawValue) \($0.path.text)" }
        #expect(routes.count == expectations.count)
        #expect(Set(routes) == Set(expectations.map(\.0)))
    }

    @Test func `Each asker passes exactly the routes they may use`() throws {
        let instance = try TestInstance()
        for role in Role.allCases { instance.makeUser(role.rawValue, role: role) }
        var credentials: [Asker: String] = [:]
        for role in Role.allCases {
            credentials[try #require(Asker(rawValue: role.rawValue))] = instance.signIn(
                role.rawValue)
        }
        credentials[.readToken] = instance.makeToken(of: "admin", scopes: ["read"])
        var tested = 0
        for route in Self.table.routes {
            let name = "\(route.method.rawValue) \(route.path.text)"
            let expected = try #require(expectations.first { $0.0 == name }?.1)
            for asker in Asker.allCases {
                let admission = instance.application.admit(
                    call(route, asker, credentials).head, from: peer(asker),
                    id: TestInstance.requestID)
                let isIn = Self.passes(admission)
                let comment: Comment = "\(name) for \(asker)"
                #expect(isIn == expected.mayPass(asker), comment)
                tested += 1
            }
        }
        #expect(tested == Self.table.routes.count * Asker.allCases.count)
    }

    /// A request that is well formed for the route, so that only the access rule decides.
    private func call(_ route: Route, _ asker: Asker, _ credentials: [Asker: String]) -> Call {
        var path = route.path.text
        for parameter in [
            "{id}", "{attachment}", "{companion}", "{form}", "{check}", "{version}", "{name}",
            "{annex}",
            "{fingerprint}",
            "{path*}",
            "{file}",
            "{page*}",
        ] {
            path = path.replacing(parameter, with: parameter == "{file}" ? "signin" : "1")
        }
        var call = Call(method: route.method, target: path)
        if route.body.mediaTypes != nil { call = call.json([:]) }
        switch asker {
        case .anonymous, .local: break
        case .readToken: call = call.bearer(credentials[asker] ?? "")
        default: call = call.signed(credentials[asker] ?? "")
        }
        return asker == .local ? call.local() : call
    }

    private func peer(_ asker: Asker) -> Peer {
        asker == .local
            ? .local(userID: 1000) : .network(address: "127.0.0.1", isLoopback: true)
    }

    private static func passes(_ admission: Admission) -> Bool {
        switch admission {
        case .run: true
        case .answer(let response), .replayable(let response, _):
            ![401, 403].contains(response.status.code)
        }
    }
}

@Suite struct CrossSiteTests {
    private static let table = RouteTable(Routes.all, pages: Routes.pages)

    /// Each unsafe route refuses a cookie with a foreign origin, and with no origin at all.
    @Test(
        arguments: [
            ("https://evil.example", nil, false), ("http://127.0.0.1:8081", nil, false),
            ("https://127.0.0.1:8080", nil, false), ("null", nil, false),
            (nil, nil, false), (nil, "cross-site", false), (nil, "same-site", false),
            ("http://127.0.0.1:8080", nil, true), (nil, "same-origin", true), (nil, "none", true),
            ("http://evil.example", "same-origin", false),
        ] as [(String?, String?, Bool)])
    func `Every unsafe route asks a browser's cookie where it comes from`(
        origin: String?, site: String?, isTaken: Bool
    ) throws {
        let instance = try TestInstance()
        instance.makeUser("admin", role: .admin)
        let cookie = instance.signIn("admin")
        // What an upload is for is looked up before its body is asked for.
        instance.makeComplaint(JSONObject([("description", "Image noise")]))
        for route in Self.table.routes
        where !route.method.isSafe && route.access != .localOperator {
            var call = Call(
                method: route.method,
                target: route.path.text.replacing("{id}", with: "1").replacing("{name}", with: "x")
                    .replacing("{attachment}", with: "1").replacing("{version}", with: "1")
                    .replacing("{companion}", with: "1").replacing("{form}", with: "eu-mir")
                    .replacing("{annex}", with: "A"))
            if route.body.mediaTypes != nil { call = call.json([:]) }
            call = call.with("Cookie", cookie)
            if let origin { call = call.with("Origin", origin) }
            if let site { call = call.with("Sec-Fetch-Site", site) }
            let admission = instance.application.admit(
                call.head, from: call.peer, id: TestInstance.requestID)
            let comment: Comment = "\(route.method) \(route.path.text)"
            switch admission {
            case .run, .replayable: #expect(isTaken, comment)
            case .answer(let response):
                #expect(!isTaken, comment)
                #expect(response.status.code == 403, comment)
            }
        }
    }

    @Test func `A bearer needs no origin, since no browser sends it by itself`() throws {
        let instance = try TestInstance()
        instance.makeUser("admin", role: .admin)
        let token = instance.makeToken(of: "admin")
        let call = Call.post("/api/v1/complaints", ["description": "x"]).bearer(token)
        #expect(instance.send(call.with("Origin", "https://evil.example")).status == 201)
    }

    @Test func `Signing in from another site's page is refused`() throws {
        let instance = try TestInstance()
        instance.makeUser("marie", role: .viewer)
        let heard = instance.send(
            .post("/api/v1/session", ["name": "marie", "password": .string(TestInstance.password)])
                .with("Origin", "https://evil.example"))
        #expect(heard.status == 403)
    }

    @Test func `A body that is not JSON by its type is refused before it is read`() throws {
        let instance = try TestInstance()
        instance.makeUser("admin", role: .admin)
        let cookie = instance.signIn("admin")
        for type in [
            "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
        ] {
            var call = Call(method: .post, target: "/api/v1/complaints")
            call.body = Array("{}".utf8)
            let heard = instance.send(call.with("Content-Type", type).signed(cookie))
            #expect(heard.status == 415)
            #expect(!heard.wasAdmitted)
        }
    }

    @Test func `No GET route changes anything`() throws {
        let instance = try TestInstance()
        instance.makeUser("admin", role: .admin)
        let cookie = instance.signIn("admin")
        let id = instance.makeComplaint(JSONObject([("description", "Image noise")]))
        let before = instance.store.commit
        for route in Self.table.routes where route.method == .get {
            if route.path.text == "/api/v1/events" { continue }
            let target = route.path.text.replacing("{id}", with: String(id))
                .replacing("{name}", with: "admin")
            _ = instance.send(
                .get(
                    target.replacing("{", with: "").replacing("}", with: "")
                        .replacing("*", with: "")
                ).signed(cookie))
        }
        #expect(instance.store.commit == before)
    }
}
