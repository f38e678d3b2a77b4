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
        try exchange.changeComplaint(by: try exchange.bodyObject())
    }
}

extension Exchange {
    /// Changes the complaint of the path by a merge-patch, on the version If-Match names.
    ///
    /// - Parameters:
    ///   - target: the status that the patch is to bring, where that is what is asked for.
    ///   - signature: what the move to it is signed with.
    func changeComplaint(
        by body: JSONObject, to target: WorkflowState? = nil,
        signed signature: SignatureRequest? = nil
    ) throws(APIFailure) -> Outcome {
        let key = complaintKey
        let accepted = try Conditions.versions(request.head)
        let state = try complaint(key, fields: ["status"])
        let expected = state.stamp.version
        guard accepted.contain(expected) else { throw try conflict(key) }
        let intake = try intake(try instance.currentCatalogue())
        let values: FieldValues
        let reason: String?
        do throws(Refusal) {
            let status = try status(in: state.body)
            if target?.rawValue == status {
                throw .invalid([FieldProblem("/to", .noTransition, argument: status)])
            }
            if let signature, let target {
                try requireSigning(signature, from: status, to: target)
            }
            values = try intake.patch(body, of: state.stamp.code, in: status)
            reason = try Intake.changeReason(in: body)
        } catch {
            throw .refused(error)
        }
        let id = RecordKey.id(state.stamp.id)
        guard let signature else {
            write(values, to: id, expected, reason: reason, as: nil, key)
            return .later
        }
        guard caller.permissions.contains(.sign) else { return forbidSignature() }
        return try signing(signature) { signer in
            write(values, to: id, expected, reason: reason, as: signer, key)
        }
    }

    private func write(
        _ values: FieldValues, to id: RecordKey, _ expected: Int64, reason: String?,
        as signer: Signer?, _ key: RecordKey
    ) {
        let visibility = visibility
        instance.store.write(by: author(reason: reason)) { transaction throws(StorageFailure) in
            let stamp = try transaction.updateComplaint(
                id, expected: expected, to: values, for: visibility, as: signer)
            return try complaint(stamp.id, asWrittenBy: transaction)
        } then: { result in
            sendChanged(result, key)
        }
    }

    /// A signature is of a move that is signed; where no move leads, that is what is told.
    private func requireSigning(
        _ signature: SignatureRequest, from status: String, to target: WorkflowState
    ) throws(Refusal) {
        guard let start = WorkflowState(rawValue: status),
            let move = WorkflowMove(from: start, to: target)
        else { throw .invalid([FieldProblem("/status", .noTransition, argument: target.rawValue)]) }
        if move.signature != signature.meaning {
            throw .invalid([FieldProblem(Workflow.signaturePointer, .notSigned)])
        }
    }

    /// Answers with the complaint as the write left it.
    func sendChanged(
        _ result: Result<Committed<WrittenRecord>, StorageFailure>, _ key: RecordKey
    ) {
        switch result {
        case .success(let committed): send(committed.value, status: 200)
        case .failure(.refused(.versionConflict)): sendConflict(key)
        case .failure(let failure): fail(.storage(failure))
        }
    }

    /// The conflict's failure, with the complaint as it is now.
    func conflict(_ key: RecordKey) throws(APIFailure) -> APIFailure {
        // Restricted fields stay out of a problem document; the client reads the file for them.
        let narrowed = visibility.withoutPatient
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
