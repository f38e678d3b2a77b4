internal import Complaints
internal import HTTP
internal import JSON
internal import Platform
internal import Storage

/// What the endpoints of companions have in common: one way to list, add, change and withdraw a kind.
extension Exchange {
    /// `{"items":[…]}`: those of the complaint, and those of the complaints merged into it that the
    /// caller may see, in the order they came.
    func listCompanions(_ kind: CompanionKind) throws(APIFailure) -> Outcome {
        let (key, visibility) = (complaintKey, visibility)
        let found = try read { reader throws(StorageFailure) in
            try reader.companions(kind, ofAll: key, for: visibility).map { ($0, reader.commit) }
        }
        guard let (companions, commit) = found else {
            throw .refused(.notFound(.complaint, key: key.text))
        }
        var writer = JSONWriter(reserving: 256 * companions.count + 64)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for companion in companions { writer.companion(companion, kind) }
        writer.endArray()
        writer.endObject()
        let body = writer.take()
        return .answer(
            .json(body, caching: .revalidated, tag: CachedReading.tag(of: body), commit: commit))
    }

    /// Makes one of the body. `add` does it in the transaction; without one it is simply added.
    func addCompanion(
        _ kind: CompanionKind, _ values: FieldValues? = nil,
        _ add: (
            @Sendable (borrowing WriteTransaction, FieldValues) throws(StorageFailure) -> Companion
        )? = nil
    ) throws(APIFailure) -> Outcome {
        let object = try optionalBodyObject() ?? JSONObject()
        let intake = try intake(kind.catalogue)
        let now = instance.clock.now().microseconds
        let whole: FieldValues
        do throws(Refusal) {
            let given = if let values { values } else { try intake.newRecord(object) }
            whole = try kind.completed(given, by: caller.name, now: now)
        } catch {
            throw .refused(error)
        }
        let (key, visibility, once) = (complaintKey, visibility, try onceKey())
        return writeAndGoOn { transaction throws(StorageFailure) in
            let id = try transaction.once(once) { () throws(StorageFailure) in
                if let add { return try add(transaction, whole).id }
                return try transaction.addCompanion(kind, whole, to: key, for: visibility).id
            }
            guard let made = try transaction.companion(kind, id, of: key, for: visibility) else {
                throw .refused(.notFound(kind.entity, key: String(id)))
            }
            return made
        } then: { committed in
            send(answer(committed.value, kind, status: 201, commit: committed.commit))
        }
    }

    /// Changes one on the version If-Match names. `mayChange` says whether the caller may; `change` does it
    /// in the transaction, without one it is simply changed.
    func changeCompanion(
        _ kind: CompanionKind, mayChange: (Companion) -> Bool,
        change: (
            @Sendable (borrowing WriteTransaction, Companion, FieldValues) throws(StorageFailure)
                -> Companion
        )? = nil
    ) throws(APIFailure) -> Outcome {
        let accepted = try Conditions.versions(request.head)
        let found = try companion(kind)
        guard mayChange(found) else { throw .forbidden(.work) }
        guard accepted.contain(found.version) else { throw conflict(found, kind) }
        let object = try bodyObject()
        let intake = try intake(kind.catalogue)
        let now = instance.clock.now().microseconds
        let values: FieldValues
        do throws(Refusal) {
            values = kind.completed(
                try intake.patch(object), from: found.values, by: caller.name, now: now)
        } catch {
            throw .refused(error)
        }
        let (key, visibility) = (complaintKey, visibility)
        instance.store.write(by: author()) { transaction throws(StorageFailure) in
            if let change { return try change(transaction, found, values) }
            return try transaction.changeCompanion(
                kind, found.id, of: key, expected: found.version, to: values, for: visibility)
        } then: { result in
            switch result {
            case .success(let committed):
                send(answer(committed.value, kind, status: 200, commit: committed.commit))
            case .failure(.refused(.versionConflict)):
                instance.answers.run {
                    do throws(APIFailure) {
                        fail(conflict(try companion(kind), kind))
                    } catch {
                        fail(error)
                    }
                }
            case .failure(let failure): fail(.storage(failure))
            }
        }
        return .later
    }

    /// Withdraws one with a reason. Whoever made it may, who works files, and whose it is; `check`
    /// refuses what must stay.
    func withdrawCompanion(
        _ kind: CompanionKind, check: (Companion) throws(Refusal) -> Void = { _ in },
        withdraw: (
            @Sendable (borrowing WriteTransaction, Companion, _ reason: String)
                throws(StorageFailure) -> Companion
        )? = nil
    ) throws(APIFailure) -> Outcome {
        var body = MemberReader(try bodyObject())
        let reason = body.text("reason", bytesMax: Intake.changeReasonBytesMax, isRequired: true)
        try body.finish()
        guard let reason else { throw .invalid("/reason", .required) }
        let found = try companion(kind)
        let isTheirs = [found.createdBy, found["owner"].text].contains(caller.name)
        guard isTheirs || caller.permissions.contains(.work) else { throw .forbidden(.work) }
        do throws(Refusal) { try check(found) } catch { throw .refused(error) }
        let (key, visibility) = (complaintKey, visibility)
        return writeAndGoOn(by: author(reason: reason)) { transaction throws(StorageFailure) in
            if let withdraw { return try withdraw(transaction, found, reason) }
            return try transaction.withdrawCompanion(
                kind, found.id, of: key, reason: reason, for: visibility)
        } then: { committed in
            send(answer(committed.value, kind, status: 200, commit: committed.commit))
        }
    }

    /// The companion that the path names; 404 when there is none of that complaint for the caller.
    func companion(_ kind: CompanionKind) throws(APIFailure) -> Companion {
        let (key, text) = (complaintKey, parameters[1])
        let found = try read { reader throws(StorageFailure) -> Companion? in
            guard let id = Int64(text) else { return nil }
            return try reader.companion(kind, id, of: key, for: visibility)
        }
        guard let found else { throw .refused(.notFound(kind.entity, key: text)) }
        return found
    }

    func answer(
        _ companion: Companion, _ kind: CompanionKind, status: UInt16, commit: Int64
    ) -> Answer {
        var writer = JSONWriter(reserving: 512)
        writer.companion(companion, kind)
        let answer = Answer.json(
            writer.take(), status: status, caching: .revalidated, tag: String(companion.version),
            commit: commit)
        let path = "/api/v1/complaints/\(companion.complaint)/\(kind.path)/\(companion.id)"
        return status == 201 ? answer.with("location", path) : answer
    }

    private func conflict(_ companion: Companion, _ kind: CompanionKind) -> APIFailure {
        var writer = JSONWriter(reserving: 512)
        writer.companion(companion, kind)
        return .conflict(current: writer.take())
    }
}

extension JSONWriter {
    /// Writes a companion as docs/api.md shows it.
    mutating func companion(_ companion: Companion, _ kind: CompanionKind) {
        beginObject()
        name("id")
        integer(companion.id)
        name("complaint")
        integer(companion.complaint)
        name("number")
        string(companion.number)
        name("version")
        integer(companion.version)
        for field in kind.catalogue.fields {
            name(field.name.text)
            value(companion[field.name], of: field)
        }
        name("erased")
        bool(companion.isErased)
        for (member, at, by) in [
            ("created", companion.createdAt, companion.createdBy),
            ("updated", companion.updatedAt, companion.updatedBy),
        ] {
            name(member)
            time(at)
            name(member + "_by")
            string(by)
        }
        name("withdrawn")
        withdrawal(companion.withdrawal)
        endObject()
    }

    /// `{"at":…,"by":…,"reason":…}`, or null.
    mutating func withdrawal(_ withdrawal: Attachment.Withdrawal?) {
        guard let withdrawal else { return null() }
        beginObject()
        name("at")
        time(withdrawal.at)
        name("by")
        string(withdrawal.by)
        name("reason")
        string(withdrawal.reason)
        endObject()
    }

    private mutating func value(_ value: FieldValue, of field: Field) {
        switch (field.type, value) {
        case (.timestamp, .integer(let microseconds)): time(microseconds)
        case (_, .null): null()
        case (_, .text(let text)): string(text)
        case (_, .integer(let number)): integer(number)
        case (_, .decimal(let number)): self.number(number)
        case (_, .boolean(let flag)): bool(flag)
        case (_, .list(let texts)): self.value(.array(texts.map(JSONValue.string)))
        case (_, .object(let object)): self.value(.object(object))
        }
    }
}
