import Complaints
import JSON

extension Caller {
    /// A caller of that role who sees all sites, complainants by role, patients only when told.
    static func test(
        _ role: Role, patient: Bool = false, language: Language = .english
    ) -> Caller {
        var permissions = role.permissions
        if patient { permissions.insert(.patient) }
        return Caller(
            userID: 1, name: "marie", role: role, permissions: permissions,
            visibility: Visibility(
                sites: nil, seesComplainant: permissions.contains(.work), seesPatient: patient),
            language: language, origin: .api, address: "127.0.0.1")
    }
}

extension Visibility {
    static let open = Visibility(sites: nil, seesComplainant: false, seesPatient: false)
    static let full = Visibility(sites: nil, seesComplainant: true, seesPatient: true)
}

/// The JSON of a literal in a test.
func json(_ text: String) throws -> JSONValue {
    try JSONValue.parse(Array(text.utf8))
}

/// The JSON object of a literal in a test.
func object(_ text: String) throws -> JSONObject {
    switch try json(text) {
    case .object(let object): return object
    default: throw JSONError.unexpectedEnd(offset: 0)
    }
}

/// What a refused body or query says, as `pointer code` lines; the refusal itself for other kinds.
func refusal<Value>(of act: () throws(Refusal) -> Value) -> [String] {
    do throws(Refusal) {
        _ = try act()
        return []
    } catch {
        switch error {
        case .invalid(let problems): return problems.map { "\($0.pointer) \($0.code.rawValue)" }
        case .restrictedField(let name): return ["restricted \(name)"]
        case .malformed(let pointer, let code, _): return ["malformed \(pointer) \(code.rawValue)"]
        case .unsearchable(let problem):
            return ["malformed \(problem.pointer) \(problem.code.rawValue)"]
        case .locked(_, let key): return ["locked \(key)"]
        default: return ["\(error)"]
        }
    }
}

/// A random number generator that a printed seed brings back (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
