import Complaints
import HTTP
import JSON

/// `ibtool token`: API tokens for scripts.
enum TokenCommand: Command {
    static let name = "token"
    static let summary = "Create, list and revoke API tokens."
    static let usage = [
        "token create --user NAME [--name TEXT] [--scope SCOPE]… [--expires DAYS] [--data DIR]",
        "token list [--user NAME] [--data DIR]",
        "token revoke ID [--data DIR]",
    ]
    static let options: [Option] = [
        .data,
        Option("user", "NAME", help: "Whose token it is."),
        Option("name", "TEXT", help: "What it is for, for the list."),
        Option(
            "scope", "SCOPE",
            help: "What it may do; without it, what the role may but managing users and signing.",
            isRepeatable: true),
        Option("expires", "DAYS", help: "Days until it ends (default 90, at most 365)."),
    ]

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let directory = surroundings.dataDirectory(arguments)
        switch arguments.operands.first {
        case "create": try create(arguments, directory, surroundings)
        case "list": try list(arguments, directory, surroundings)
        case "revoke":
            guard arguments.operands.count == 2, let id = Int64(arguments.operands[1]) else {
                throw .usage("token revoke needs one ID, as token list shows it")
            }
            try LocalInstance.withAPI(of: directory) { api throws(CommandFailure) in
                _ = try api.call(.delete, try APITarget("tokens", "\(id)"))
            }
        default: throw .usage("token needs one of create, list, revoke")
        }
    }

    /// Prints the token and nothing else, so that scripts can take it.
    private static func create(
        _ arguments: Arguments, _ directory: String, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        guard let user = arguments["user"] else { throw .usage("token create needs --user NAME") }
        var body = JSONObject([
            ("user", .string(user)), ("name", .string(arguments["name"] ?? "command line")),
        ])
        let scopes = arguments.all("scope").flatMap { $0.split(separator: ",").map(String.init) }
        if !scopes.isEmpty {
            for scope in scopes where Permission(rawValue: scope) == nil {
                let known = Permission.allCases.map(\.rawValue).joined(separator: ", ")
                throw .usage("\(scope) is not a scope; there are \(known)")
            }
            body["scopes"] = .array(scopes.map { .string($0) })
        }
        if let text = arguments["expires"] {
            guard let days = Int64(text), (1...365).contains(days) else {
                throw .usage("--expires \(text): expected 1 to 365 days")
            }
            body["expires_days"] = .number(JSONNumber(days))
        }
        let wanted = JSONValue.object(body)
        let answer = try LocalInstance.withAPI(of: directory) { api throws(CommandFailure) in
            try api.call(.post, try APITarget("tokens"), .json(wanted))
        }
        guard let token = answer.objectValue?["token"]?.stringValue else {
            throw .failed("the instance gave no token")
        }
        try surroundings.print(token)
    }

    private static func list(
        _ arguments: Arguments, _ directory: String, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let answer = try LocalInstance.withAPI(of: directory) { api throws(CommandFailure) in
            try api.call(.get, try APITarget("tokens"))
        }
        for item in answer.objectValue?["items"]?.arrayValue ?? [] {
            let token = item.objectValue
            let user = token?["user"]?.stringValue ?? ""
            if let wanted = arguments["user"], wanted != user { continue }
            let words = [
                "\(token?["id"]?.int64Value ?? 0)", user, token?["name"]?.stringValue ?? "",
                "until \(token?["expires"]?.stringValue ?? "")",
            ]
            try surroundings.print(words.joined(separator: "\t"))
        }
    }
}
