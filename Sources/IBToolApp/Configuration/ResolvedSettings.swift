/// Every setting with the value that holds and where it came from.
struct ResolvedSettings: Sendable {
    struct Value: Sendable, Equatable {
        let texts: [String]
        let source: SettingSource
    }

    private var byName: [String: Value] = [:]

    /// Flags win over variables, variables over the file, the file over what holds by default. An
    /// empty variable counts as not set. Repeatable variables separate their values by commas.
    init(flags: Arguments, environment: [String: String], file: ConfigurationFile?) {
        for setting in Setting.all {
            byName[setting.name] =
                Self.fromFlags(setting, flags)
                ?? Self.fromEnvironment(setting, environment)
                ?? file.flatMap { Self.fromFile(setting, $0) }
                ?? Value(texts: setting.initial, source: .initial)
        }
    }

    subscript(setting: Setting) -> Value {
        byName[setting.name] ?? Value(texts: setting.initial, source: .initial)
    }

    /// What `serve --print-config` prints: one line a setting, in the file's own syntax, with its
    /// source as a comment and secrets hidden.
    var listing: String {
        Setting.all.map { setting in
            let value = self[setting]
            let shown = value.texts.map { setting.isSecret ? "(hidden)" : $0 }
            let lines =
                shown.isEmpty ? ["# \(setting.name) ="] : shown.map { "\(setting.name) = \($0)" }
            return lines.map { "# from: \(value.source)\n\($0)\n" }.joined()
        }.joined()
    }

    private static func fromFlags(_ setting: Setting, _ flags: Arguments) -> Value? {
        let texts = flags.all(setting.name)
        return texts.isEmpty ? nil : Value(texts: texts, source: .flag)
    }

    private static func fromEnvironment(
        _ setting: Setting, _ environment: [String: String]
    ) -> Value? {
        guard let text = environment[setting.variable], !text.isEmpty else { return nil }
        let texts =
            setting.isRepeatable
            ? text.split(separator: ",").map { String($0.trimmingBlanks) } : [text]
        return Value(texts: texts, source: .environment)
    }

    private static func fromFile(_ setting: Setting, _ file: ConfigurationFile) -> Value? {
        let found = file.entries.filter { $0.name == setting.name }
        guard let first = found.first else { return nil }
        return Value(
            texts: found.map(\.value), source: .file(path: file.path, line: first.line))
    }
}
