/// What counts and log lines call the row of an application's table that answered, instead of the path
/// that was asked for: there are as many as there are rows.
public final class RouteLabel: Sendable {
    /// The row's place in the table, from 0.
    public let ordinal: Int
    public let method: String
    /// The path's template, such as "/complaints/{id}".
    public let path: String

    public init(ordinal: Int, method: String, path: String) {
        self.ordinal = ordinal
        self.method = method
        self.path = path
    }
}
