/// The columns as one reading asks for them: to be had at the commit of its snapshot, however far
/// others bring them while it runs.
struct GridView: Sendable {
    private let mirror: GridMirror
    /// The newest before the snapshot began, so not beyond it; nil before they are built.
    private let base: GridMirror.Standing?

    init(_ mirror: GridMirror, since base: GridMirror.Standing?) {
        self.mirror = mirror
        self.base = base
    }

    /// See `GridMirror.snapshot`.
    func snapshot(
        at commit: Int64, on connection: Connection
    ) throws(StorageFailure) -> GridState? {
        try mirror.snapshot(at: commit, from: base, on: connection)
    }
}
