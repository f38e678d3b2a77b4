import HTTP
import Platform

extension InstanceAPI {
    /// Writes what a path answers to a file, beside the wanted one and renamed, so that it is whole or
    /// not there; to standard output without a file.
    func save(
        _ target: APITarget, to output: String?, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        guard let output else {
            return try stream(.get, target) { piece throws(CommandFailure) in
                try surroundings.print(bytes: piece)
            }
        }
        let partial = output + ".part"
        do {
            try fill(partial, from: target)
            try DurableFile.rename(partial, to: output)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw .failed("\(error)")
        }
    }

    private func fill(_ file: String, from target: APITarget) throws(CommandFailure) {
        do {
            try File.open(file, .truncating).close()
            try stream(.get, target) { piece throws(CommandFailure) in
                do {
                    try File.open(file, .appending).append(piece)
                } catch {
                    throw .failed("\(error)")
                }
            }
            try File.open(file, .appending).sync()
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw .failed("\(error)")
        }
    }
}
