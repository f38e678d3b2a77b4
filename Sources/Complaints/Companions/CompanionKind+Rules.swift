extension CompanionKind {
    /// The values of a new companion with what goes without saying, or everything that is wrong.
    ///
    /// - Parameters:
    ///   - caller: the account that makes it.
    ///   - now: microseconds since 1970.
    public func completed(
        _ values: FieldValues, by caller: String, now: Int64
    ) throws(Refusal) -> FieldValues {
        var values = values
        func fill(_ name: FieldName, _ text: String) {
            if values[name] ?? .null == .null { values[name] = .text(text) }
        }
        switch entity {
        case .task:
            fill("state", "open")
            values = finished(values, from: FieldValues(), by: caller, now: now)
        case .comment: fill("audience", "internal")
        case .link: try checkLink(values)
        case .report: values = submitted(values, from: FieldValues(), by: caller)
        default: break
        }
        return values
    }

    /// The values of a change with what follows from them: who did a piece of work, and when.
    public func completed(
        _ values: FieldValues, from old: FieldValues, by caller: String, now: Int64
    ) -> FieldValues {
        switch entity {
        case .task: finished(values, from: old, by: caller, now: now)
        case .report: submitted(values, from: old, by: caller)
        default: values
        }
    }

    /// Who submitted a report is who says so, unless it says another.
    private func submitted(
        _ values: FieldValues, from old: FieldValues, by caller: String
    ) -> FieldValues {
        guard let day = values["submitted"], day != .null, old["submitted"] == nil,
            values["submitted_by"] ?? old["submitted_by"] ?? .null == .null
        else { return values }
        var values = values
        values["submitted_by"] = .text(caller)
        return values
    }

    private func finished(
        _ values: FieldValues, from old: FieldValues, by caller: String, now: Int64
    ) -> FieldValues {
        guard let state = values["state"], state != old["state"] else { return values }
        let isDone = state == .text("done")
        if !isDone, old["done_by"] == nil { return values }
        var values = values
        values["done_by"] = isDone ? .text(caller) : .null
        values["done"] = isDone ? .integer(now) : .null
        return values
    }

    /// A duplicate is made by merging; a reused investigation is justified (21 CFR 820.35(a)).
    private func checkLink(_ values: FieldValues) throws(Refusal) {
        if values["relation"] == .text("duplicate") {
            throw .invalid([
                FieldProblem("/relation", .notAChoice, argument: "related, same_investigation")
            ])
        }
        if values["relation"] == .text("same_investigation"), values["note"] ?? .null == .null {
            throw .invalid([FieldProblem("/note", .required)])
        }
    }
}
