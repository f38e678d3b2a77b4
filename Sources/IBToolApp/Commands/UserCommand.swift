import Complaints
import HTTP
import JSON

/// `ibtool user`: accounts, and the set-up link of an instance that has none.
enum UserCommand: Command {
    static let name = "user"
    static let summary = "Add, list and change accounts; issue a set-up link."
    static let usage = [
        "user add NAME --role ROLE --password-stdin [--display-name TEXT] [--sites A,B] [--patient]",
        "user change NAME [--role ROLE] [--display-name TEXT] [--sites A,B | --sites all] "
            + "[--patient | --no-patient]",
        "user list",
        "user role NAME --role ROLE",
        "user password NAME --password-stdin",
        "user disable NAME",
        "user enable NAME",
        "user setup-link [--public-url URL]",
    ]
    static let options: [Option] = [
        .data,
        Option("role", "ROLE", help: "viewer, engineer, analyst, reviewer or admin."),
        Option("password-stdin", help: "Read the password from standard input, one line."),
        Option("display-name", "TEXT", help: "The person's name as shown."),
        Option(
            "sites", "A,B", help: "The codes of the sites they are bound to; all binds to none."),
        Option("patient", help: "They may see patient data; each reading is logged."),
        Option("no-patient", help: "They may not see patient data."),
        Option(
            "public-url", "URL", help: "Where people reach the instance, for the set-up link."),
    ]

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        guard let act = arguments.operands.first else {
            throw .usage(
                "user needs one of add, change, list, role, password, disable, enable, setup-link")
        }
        let directory = surroundings.dataDirectory(arguments)
        switch act {
        case "list": try list(directory, surroundings)
        case "setup-link":
            try SetupLinkCommand.run(
                directory, publicURL: arguments["public-url"], surroundings)
        case "add", "change", "role", "password", "disable", "enable":
            guard arguments.operands.count == 2 else { throw .usage("user \(act) needs one NAME") }
            let change = try UserChange(act, arguments).body(surroundings)
            try send(act, name: arguments.operands[1], change, directory)
        default: throw .usage("user \(act) is not known")
        }
    }

    private static func send(
        _ act: String, name: String, _ change: JSONObject, _ directory: String
    ) throws(CommandFailure) {
        try LocalInstance.withAPI(of: directory, mayCreate: act == "add") {
            api throws(CommandFailure) in
            var body = change
            if act == "add" {
                body["name"] = .string(name)
                _ = try api.call(.post, try APITarget("users"), .json(.object(body)))
            } else {
                _ = try api.call(.patch, try APITarget("users", name), .json(.object(body)))
            }
        }
    }

    private static func list(
        _ directory: String, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let answer = try LocalInstance.withAPI(of: directory) { api throws(CommandFailure) in
            try api.call(.get, try APITarget("users"))
        }
        for item in answer.objectValue?["items"]?.arrayValue ?? [] {
            let user = item.objectValue
            var words = [user?["name"]?.stringValue ?? "", user?["role"]?.stringValue ?? ""]
            if let sites = user?["sites"]?.arrayValue {
                words.append("sites " + sites.compactMap(\.stringValue).joined(separator: ","))
            }
            if user?["patient_grant"]?.boolValue == true { words.append("patient") }
            if user?["active"]?.boolValue == false { words.append("disabled") }
            try surroundings.print(words.joined(separator: "\t"))
        }
    }
}
