import Platform

/// Finds keys in a tree of files, in byte order of the whole key.
struct KeyWalk {
    private let root: String
    private let prefix: String
    private let last: String?
    private let keysMax: Int
    private(set) var keys: [ObjectKey] = []

    /// - Parameter last: only keys behind it.
    init(_ root: String, _ prefix: ObjectPrefix, after last: ObjectKey?, keysMax: Int) {
        self.root = root
        self.prefix = prefix.description
        self.last = last?.description
        self.keysMax = keysMax
    }

    mutating func run() throws(SystemError) { try visit("") }

    /// Goes through a directory, given as "" or "a/b/".
    private mutating func visit(_ directory: String) throws(SystemError) {
        let names: [String]
        do throws(SystemError) {
            names = try Directory.list("\(root)/\(directory)")
        } catch {
            if error.isNotFound { return }
            throw error
        }
        var paths: [String] = []
        for name in names where mayHold(directory + name) {
            guard let status = try DurableFile.status("\(root)/\(directory)\(name)") else {
                continue
            }
            switch status.kind {
            case .file: paths.append(directory + name)
            case .directory: paths.append(directory + name + "/")
            case .socket, .other: continue
            }
        }
        // A directory sorts where the keys in it do.
        paths.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for path in paths where keys.count < keysMax {
            if path.hasSuffix("/") {
                try visit(path)
            } else if path.hasPrefix(prefix), let key = ObjectKey(path), isBehindLast(path) {
                keys.append(key)
            }
        }
    }

    /// Whether the file or directory `path` may hold keys that are looked for.
    private func mayHold(_ path: String) -> Bool {
        guard ObjectKey(path) != nil else { return false }
        guard path.hasPrefix(prefix) || prefix.hasPrefix(path + "/") else { return false }
        // "0" follows "/": behind every key of the directory.
        return last.map { !precedes(path + "0", $0) } ?? true
    }

    private func isBehindLast(_ path: String) -> Bool { last.map { precedes($0, path) } ?? true }

    private func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
