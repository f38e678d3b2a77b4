/// `ibtool help [COMMAND]`.
enum HelpCommand: Command {
    static let name = "help"
    static let summary = "Show what ibtool can do."
    static let usage = ["help [COMMAND]"]
    static let options: [Option] = []

    static func run(
        _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        guard let name = arguments.operands.first else {
            return try surroundings.print(CommandLineTool.overview)
        }
        guard let command = CommandLineTool.commands.first(where: { $0.name == name }) else {
            throw .usage("\"\(name)\" is not a command")
        }
        try surroundings.print(command.help)
    }
}
