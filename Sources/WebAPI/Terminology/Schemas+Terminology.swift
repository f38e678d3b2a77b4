internal import Complaints
internal import Importing

/// The schemas of the IMDRF's terminologies.
extension Schemas {
    static let terminology: [(name: String, schema: Schema)] = [
        (
            "TerminologyList",
            all([
                (
                    "items",
                    .array(
                        of: all([
                            ("annex", annex), ("label", words),
                            ("current", .named("Terminology").orNull),
                            ("earlier", .array(of: .named("Terminology"))),
                        ]))
                )
            ])
        ),
        (
            "Terminology",
            all([
                ("release", .string), ("terms", .integer), ("file", .string),
                ("file_hash", .string.described("SHA-256")), ("imported", .timestamp),
                ("imported_by", .string), ("superseded", .timestamp.orNull),
            ])
        ),
        (
            "TermList",
            all([
                ("annex", annex),
                ("release", .string.orNull.described("Null when none was imported")),
                ("items", .array(of: .named("Term"))),
            ])
        ),
        (
            "Term",
            all([
                ("code", .string), ("term", .string), ("definition", .string),
                ("other_code", .string), ("status", .string), ("status_note", .string),
                ("standing", .oneOf(EventTerm.Standing.allCases.map(\.rawValue))),
                (
                    "path",
                    .array(of: all([("code", .string), ("term", .string)])).described(
                        "From the top down to the term above")
                ),
                ("parents", .array(of: .string)), ("has_children", .boolean),
            ])
        ),
        (
            "TerminologyImport",
            all([
                ("file", .string), ("imported", .boolean),
                (
                    "annexes",
                    .array(
                        of: all([
                            ("annex", annex), ("release", .string.orNull),
                            ("replaces", .string.orNull), ("terms", .integer),
                            ("unchanged", .integer), ("added", codes), ("changed", codes),
                            ("retired", codes), ("used_and_gone", codes),
                        ]))
                ),
                ("problem_count", .integer),
                (
                    "problems",
                    .array(
                        of: all([
                            ("sheet", .string.orNull), ("row", .integer),
                            (
                                "reason",
                                .oneOf(TerminologyProblem.Reason.allCases.map(\.rawValue))
                            ),
                            ("value", .string), ("detail", .string),
                        ]))
                ),
            ])
        ),
    ]

    private static let annex = Schema.oneOf(EventCode.Annex.allCases.map(\.rawValue))
    private static let codes = all([("count", .integer), ("codes", .array(of: .string))])
}
