internal import Storage

/// A record as a write left it, made in the write's own transaction.
struct WrittenRecord: Sendable {
    /// Where records of its kind live.
    let path: String
    let body: [UInt8]
    let stamp: RecordStamp
    let commit: Int64

    init(path: String, _ body: [UInt8], _ stamp: RecordStamp, commit: Int64) {
        self.path = path
        self.body = body
        self.stamp = stamp
        self.commit = commit
    }

    /// The record with its version as its tag; a new one (201) also says where it is.
    func answer(status: UInt16) -> Answer {
        let answer = Answer.json(
            body, status: status, caching: stamp.holdsRestricted ? .never : .revalidated,
            tag: String(stamp.version), commit: commit)
        return status == 201 ? answer.with("location", "\(path)/\(stamp.id)") : answer
    }
}

extension Exchange {
    /// Sends a record after its commit; compressing it is not the writer's work.
    func send(_ record: WrittenRecord, status: UInt16) {
        instance.answers.run { send(record.answer(status: status)) }
    }
}
