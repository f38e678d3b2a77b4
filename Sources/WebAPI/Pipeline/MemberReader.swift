internal import Complaints
internal import JSON

/// Reads a closed set of members of a body and collects everything that is wrong with them.
struct MemberReader {
    private let object: JSONObject
    private var problems: [FieldProblem] = []
    private var known: Set<String> = []

    init(_ object: JSONObject) { self.object = object }

    /// A text of at most `bytesMax` bytes; nil when absent, null or wrong.
    mutating func text(_ name: String, bytesMax: Int = 200, isRequired: Bool = false) -> String? {
        guard let value = take(name, isRequired: isRequired) else { return nil }
        guard let text = value.stringValue else { return note(name, .wrongType) }
        guard text.utf8.count <= bytesMax else {
            return note(name, .tooLong, argument: String(bytesMax))
        }
        let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        guard isPlain else { return note(name, .invalidText) }
        if isRequired, text.isEmpty { return note(name, .required) }
        return text
    }

    /// One of a closed list; nil when absent, null or wrong.
    mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, as type: Value.Type, isRequired: Bool = false
    ) -> Value? where Value.RawValue == String {
        guard let value = take(name, isRequired: isRequired) else { return nil }
        guard let text = value.stringValue else { return note(name, .wrongType) }
        guard let choice = Value(rawValue: text) else {
            let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
            return note(name, .notAChoice, argument: all)
        }
        return choice
    }

    /// True or false; nil when absent, null or wrong.
    mutating func flag(_ name: String) -> Bool? {
        guard let value = take(name, isRequired: false) else { return nil }
        guard let flag = value.boolValue else { return note(name, .wrongType) }
        return flag
    }

    /// An integer of a range; nil when absent, null or wrong.
    mutating func integer(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let value = take(name, isRequired: false) else { return nil }
        guard let number = value.int64Value else { return note(name, .wrongType) }
        guard range.contains(number) else {
            return note(name, .outOfRange, argument: AllowedRange(range).argument)
        }
        return number
    }

    /// A member of any kind; nil when absent. Null is a value here.
    mutating func value(_ name: String) -> JSONValue? {
        known.insert(name)
        return object[name]
    }

    /// Whether the member is there, null or not.
    func has(_ name: String) -> Bool { object[name] != nil }

    /// Whether the member is there and null: in a merge patch that removes it (RFC 7396 section 2).
    func isNull(_ name: String) -> Bool { object[name]?.isNull ?? false }

    /// For a merge patch: none of these can be removed, so that null is `.required`.
    mutating func keep(_ names: String...) {
        for name in names where isNull(name) { reject(name, .required) }
    }

    /// Notes what a caller found wrong.
    mutating func reject(_ problem: FieldProblem) { problems.append(problem) }

    /// Notes what a caller found wrong with that member.
    mutating func reject(_ name: String, _ code: FieldProblem.Code, argument: String? = nil) {
        problems.append(FieldProblem("/" + name, code, argument: argument))
    }

    /// Takes over what an inner object's reader found, below `pointer`.
    mutating func adopt(_ inner: MemberReader, under pointer: String) {
        problems += inner.allProblems.map { problem in
            FieldProblem(pointer + problem.pointer, problem.code, argument: problem.argument)
        }
    }

    /// Refuses members nobody asked about and everything noted.
    func finish() throws(APIFailure) {
        let all = allProblems
        if !all.isEmpty { throw .refused(.invalid(all)) }
    }

    private var allProblems: [FieldProblem] {
        problems
            + object.names.filter { !known.contains($0) }.map {
                FieldProblem("/" + $0.escapedForPointer, .unknownField)
            }
    }

    private mutating func note<Value>(
        _ name: String, _ code: FieldProblem.Code, argument: String? = nil
    ) -> Value? {
        reject(name, code, argument: argument)
        return nil
    }

    private mutating func take(_ name: String, isRequired: Bool) -> JSONValue? {
        known.insert(name)
        if let value = object[name], !value.isNull { return value }
        if isRequired { problems.append(FieldProblem("/" + name, .required)) }
        return nil
    }
}

extension String {
    /// A member's name as a step of a JSON pointer (RFC 6901 section 3).
    var escapedForPointer: String {
        split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
}
