import ObjectStore
import Platform

/// A file of keys for encrypted destinations: one a line, the newest last.
struct EncryptionKeyFile {
    private static let bytesMax = 256 << 10

    let path: String

    /// Adds a new key, which new objects are sealed with from the next start on; what was sealed before
    /// still opens with the keys above it. Makes the file (0600) when there is none.
    func addKey(_ surroundings: Surroundings) throws(CommandFailure) {
        var text = try read()
        do throws(SealingKeys.Refusal) {
            if !text.isEmpty { _ = try SealingKeys(text) }
            if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
            text += "# \(surroundings.clock.now())\n\(try SealingKeys.draw())\n"
        } catch {
            throw .failed("\(path): \(error)")
        }
        do throws(SystemError) {
            try DurableFile.write(Array(text.utf8), to: path)
        } catch {
            throw .failed("\(error)")
        }
        try surroundings.print(
            "A new key is in \(path). Keep a copy of the file elsewhere: without it nothing that is "
                + "sealed with it can be restored, by anybody.")
    }

    private func read() throws(CommandFailure) -> String {
        do throws(DurableFile.ReadError) {
            return String(
                decoding: try DurableFile.read(path, bytesMax: Self.bytesMax), as: UTF8.self)
        } catch {
            if case .system(let error) = error, error.isNotFound { return "" }
            throw .failed("\(error)")
        }
    }
}
