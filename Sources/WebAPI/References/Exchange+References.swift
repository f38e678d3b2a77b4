internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// What the endpoints of sites and systems have in common.
extension Exchange {
    /// A page of the list.
    func listReferences(_ kind: ReferenceKind) throws(APIFailure) -> Outcome {
        let scope = AnswerScope.all([
            .list(kind.entity, sites: visibility.sites), .list(.site, sites: visibility.sites),
        ])
        let answer = try cachedAnswer(dependsOn: scope) { reader, writer throws(APIFailure) in
            let query = try referenceQuery(kind)
            do throws(StorageFailure) {
                try kind.list(reader, query, for: visibility, into: &writer)
            } catch {
                throw .storage(error)
            }
            return Rendering(commit: reader.commit)
        }
        return .answer(answer)
    }

    /// One record, by id or code.
    func readReference(_ kind: ReferenceKind) throws(APIFailure) -> Outcome {
        let (body, stamp, commit) = try reference(kind, RecordKey(parameters[0]))
        return .answer(
            .json(body, caching: .revalidated, tag: String(stamp.version), commit: commit))
    }

    /// Makes a record.
    func createReference(_ kind: ReferenceKind) throws(APIFailure) -> Outcome {
        let body = try bodyObject()
        let intake = try intake(kind.catalogue)
        let values: FieldValues
        let reason: String?
        do throws(Refusal) {
            values = try intake.newRecord(body)
            reason = try Intake.changeReason(in: body)
        } catch {
            throw .refused(error)
        }
        let key = try onceKey()
        return writeAndGoOn(by: author(reason: reason)) { transaction throws(StorageFailure) in
            let id = try transaction.once(key) { () throws(StorageFailure) in
                try kind.create(transaction, values, for: visibility).id
            }
            return try reference(kind, id, asWrittenBy: transaction)
        } then: { committed in
            send(committed.value, status: 201)
        }
    }

    /// Changes a record on the version If-Match names.
    func changeReference(_ kind: ReferenceKind) throws(APIFailure) -> Outcome {
        let key = RecordKey(parameters[0])
        let accepted = try Conditions.versions(request.head)
        let body = try bodyObject()
        let current = try reference(kind, key)
        let expected = current.stamp.version
        guard accepted.contain(expected) else { throw .conflict(current: current.body) }
        let intake = try intake(kind.catalogue)
        let values: FieldValues
        let reason: String?
        do throws(Refusal) {
            values = try intake.patch(body)
            reason = try Intake.changeReason(in: body)
        } catch {
            throw .refused(error)
        }
        let id = current.stamp.id
        instance.store.write(by: author(reason: reason)) { transaction throws(StorageFailure) in
            _ = try kind.update(
                transaction, id, expected: expected, to: values, for: visibility)
            return try reference(kind, id, asWrittenBy: transaction)
        } then: { result in
            switch result {
            case .success(let committed): send(committed.value, status: 200)
            case .failure(.refused(.versionConflict)): sendReferenceConflict(kind, id)
            case .failure(let failure): fail(.storage(failure))
            }
        }
        return .later
    }

    private func reference(
        _ kind: ReferenceKind, _ key: RecordKey
    ) throws(APIFailure) -> (body: [UInt8], stamp: RecordStamp, commit: Int64) {
        var writer = JSONWriter(reserving: 1024)
        let found = try read { reader throws(StorageFailure) in
            let stamp = try kind.write(reader, key, for: visibility, into: &writer)
            return stamp.map { ($0, reader.commit) }
        }
        guard let (stamp, commit) = found else {
            throw .refused(.notFound(kind.entity, key: key.text))
        }
        return (writer.take(), stamp, commit)
    }

    /// The record as this write leaves it.
    private func reference(
        _ kind: ReferenceKind, _ id: Int64, asWrittenBy transaction: borrowing WriteTransaction
    ) throws(StorageFailure) -> WrittenRecord {
        var writer = JSONWriter(reserving: 1024)
        let found = try kind.write(transaction, .id(id), for: visibility, into: &writer)
        guard let found else { throw .refused(.notFound(kind.entity, key: String(id))) }
        return WrittenRecord(
            path: kind.path, writer.take(), found, commit: transaction.commit)
    }

    private func sendReferenceConflict(_ kind: ReferenceKind, _ id: Int64) {
        instance.answers.run {
            do throws(APIFailure) {
                fail(.conflict(current: try reference(kind, .id(id)).body))
            } catch {
                fail(error)
            }
        }
    }
}

extension Exchange {
    /// The list the query parameters ask for.
    private func referenceQuery(_ kind: ReferenceKind) throws(APIFailure) -> ReferenceQuery {
        var query = ReferenceQuery()
        query.limit = try limit(standard: 50, max: ComplaintQuery.limitMax)
        for item in self.query.items {
            switch item.name {
            case "q": query.words = item.value.isEmpty ? nil : item.value
            case "cursor": query.start = .cursor(item.value)
            case "offset":
                guard let offset = Int(item.value), offset >= 0 else {
                    throw .invalid("?offset", .outOfRange)
                }
                query.start = .offset(offset)
            case "sort": query.sort = try referenceSort(kind, item.value)
            case "limit": break
            default:
                guard kind.equals.contains(item.name) else {
                    throw .invalid("?" + item.name, .unknownField)
                }
                query.equals.append((name: item.name, value: item.value))
            }
        }
        return query
    }

    private func referenceSort(
        _ kind: ReferenceKind, _ text: String
    ) throws(APIFailure) -> [SortTerm] {
        var terms: [SortTerm] = []
        for part in text.split(separator: ",") {
            let isDescending = part.hasPrefix("-")
            let name = FieldName(String(isDescending ? part.dropFirst() : part))
            guard let field = kind.catalogue[name], field.traits.contains(.sortable) else {
                throw .invalid("?sort", .notSortable, argument: name.text)
            }
            terms.append(SortTerm(name, isDescending: isDescending))
        }
        return terms
    }
}
