import Complaints
import JSON

/// What `ibtool user` tells the API of an account, from the words given.
struct UserChange {
    private let act: String
    private let arguments: Arguments

    /// - Parameter act: add, change, role, password, disable or enable.
    init(_ act: String, _ arguments: Arguments) {
        self.act = act
        self.arguments = arguments
    }

    /// The body; reads the password, when there is to be one, last.
    func body(_ surroundings: Surroundings) throws(CommandFailure) -> JSONObject {
        var change = JSONObject()
        if let role = try role() { change["role"] = .string(role.rawValue) }
        if let shown = arguments["display-name"] { change["display_name"] = .string(shown) }
        if let sites = arguments["sites"] { change["sites"] = Self.sites(sites) }
        if let grant = try patientGrant() { change["patient_grant"] = .bool(grant) }
        if act == "disable" || act == "enable" { change["active"] = .bool(act == "enable") }
        if act == "change", change.count == 0 {
            throw .usage("user change needs something to change: --role, --display-name, --sites …")
        }
        if act == "add" || act == "password" {
            guard arguments.has("password-stdin") else {
                throw .usage(
                    "user \(act) needs --password-stdin, so that no password is in a command line")
            }
            change["password"] = .string(try surroundings.lineFromInput())
        }
        return change
    }

    private func role() throws(CommandFailure) -> Role? {
        guard let text = arguments["role"] else {
            if act == "add" || act == "role" { throw .usage("user \(act) needs --role ROLE") }
            return nil
        }
        guard let role = Role(rawValue: text) else {
            let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw .usage("\(text.onOneLine) is not a role; there are \(roles)")
        }
        return role
    }

    /// A list of codes; null, which binds to none, for "all".
    private static func sites(_ text: String) -> JSONValue {
        if text == "all" { return .null }
        return .array(text.split(separator: ",").map { .string(String($0)) })
    }

    private func patientGrant() throws(CommandFailure) -> Bool? {
        switch (arguments.has("patient"), arguments.has("no-patient")) {
        case (true, true): throw .usage("--patient and --no-patient exclude each other")
        case (true, false): true
        case (false, true): false
        case (false, false): nil
        }
    }
}
