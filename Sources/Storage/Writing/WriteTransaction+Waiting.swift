public import Complaints

extension WriteTransaction {
    /// Somebody asked the customer for something: the file waits from that day on, unless it does
    /// already, and what was asked is a comment to the customer. A file at its end is `.locked`.
    public func waitForCustomer(
        _ key: RecordKey, since day: CivilDate, note: String, for visibility: Visibility
    ) throws(StorageFailure) -> ComplaintStamp {
        let record = try openComplaint(key, for: visibility)
        try comment(note, audience: "customer", on: key, for: visibility)
        if isWaiting(record) {
            return ComplaintStamp(id: record.id, code: record.number, version: record.version)
        }
        var values = FieldValues()
        values["waiting_since"] = .text(day.text)
        return try session.update(record, to: values, .work(visibility))
    }

    /// The customer answered, or nobody waits any more: `note` says which, for colleagues. A file that
    /// does not wait is `.wrongState`.
    public func endWaiting(
        _ key: RecordKey, note: String, for visibility: Visibility
    ) throws(StorageFailure) -> ComplaintStamp {
        let record = try openComplaint(key, for: visibility)
        guard isWaiting(record) else {
            throw .refused(
                .wrongState(.complaint, key: record.number, state: session.status(of: record)))
        }
        try comment(note, audience: "internal", on: key, for: visibility)
        var values = FieldValues()
        values["waiting_since"] = .null
        return try session.update(record, to: values, .work(visibility))
    }

    private func openComplaint(
        _ key: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) -> ComplaintRecord {
        guard let record = try session.findComplaint(key), visibility.sees(site: record.siteID)
        else { throw .refused(.notFound(.complaint, key: key.text)) }
        if ComplaintEnd(session.status(of: record)) != nil {
            throw .refused(.locked(.complaint, key: record.number))
        }
        return record
    }

    private func isWaiting(_ record: ComplaintRecord) -> Bool {
        session.layout["waiting_since"].map { !record.value(of: $0).isNull } ?? false
    }

    private func comment(
        _ text: String, audience: String, on key: RecordKey, for visibility: Visibility
    ) throws(StorageFailure) {
        var values = FieldValues()
        values["text"] = .text(text)
        values["audience"] = .text(audience)
        _ = try addComment(values, to: key, for: visibility)
    }
}
