internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `PATCH /complaints/{id}`: a merge-patch (RFC 7396) on the version If-Match names.
enum ChangeComplaint: Endpoint {
    static let operation = Operation(
        "Changes a complaint", .complaints, headers: ["If-Match"], body: .named("ComplaintChange"),
        .init(200, "Changed", .named("Complaint")),
        problems: [400, 403, 404, 409, 412, 415, 422, 428])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let key = RecordKey(exchange.parameters[0])
        let accepted = try Conditions.versions(exchange.request.head)
        let body = try exchange.bodyObject()
        let state = try exchange.complaint(key, fields: ["status"])
        let expected = state.stamp.version
        guard accepted.contain(expected) else { throw try exchange.conflict(key) }
        let intake = try exchange.intake(try exchange.instance.currentCatalogue())
        let values: FieldValues
        let reason: String?
        do throws(Refusal) {
            values = try intake.patch(
                body, of: state.stamp.code, in: try exchange.status(in: state.body))
            reason = try Intake.changeReason(in: body)
        } catch {
            throw .refused(error)
        }
        let visibility = exchange.visibility
        let author = exchange.author(reason: reason)
        exchange.instance.store.write(by: author) { transaction throws(StorageFailure) in
            let stamp = try transaction.updateComplaint(
                .id(state.stamp.id), expected: expected, to: values, for: visibility)
            return try exchange.complaint(stamp.id, asWrittenBy: transaction)
        } then: { result in
            switch result {
            case .success(let committed): exchange.send(committed.value, status: 200)
            case .failure(.refused(.versionConflict)): exchange.sendConflict(key)
            case .failure(let failure): exchange.fail(.storage(failure))
            }
        }
        return .later
    }
}

extension Exchange {
    /// The conflict's failure, with the complaint as it is now.
    func conflict(_ key: RecordKey) throws(APIFailure) -> APIFailure {
        // Restricted fields stay out of a problem document; the client reads the file for them.
        let narrowed = Visibility(
            sites: visibility.sites, seesComplainant: visibility.seesComplainant,
            seesPatient: false)
        var writer = JSONWriter(reserving: 4096)
        let found = try read { reader throws(StorageFailure) in
            try reader.complaint(key, for: narrowed, fields: nil, into: &writer) != nil
        }
        guard found else { throw .refused(.notFound(.complaint, key: key.text)) }
        return .conflict(current: writer.take())
    }

    /// Answers 412, off the writer's thread.
    func sendConflict(_ key: RecordKey) {
        instance.answers.run {
            do throws(APIFailure) { fail(try conflict(key)) } catch { fail(error) }
        }
    }

    /// The status in a complaint's own JSON.
    func status(in body: [UInt8]) throws(Refusal) -> String {
        do throws(JSONError) {
            return try JSONValue.parse(body).objectValue?["status"]?.stringValue ?? "received"
        } catch {
            throw .malformed(pointer: "", code: .wrongType)
        }
    }
}
