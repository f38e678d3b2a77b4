internal import Storage

// Stands in until the store has these; removed when it does.
extension Store {
    var cache: AnswerCache { preconditionFailure() }
}

struct VerifyFinding: Sendable {
    let name: String
    let isFine: Bool
    let detail: String
}

extension Store {
    func verify() throws(StorageFailure) -> [VerifyFinding] { preconditionFailure() }
}
