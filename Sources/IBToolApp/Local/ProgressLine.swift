import Platform

/// Progress of a long command: one line that rewrites itself on a terminal, nothing elsewhere.
struct ProgressLine {
    private let isShown = StandardStream.error.isTerminal
    private var width = 0

    mutating func show(_ text: String) {
        guard isShown else { return }
        let padding = String(repeating: " ", count: max(0, width - text.count))
        width = text.count
        write("\r" + text + padding)
    }

    /// Clears the line, so that results stand alone.
    mutating func clear() {
        guard isShown, width > 0 else { return }
        write("\r" + String(repeating: " ", count: width) + "\r")
        width = 0
    }

    private func write(_ text: String) {
        do {
            try StandardStream.error.write(text)
        } catch {
            // A terminal that went away needs no progress.
        }
    }
}
