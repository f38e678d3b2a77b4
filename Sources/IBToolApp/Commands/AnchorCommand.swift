import Crypto

/// `ibtool anchor key`: the public half of the key that anchors are signed with, to be published.
enum AnchorCommand: Command {
    static let name = "anchor"
    static let summary = "Print the public key of the change log's anchors."
    static let usage = ["anchor key [--data DIR] [--anchor-key FILE]"]
    static let options: [Option] = [.data, Setting.anchorKey.option]

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        guard arguments.operands == ["key"] else { throw .usage("anchor key?") }
        let path = surroundings.anchorKeyPath(arguments)
        guard let key = try AnchorKeyFile.load(path) else {
            throw .failed("\(path) is missing: the first start of ibtool serve makes it")
        }
        try surroundings.print(bytes: key.publicKey.pem)
    }
}

extension Surroundings {
    /// The file of the key of anchors: `--anchor-key`, IBTOOL_ANCHOR_KEY, or in the data directory.
    func anchorKeyPath(_ arguments: Arguments) -> String {
        let given = arguments[Setting.anchorKey.name] ?? environment[Setting.anchorKey.variable]
        return AnchorPlan.keyPath(given: given, in: dataDirectory(arguments))
    }

    /// Where the instance writes its anchors.
    func anchorFilePath(_ arguments: Arguments) -> String {
        let given = arguments[Setting.anchorFile.name] ?? environment[Setting.anchorFile.variable]
        return AnchorPlan.filePath(given: given, in: dataDirectory(arguments))
    }
}
