import HTTP
import JSON
import Platform

/// `ibtool user setup-link`: a new link that makes the first administrator.
enum SetupLinkCommand {
    /// Prints the link and nothing else on standard output.
    static func run(
        _ directory: String, publicURL: String?, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let base = try publicURL.map { url throws(CommandFailure) in try Self.base(url) }
        let isRunning = LocalInstance.running(in: directory) != nil
        let answer = try LocalInstance.withAPI(of: directory, mayCreate: true) {
            api throws(CommandFailure) in
            try api.call(.post, try APITarget("setup-link"))
        }
        let parts = answer.objectValue?["link"]?.stringValue?.split(separator: "#") ?? []
        guard parts.count == 2 else { throw .failed("the instance gave no link") }
        if let base { return try surroundings.print("\(base)/setup#\(parts[1])") }
        try surroundings.print("\(parts[0])#\(parts[1])")
        if !isRunning { try noteAssumption(parts[0].dropLast("/setup".count)) }
    }

    /// A stopped instance does not say where it will serve.
    private static func noteAssumption(_ base: Substring) throws(CommandFailure) {
        do {
            try StandardStream.error.write(
                "ibtool: no instance runs, so \(base) is assumed; --public-url URL says otherwise\n"
            )
        } catch {
            throw .failed("standard error: \(error)")
        }
    }

    private static func base(_ url: String) throws(CommandFailure) -> String {
        let rest = url.hasPrefix("https://") ? url.dropFirst(8) : url.dropFirst(7)
        let isURL = url.hasPrefix("https://") || url.hasPrefix("http://")
        guard isURL, !rest.isEmpty, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x23 })
        else { throw .usage("--public-url \(url.onOneLine): expected https://HOST") }
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }
}
