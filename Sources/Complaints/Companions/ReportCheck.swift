/// What makes a report to an authority one: its submission with day and number, or, while it is planned,
/// something that a person knows of it. When it is due, the clocks say anyway.
public enum ReportCheck {
    /// Any of which makes a planned report.
    static let plan: [FieldName] = [
        "report_number", "information_received", "follow_up_requested", "next_report",
    ]

    /// What a report with these values lacks; nil when it is one.
    public static func problem(in values: FieldValues) -> FieldProblem? {
        func has(_ name: FieldName) -> Bool { values[name] ?? .null != .null }
        if has("submitted") {
            // 21 CFR 803.52(e)(6); EU MIR 1.1.
            return has("report_number")
                ? nil : FieldProblem("/report_number", .reportNumberMissing)
        }
        if has("acknowledged") || has("acknowledgement_number") {
            return FieldProblem("/submitted", .submissionMissing)
        }
        return plan.contains(where: has) ? nil : FieldProblem("/submitted", .reportEmpty)
    }

    /// That a follow-up or a final report comes after an initial one of its jurisdiction, which was
    /// submitted by then where this one is.
    ///
    /// - Parameter others: the other reports of the file, none of them withdrawn.
    public static func problem(in values: FieldValues, after others: [FieldValues]) -> FieldProblem?
    {
        let initial = FieldValue.text(ReportType.initial.rawValue)
        guard let type = values["type"], type != initial else { return nil }
        let day = values["submitted"]?.text
        let isPreceded = others.contains { other in
            guard other["type"] == initial, other["jurisdiction"] == values["jurisdiction"] else {
                return false
            }
            guard let day else { return true }
            return other["submitted"]?.text.map { $0 <= day } ?? false
        }
        return isPreceded ? nil : FieldProblem("/type", .initialReportMissing)
    }

    /// What a report lacks by a change. One that lacked something before, as less was asked for then, may be
    /// completed in any order, and loses nothing.
    public static func problem(
        changing old: FieldValues, by values: FieldValues
    ) -> FieldProblem? {
        let takesAway = values.contains { $0.value == .null && old[$0.key] ?? .null != .null }
        return takesAway || problem(in: old) == nil ? problem(in: old.changed(by: values)) : nil
    }
}
