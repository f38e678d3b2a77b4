import Platform

/// The program: finds the command, runs it, turns its failure into one sentence and an exit code.
enum CommandLineTool {
    static var commands: [any Command.Type] {
        [
            ServeCommand.self, ImportCommand.self, ExportCommand.self, DemoCommand.self,
            UserCommand.self, TokenCommand.self, BackupCommand.self, RestoreCommand.self,
            VerifyCommand.self, AnchorCommand.self, ChangesCommand.self, DoctorCommand.self,
            HealthcheckCommand.self, VersionCommand.self, HelpCommand.self,
        ]
    }

    /// Exit code 0 for success, 1 for what could not be done, 2 for words not understood, 3 for what
    /// was done and asks for attention.
    static func run(_ words: [String], _ surroundings: Surroundings) -> Int32 {
        ProcessEnvironment.makeNewFilesPrivate()
        let failure: CommandFailure
        do {
            try dispatch(words, surroundings)
            return 0
        } catch {
            failure = error
        }
        var text = "ibtool: \(failure.sentence)\n"
        if case .usage = failure { text += "Try: ibtool help\n" }
        do {
            try StandardStream.error.write(text)
        } catch {
            // Nobody reads our errors; the exit code still says it.
        }
        return failure.exitCode
    }

    static var overview: String {
        let width = 14
        let list = commands.map { command in
            "  " + command.name + String(repeating: " ", count: width - command.name.count)
                + command.summary + "\n"
        }.joined()
        return "ibtool: complaint files for makers of medical imaging systems, in one file.\n\n"
            + "Usage: ibtool COMMAND [OPTION…]\n\nCommands:\n" + list
            + "\nibtool COMMAND --help says more. Settings: flags, then IBTOOL_* variables, then the\n"
            + "configuration file.\n"
    }

    private static func dispatch(
        _ words: [String], _ surroundings: Surroundings
    ) throws(CommandFailure) {
        guard let name = words.first else { throw .usage("which command?") }
        if name == "--help" || name == "-h" { return try surroundings.print(overview) }
        if name == "--version" { return try run(VersionCommand.self, [], surroundings) }
        guard let command = commands.first(where: { $0.name == name }) else {
            throw .usage("\"\(name)\" is not a command")
        }
        try run(command, Array(words.dropFirst()), surroundings)
    }

    private static func run(
        _ command: any Command.Type, _ words: [String], _ surroundings: Surroundings
    ) throws(CommandFailure) {
        if words.contains("--help") { return try surroundings.print(command.help) }
        let arguments = try Arguments(words, knowing: command.options)
        try command.run(arguments, surroundings)
    }
}
