/// Which of several certificates a name is answered with (SNI, RFC 6066 section 3): the one with that
/// very name, else the one with a wildcard for its first label, else the first.
struct NameTable: Sendable, Equatable {
    private var indexByName: [String: Int] = [:]

    /// - Parameter names: the names of each certificate, in lower case; where two have the same name
    ///   the earlier holds.
    init(_ names: [[String]]) {
        for (index, names) in names.enumerated() {
            for name in names where indexByName[name] == nil { indexByName[name] = index }
        }
    }

    /// The certificate for a host name as the client wrote it.
    func index(for host: String) -> Int {
        let name = host.lowercased()
        if let index = indexByName[name] { return index }
        guard let dot = name.firstIndex(of: "."), dot != name.startIndex else { return 0 }
        return indexByName["*" + name[dot...]] ?? 0
    }
}
