/// The members of a JSON object in the order they were written. Names may repeat (RFC 8259 section
/// 4 leaves that open); the last one is the one that is found.
public struct JSONObject: Sendable, Equatable {
    /// All members in order, repeated names included.
    public private(set) var members: [(name: String, value: JSONValue)]

    /// An object with these members in this order.
    public init(_ members: [(String, JSONValue)] = []) {
        self.members = members.map { (name: $0.0, value: $0.1) }
    }

    /// The number of members, repeated names counted each time.
    public var count: Int { members.count }

    /// The names in order.
    public var names: [String] { members.map(\.name) }

    /// The value of the last member of that name. Setting replaces it or appends a member; setting
    /// nil removes every member of that name. Takes time in proportion to the number of members.
    public subscript(name: String) -> JSONValue? {
        get {
            members.last { $0.name == name }?.value
        }
        set {
            guard let newValue else {
                members.removeAll { $0.name == name }
                return
            }
            if let index = members.lastIndex(where: { $0.name == name }) {
                members[index].value = newValue
            } else {
                members.append((name: name, value: newValue))
            }
        }
    }

    /// Equal when the same members stand in the same order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.elementsEqual(right.members) { $0.name == $1.name && $0.value == $1.value }
    }

    /// Adds a member without looking for its name.
    mutating func append(_ name: String, _ value: JSONValue) {
        members.append((name: name, value: value))
    }
}
