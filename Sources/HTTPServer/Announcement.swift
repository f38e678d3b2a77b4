import Platform

/// What a connection waits for whose proxy has to say first whose it is.
final class Announcement {
    /// The header so far.
    var bytes: [UInt8] = []
    let deadline: MonotonicInstant
    /// Whether a TLS handshake follows.
    let isBeforeTLS: Bool

    init(deadline: MonotonicInstant, isBeforeTLS: Bool) {
        self.deadline = deadline
        self.isBeforeTLS = isBeforeTLS
    }
}
