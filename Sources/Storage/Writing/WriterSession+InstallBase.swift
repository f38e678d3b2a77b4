import Complaints

/// Making and changing sites and systems.
extension WriterSession {
    func createReference(
        in table: ReferenceTable, _ given: FieldValues, for visibility: Visibility = .everything,
        importID: Int64? = nil
    ) throws(StorageFailure) -> ComplaintStamp {
        var row = [FieldValue](repeating: .null, count: table.columns.count)
        var values = given
        if table.entity == .system, values["site"] ?? .null == .null {
            values["site"] = try standardSite(visibility)
        }
        try fill(&row, with: values, in: table)
        let code = try code(of: row, in: table, replacing: "")
        let site = try bindSite(&row, in: table, visibility)
        let id = try table.insert(row, at: now, on: connection)
        var body = ChangeBodyBuilder()
        for column in table.columns {
            guard let value = values[FieldName(column.field)], !value.isNull else { continue }
            body.add(column.field, old: .null, new: value, sealed: false)
        }
        let own = table.entity == .site ? id : site
        try log(
            .create,
            Subject(
                entity: table.entity, id: id, code: code, version: 1, site: own, oldSite: own,
                importID: importID), body)
        return ComplaintStamp(id: id, code: code, version: 1)
    }

    func updateReference(
        in table: ReferenceTable, _ key: RecordKey, expected version: Int64, to given: FieldValues,
        for visibility: Visibility
    ) throws(StorageFailure) -> ComplaintStamp {
        guard let row = try table.find(key, on: connection), visibility.sees(site: row.siteID)
        else { throw .refused(.notFound(table.entity, key: key.text)) }
        var values = given
        if values["site"] == .null { values["site"] = try standardSite(visibility) }
        guard row.version == version else {
            throw .refused(.versionConflict(current: row.version))
        }
        var new = row.values
        try fill(&new, with: values, in: table)
        let oldCode = try code(of: row.values, in: table)
        if new == row.values {
            return ComplaintStamp(id: row.id, code: oldCode, version: row.version)
        }
        let code = try code(of: new, in: table, replacing: oldCode)
        var body = ChangeBodyBuilder()
        for (index, column) in table.columns.enumerated() where new[index] != row.values[index] {
            body.add(column.field, old: row.values[index], new: new[index], sealed: false)
        }
        let site = try bindSite(&new, in: table, visibility)
        try table.update(row, to: new, at: now, on: connection)
        state.siteOfName.removeAll()
        try log(
            .update,
            Subject(
                entity: table.entity, id: row.id, code: code, version: row.version + 1,
                site: table.entity == .site ? row.id : site, oldSite: row.siteID), body)
        return ComplaintStamp(id: row.id, code: code, version: row.version + 1)
    }

    private func fill(
        _ row: inout [FieldValue], with values: FieldValues, in table: ReferenceTable
    ) throws(StorageFailure) {
        for name in values.names {
            guard let index = table.columns.firstIndex(where: { $0.field == name.text }) else {
                throw .refused(.invalid([FieldProblem("/\(name.text)", .readOnly)]))
            }
            row[index] = values[name] ?? .null
        }
    }

    /// The row's code, which has to be there and, where it is not `old` (nil: any), to be free.
    private func code(
        of row: [FieldValue], in table: ReferenceTable, replacing old: String? = nil
    ) throws(StorageFailure) -> String {
        guard let index = table.columns.firstIndex(where: { $0.field == table.codeField }),
            case .text(let code) = row[index], !code.isEmpty
        else { throw .refused(.invalid([FieldProblem("/\(table.codeField)", .required)])) }
        let isNew = old.map { $0 != code } ?? false
        if isNew, try table.find(.code(code), on: connection) != nil {
            throw .refused(.taken(table.entity, pointer: "/\(table.codeField)"))
        }
        return code
    }

    /// The site of a system whose writer names none: the only one they work at; none for whoever sees
    /// every site. Who is bound to several has to say.
    private func standardSite(_ visibility: Visibility) throws(StorageFailure) -> FieldValue {
        if visibility.sites == nil { return .null }
        guard let code = try references.onlySite(of: visibility) else {
            throw .refused(.invalid([FieldProblem("/site", .required)]))
        }
        return .text(code)
    }

    /// Puts the site's id in place of its code; returns it.
    private func bindSite(
        _ row: inout [FieldValue], in table: ReferenceTable, _ visibility: Visibility
    ) throws(StorageFailure) -> Int64? {
        guard let index = table.columns.firstIndex(where: { $0.column == "site_id" }),
            case .text(let code) = row[index]
        else { return nil }
        guard let site = try references.findSite(code: code), visibility.sees(site: site) else {
            throw .refused(.invalid([FieldProblem("/site", .unknownReference)]))
        }
        row[index] = .integer(site)
        return site
    }
}
