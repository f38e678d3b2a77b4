internal import Storage

// Stands in until the store verifies itself; removed then.
struct VerifyFinding: Sendable {
    let name: String
    let isFine: Bool
    let detail: String
}

extension Store {
    func verify() throws(StorageFailure) -> [VerifyFinding] { preconditionFailure() }
}
