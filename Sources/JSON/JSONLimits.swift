/// What the parser accepts at most. Each bound is inclusive: that many are accepted, one more is
/// not.
public struct JSONLimits: Sendable {
    /// Depth of arrays and objects in each other; a text without any has depth 0. Never above 512,
    /// whatever is set here, so that the stack cannot run out.
    public var depthMax = 32
    /// Bytes of the whole text.
    public var bytesMax = 8 << 20
    /// Values of all kinds, containers included, names not.
    public var nodesMax = 1_000_000
    /// Whether an object that repeats a name is refused.
    public var rejectsDuplicateNames = false

    /// The given limits, the house's defaults for the rest.
    public init(
        depthMax: Int = 32, bytesMax: Int = 8 << 20, nodesMax: Int = 1_000_000,
        rejectsDuplicateNames: Bool = false
    ) {
        self.depthMax = depthMax
        self.bytesMax = bytesMax
        self.nodesMax = nodesMax
        self.rejectsDuplicateNames = rejectsDuplicateNames
    }
}
