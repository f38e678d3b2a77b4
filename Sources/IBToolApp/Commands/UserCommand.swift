import Complaints
import HTTP
import JSON

/// `ibtool user`: accounts, and the set-up link of an instance that has none.
enum UserCommand: Command {
    static let name = "user"
    static let summary = "Add, list and change accounts; issue a set-up link."
    static let usage = [
        "user add NAME --role ROLE --password-stdin [--display-name TEXT] [--data DIR]",
        "user list [--data DIR]",
        "user role NAME --role ROLE [--data DIR]",
        "user password NAME --password-stdin [--data DIR]",
        "user disable NAME [--data DIR]",
        "user enable NAME [--data DIR]",
        "user setup-link [--data DIR]",
    ]
    static let options: [Option] = [
        .data,
        Option("role", "ROLE", help: "viewer, engineer, analyst, reviewer or admin."),
        Option("password-stdin", help: "Read the password from standard input, one line."),
        Option("display-name", "TEXT", help: "The person's name as shown."),
    ]

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        guard let act = arguments.operands.first else {
            throw .usage(
                "user needs one of add, list, role, password, disable, enable, setup-link")
        }
        let directory = surroundings.dataDirectory(arguments)
        switch act {
        case "list": try list(directory, surroundings)
        case "setup-link": try issueLink(directory, surroundings)
        case "add", "role", "password", "disable", "enable":
            guard arguments.operands.count == 2 else { throw .usage("user \(act) needs one NAME") }
            let change = try Self.change(act, arguments, surroundings)
            try send(act, name: arguments.operands[1], change, directory)
        default: throw .usage("user \(act) is not known")
        }
    }

    /// What the API is told, from the words given.
    private static func change(
        _ act: String, _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) -> JSONObject {
        var change = JSONObject()
        if act == "add" || act == "role" {
            guard let text = arguments["role"] else {
                throw .usage("user \(act) needs --role ROLE")
            }
            guard let role = Role(rawValue: text) else {
                let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
                throw .usage("\(text) is not a role; there are \(roles)")
            }
            change["role"] = .string(role.rawValue)
        }
        if act == "add" || act == "password" {
            guard arguments.has("password-stdin") else {
                throw .usage(
                    "user \(act) needs --password-stdin, so that no password is in a command line")
            }
            change["password"] = .string(try surroundings.lineFromInput())
        }
        if act == "disable" || act == "enable" { change["active"] = .bool(act == "enable") }
        if let shown = arguments["display-name"] { change["display_name"] = .string(shown) }
        return change
    }

    private static func send(
        _ act: String, name: String, _ change: JSONObject, _ directory: String
    ) throws(CommandFailure) {
        try LocalInstance.withAPI(of: directory) { api throws(CommandFailure) in
            var body = change
            if act == "add" {
                body["name"] = .string(name)
                _ = try api.call(.post, "/api/v1/users", .json(.object(body)))
            } else {
                let path = "/api/v1/users/" + name.percentEncoded
                _ = try api.call(.patch, path, .json(.object(body)))
            }
        }
    }

    private static func list(
        _ directory: String, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let answer = try LocalInstance.withAPI(of: directory) { api throws(CommandFailure) in
            try api.call(.get, "/api/v1/users")
        }
        for item in answer.objectValue?["items"]?.arrayValue ?? [] {
            let user = item.objectValue
            let name = user?["name"]?.stringValue ?? ""
            let role = user?["role"]?.stringValue ?? ""
            let state = user?["active"]?.boolValue == false ? "\tdisabled" : ""
            try surroundings.print("\(name)\t\(role)\(state)")
        }
    }

    private static func issueLink(
        _ directory: String, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let answer = try LocalInstance.withAPI(of: directory) { api throws(CommandFailure) in
            try api.call(.post, "/api/v1/setup-link")
        }
        guard let link = answer.objectValue?["link"]?.stringValue else {
            throw .failed("the instance gave no link")
        }
        try surroundings.print(link)
    }
}
