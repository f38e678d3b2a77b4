/// Which modules import which, read from their sources, so that the page can name all that it is going
/// to need and the browser fetches them at once instead of level by level
/// (https://html.spec.whatwg.org/multipage/links.html#link-type-modulepreload).
struct ModuleGraph {
    /// The bytes of every file by its path.
    let files: [String: [UInt8]]

    /// These modules and what they import statically, directly or not; each once, importers first.
    func closure(of roots: [String]) -> [String] {
        var found: [String] = []
        var seen = Set(roots)
        var waiting = roots[...]
        while let path = waiting.popFirst() {
            found.append(path)
            for next in imports(of: path) where seen.insert(next).inserted { waiting.append(next) }
        }
        return found
    }

    /// What a module imports by a relative path; a file that is not there is not named.
    private func imports(of path: String) -> [String] {
        guard let bytes = files[path] else { return [] }
        var paths: [String] = []
        var start = 0
        while let word = Self.firstIndex(of: Self.mark, in: bytes, from: start) {
            let from = word + Self.mark.count
            guard let end = bytes[from...].firstIndex(of: UInt8(ascii: "'")) else { break }
            let name = String(decoding: bytes[from..<end], as: UTF8.self)
            if let target = Self.resolve(name, from: path), files[target] != nil {
                paths.append(target)
            }
            start = end
        }
        return paths
    }

    /// What stands before the path in every static import.
    private static let mark = Array(" from '".utf8)

    private static func firstIndex(of mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        while index + mark.count <= bytes.count {
            if bytes[index] == mark[0], bytes[index..<index + mark.count].elementsEqual(mark) {
                return index
            }
            index += 1
        }
        return nil
    }

    /// "../dom.js" from "js/views/home.js" is "js/dom.js"; nil for what is not relative.
    private static func resolve(_ name: String, from path: String) -> String? {
        guard name.hasPrefix("./") || name.hasPrefix("../") else { return nil }
        var parts = path.split(separator: "/").dropLast()
        for part in name.split(separator: "/") where part != "." {
            if part == ".." { parts = parts.dropLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
