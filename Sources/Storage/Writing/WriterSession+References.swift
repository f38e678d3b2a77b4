import Complaints

/// Looking up the records that a complaint names.
extension WriterSession {
    /// A record's columns with ids in place of codes, and its site.
    struct References {
        var columns: [FieldValue]
        var site: Int64?
    }

    /// Checks what the record names and finds its ids. A complaint about a system without a site gets
    /// the system's.
    func resolveReferences(
        _ record: inout ComplaintRecord, isImport: Bool
    ) throws(StorageFailure) -> References {
        var problems: [FieldProblem] = []
        var system: ReferencedSystem?
        if case .text(let code) = value("system", in: record) {
            system = try findSystem(code: code)
            if system == nil { problems.append(FieldProblem("/system", .unknownReference)) }
        }
        if value("site", in: record).isNull, let code = system?.siteCode, let slot = layout["site"]
        {
            record.set(slot, to: .text(code))
        }
        var site: Int64?
        if case .text(let code) = value("site", in: record) {
            site = try findSite(code: code)
            if site == nil { problems.append(FieldProblem("/site", .unknownReference)) }
        }
        if case .text(let name) = value("owner", in: record), !isImport,
            try !accountExists(name)
        {
            problems.append(FieldProblem("/owner", .unknownReference))
        }
        if case .text(let number) = value("duplicate_of", in: record),
            try !complaintExists(number: number)
        {
            problems.append(FieldProblem("/duplicate_of", .unknownReference))
        }
        if !problems.isEmpty { throw .refused(.invalid(problems)) }
        var references = References(columns: record.columns, site: site)
        place("site", site, in: &references.columns)
        place("system", system?.id, in: &references.columns)
        return references
    }

    struct ReferencedSystem {
        let id: Int64
        let siteCode: String?
    }

    private func findSystem(code: String) throws(StorageFailure) -> ReferencedSystem? {
        var statement = try connection.statement(
            """
            SELECT system.id, site.code FROM system LEFT JOIN site ON site.id = system.site_id
            WHERE system.code = ?
            """)
        statement.bind(1, code)
        guard try statement.step() else { return nil }
        return ReferencedSystem(id: statement.int64(0), siteCode: statement.optionalText(1))
    }

    func findSite(code: String) throws(StorageFailure) -> Int64? {
        var statement = try connection.statement("SELECT id FROM site WHERE code = ?")
        statement.bind(1, code)
        return try statement.step() ? statement.int64(0) : nil
    }

    private func accountExists(_ name: String) throws(StorageFailure) -> Bool {
        var statement = try connection.statement("SELECT 1 FROM account WHERE name = ?")
        statement.bind(1, name)
        return try statement.step()
    }

    private func complaintExists(number: String) throws(StorageFailure) -> Bool {
        var statement = try connection.statement("SELECT 1 FROM complaint WHERE number = ?")
        statement.bind(1, number)
        return try statement.step()
    }

    private func value(_ name: FieldName, in record: ComplaintRecord) -> FieldValue {
        layout[name].map(record.value) ?? .null
    }

    private func place(_ name: FieldName, _ id: Int64?, in columns: inout [FieldValue]) {
        guard let slot = layout[name], case .column(let index) = slot.place else { return }
        columns[index] = id.map(FieldValue.integer) ?? .null
    }
}
