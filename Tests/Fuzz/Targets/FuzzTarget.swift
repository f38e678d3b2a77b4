/// One thing that takes bytes from strangers, and what must hold for any bytes at all.
public struct FuzzTarget: Sendable, CustomStringConvertible {
    /// Also the name of its folder under Tests/Fuzz/Corpus.
    public let name: String
    /// Longest input worth trying, in bytes.
    public let bytesMax: Int
    /// Whether it is there to be broken: a run in which it survives proves nothing.
    public let isCanary: Bool
    /// Feeds the bytes. Throws `Broken` when a property does not hold; must neither trap nor hang.
    public let run: @Sendable ([UInt8]) throws -> Void

    init(
        _ name: String, bytesMax: Int = 2_000, isCanary: Bool = false,
        run: @escaping @Sendable ([UInt8]) throws -> Void
    ) {
        self.name = name
        self.bytesMax = bytesMax
        self.isCanary = isCanary
        self.run = run
    }

    public var description: String { name }

    /// The target of that name.
    public static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// A property that did not hold.
public struct Broken: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

/// - Throws: `Broken` unless the property holds.
func hold(_ property: Bool, _ words: @autoclosure () -> String) throws {
    if !property { throw Broken(words()) }
}

/// What `body` gives, or nil where it refuses. Refusing is what parsers are for.
func accepted<Value>(_ body: () throws -> Value) -> Value? {
    do { return try body() } catch { return nil }
}
