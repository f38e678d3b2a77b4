import HTTP

/// `ibtool healthcheck`: whether a running instance serves; for service managers and containers.
enum HealthcheckCommand: Command {
    static let name = "healthcheck"
    static let summary = "Say whether the instance of a data directory is ready to serve."
    static let usage = ["healthcheck [--data DIR]"]
    static let options: [Option] = [.data]

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let directory = surroundings.dataDirectory(arguments)
        guard let api = LocalInstance.running(in: directory) else {
            try LocalInstance.requireDatabase(in: directory)
            throw .failed("no instance runs on \(directory)")
        }
        let answer = try api.send(.get, .readiness, .none, nil)
        guard answer.status == 200 else {
            throw .failed("the instance on \(directory) is not ready (\(answer.status))")
        }
        try surroundings.print("ready")
    }
}
