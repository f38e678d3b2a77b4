import JSON

/// What one check of `ibtool doctor` found: a sentence and, where something is to be done, a remedy.
struct Finding: Sendable, Equatable {
    /// How bad it is; the worst decides the exit code.
    enum Level: String, Sendable, Comparable {
        case fine = "ok"
        /// Something is or will be in the way.
        case warning
        /// It does not work, or data are at risk.
        case problem

        static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .fine: 0
            case .warning: 1
            case .problem: 2
            }
        }
    }

    /// What was looked at: a closed list, in the order of the report.
    enum Check: String, Sendable, CaseIterable {
        case configuration, directory
        case fileSystem = "file_system"
        case space, permissions, instance, database, schema, keys, attachments, clock, log
        case freePages = "free_pages"
        case statistics, leftovers, certificate, descriptors
    }

    let check: Check
    let level: Level
    let sentence: String
    /// Empty where nothing is to be done.
    let remedy: String

    static func fine(_ check: Check, _ sentence: String) -> Finding {
        Finding(check: check, level: .fine, sentence: sentence, remedy: "")
    }

    static func warning(_ check: Check, _ sentence: String, remedy: String) -> Finding {
        Finding(check: check, level: .warning, sentence: sentence, remedy: remedy)
    }

    static func problem(_ check: Check, _ sentence: String, remedy: String) -> Finding {
        Finding(check: check, level: .problem, sentence: sentence, remedy: remedy)
    }

    /// One line, the remedy on a second.
    var text: String {
        let mark =
            switch level {
            case .fine: "ok       "
            case .warning: "WARNING  "
            case .problem: "PROBLEM  "
            }
        let line = "\(mark)\(check.rawValue): \(sentence)"
        return remedy.isEmpty ? line : "\(line)\n         → \(remedy)"
    }

    var json: JSONValue {
        .object(
            JSONObject([
                ("check", .string(check.rawValue)), ("level", .string(level.rawValue)),
                ("sentence", .string(sentence)),
                ("remedy", remedy.isEmpty ? .null : .string(remedy)),
            ]))
    }
}
