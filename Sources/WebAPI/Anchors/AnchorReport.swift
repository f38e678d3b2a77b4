public import Crypto

/// How the anchors of the change log stand, as the application that makes them says.
public struct AnchorReport: Sendable {
    /// A place where anchors are sent.
    public struct Destination: Sendable {
        public let name: String
        /// Anchors that wait to be taken.
        public let waiting: Int
        /// Anchors that were given up since the start.
        public let lost: Int
        /// When one was taken last, microseconds since 1970; nil for never.
        public let lastSuccess: Int64?
        /// Why the last attempt failed; nil when it did not.
        public let error: String?

        public init(name: String, waiting: Int, lost: Int, lastSuccess: Int64?, error: String?) {
            self.name = name
            self.waiting = waiting
            self.lost = lost
            self.lastSuccess = lastSuccess
            self.error = error
        }
    }

    public let publicKey: VerifyingKey
    public let destinations: [Destination]

    public init(publicKey: VerifyingKey, destinations: [Destination]) {
        self.publicKey = publicKey
        self.destinations = destinations
    }
}
