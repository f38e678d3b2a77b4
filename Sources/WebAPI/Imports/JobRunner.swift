/// Runs long work (imports, undo, demo data) beside the traffic.
public final class JobRunner: Sendable {
    public init() {}
}
