internal import HTTP

/// `POST /backup/snapshots`: a snapshot of the newest state at every destination, as soon as it may be.
enum StartBackupSnapshots: Endpoint {
    static let operation = Operation(
        "Asks for a snapshot at every destination", .running,
        .init(202, "Asked for; GET /backup tells when it is there"), problems: [404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.request(.snapshot)
    }
}

/// `POST /backup/drills`: a drill of every destination, one after the other.
enum StartBackupDrills: Endpoint {
    static let operation = Operation(
        "Asks for a drill of every destination", .running,
        .init(202, "Asked for; GET /backup tells the result"), problems: [404])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        try exchange.request(.drill)
    }
}

extension Exchange {
    fileprivate func request(_ work: BackupWork) throws(APIFailure) -> Outcome {
        guard let desk = instance.settings.backupDesk, desk.request(work) else { throw .noRoute }
        var answer = Answer.empty()
        answer.status = 202
        return .answer(answer)
    }
}
