import Complaints

/// Where an imported row's complaint belongs.
extension WriterSession {
    /// What a row and the rights of the import's author say about the site.
    enum ImportPlace {
        /// The row names none and none is needed.
        case unsaid
        case site(code: String)
        /// A site or system that the author does not see, or that is yet to be made; the field at
        /// fault.
        case outside(FieldName)
    }

    /// The code of the site that the row names, where its values do not; a site that nobody knows is
    /// made. Who is bound to sites makes none, and a new complaint of theirs without a site gets the
    /// only one they have.
    func place(
        of row: ImportedRow, _ names: ComplaintNames, importID: Int64, within scope: ImportScope,
        isNew: Bool
    ) throws(StorageFailure) -> ImportPlace {
        let name = row.siteName.flatMap { $0.isEmpty ? nil : $0 }
        guard let sites = scope.sites else {
            guard let name, names.site == nil else { return .unsaid }
            return .site(code: try siteCode(named: name, importID: importID))
        }
        var systemSite: Int64?
        if let code = names.system, let found = try siteOfSystem(code) {
            guard scope.admits(found.site) else { return .outside("system") }
            systemSite = found.site
        }
        if let name = names.site ?? name {
            guard let code = try existingSite(named: name),
                scope.admits(try references.findSite(code: code))
            else { return .outside("site") }
            return .site(code: code)
        }
        if systemSite != nil || !isNew { return .unsaid }
        guard sites.count == 1, let only = sites.first, let code = try siteCode(of: only) else {
            return .outside("site")
        }
        return .site(code: code)
    }

    private struct SystemPlace {
        let site: Int64?
    }

    /// The site of the system with that code; nil when there is no such system.
    private func siteOfSystem(_ code: String) throws(StorageFailure) -> SystemPlace? {
        var statement = try connection.statement("SELECT site_id FROM system WHERE code = ?")
        statement.bind(1, code)
        guard try statement.step() else { return nil }
        return SystemPlace(site: statement.optionalInt64(0))
    }

    func siteOfComplaint(_ id: Int64) throws(StorageFailure) -> Int64? {
        var statement = try connection.statement("SELECT site_id FROM complaint WHERE id = ?")
        statement.bind(1, id)
        return try statement.step() ? statement.optionalInt64(0) : nil
    }

    private func siteCode(of id: Int64) throws(StorageFailure) -> String? {
        var statement = try connection.statement("SELECT code FROM site WHERE id = ?")
        statement.bind(1, id)
        return try statement.step() ? statement.text(0) : nil
    }

    private func siteCode(named name: String, importID: Int64) throws(StorageFailure) -> String {
        if let known = state.siteOfName[name] { return known }
        let code: String
        if let found = try existingSite(named: name) {
            code = found
        } else {
            code = try freeSiteCode(for: name)
            var values = FieldValues()
            values["code"] = .text(code)
            values["name"] = .text(name)
            _ = try createReference(in: .sites, values, importID: importID)
        }
        if state.siteOfName.count >= 10_000 { state.siteOfName.removeAll() }
        state.siteOfName[name] = code
        return code
    }

    private func existingSite(named name: String) throws(StorageFailure) -> String? {
        var statement = try connection.statement(
            """
            SELECT code FROM site WHERE code = ?1
            UNION ALL SELECT code FROM site WHERE name = ?1 COLLATE NOCASE LIMIT 1
            """)
        statement.bind(1, name)
        return try statement.step() ? statement.text(0) : nil
    }

    /// A code made of the name's letters and digits: "CHU de Lille" → "CHU-DE-LILLE", with "-2" and so
    /// on where that is taken.
    private func freeSiteCode(for name: String) throws(StorageFailure) -> String {
        var stem: [UInt8] = []
        for byte in name.utf8 where stem.count < 40 {
            switch byte {
            case 0x61...0x7A: stem.append(byte - 32)
            case 0x41...0x5A, 0x30...0x39: stem.append(byte)
            default: if let last = stem.last, last != 0x2D { stem.append(0x2D) }
            }
        }
        while stem.last == 0x2D { stem.removeLast() }
        let base = stem.isEmpty ? "SITE" : String(decoding: stem, as: UTF8.self)
        var code = base
        var count = 2
        while try references.findSite(code: code) != nil {
            code = "\(base)-\(count)"
            count += 1
        }
        return code
    }
}
