internal import JSON
internal import Platform

/// Members of an object that answers are made of: a name with its value, or null for none.
extension JSONWriter {
    /// A moment, or null.
    mutating func member(_ name: StaticString, _ time: Timestamp?) {
        member(name, time?.description)
    }

    /// A text, or null.
    mutating func member(_ name: StaticString, _ text: String?) {
        self.name(name)
        if let text { string(text) } else { null() }
    }

    /// A whole number, or null.
    mutating func member(_ name: StaticString, integer value: Int64?) {
        self.name(name)
        if let value { integer(value) } else { null() }
    }

    /// True or false.
    mutating func member(_ name: StaticString, flag: Bool) {
        self.name(name)
        bool(flag)
    }
}
