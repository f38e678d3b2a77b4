import Complaints

extension WriteTransaction {
    /// Makes a team. `.taken` for a name that is; members and lead have to be accounts.
    public func createTeam(_ team: Team) throws(StorageFailure) -> Team {
        let table = TeamTable(connection: session.connection)
        let known = try table.all()
        let name = FoldedText(team.name)
        if known.contains(where: { FoldedText($0.name) == name }) {
            throw .refused(.taken(.team, pointer: "/name"))
        }
        guard known.count < Team.countMax else {
            throw .refused(
                .invalid([FieldProblem("/name", .tooMany, argument: String(Team.countMax))]))
        }
        var made = team
        try checkPeople(of: &made, from: nil)
        made.id = try table.insert(made, at: now)
        try log(.create, made, from: nil)
        return made
    }

    /// Changes everything but the name. Refuses `.versionConflict` unless `expected` is its version;
    /// what changes nothing keeps the version and leaves no trace.
    public func changeTeam(_ team: Team, expected version: Int64) throws(StorageFailure) -> Team {
        let table = TeamTable(connection: session.connection)
        guard let old = try table.find(team.id) else {
            throw .refused(.notFound(.team, key: team.name))
        }
        guard old.version == version else {
            throw .refused(.versionConflict(current: old.version))
        }
        var changed = team
        changed.version = old.version
        if changed == old { return old }
        try checkPeople(of: &changed, from: old)
        if changed == old { return old }
        changed.version += 1
        try table.update(changed, at: now)
        try log(.update, changed, from: old)
        return changed
    }

    /// The team as it stands in this transaction; nil when there is none.
    public func team(_ id: Int64) throws(StorageFailure) -> Team? {
        try TeamTable(connection: session.connection).find(id)
    }

    /// A lead takes the place of owners, and so has to be able to work files; who leads already stays.
    /// Everybody is named as the account itself is.
    private func checkPeople(of team: inout Team, from old: Team?) throws(StorageFailure) {
        let references = session.references
        if let given = team.lead {
            let lead = try references.accountName(given) ?? given
            team.lead = lead
            if given != old?.lead, lead != old?.lead,
                let problem = try references.problem(naming: lead, for: [.work])
            {
                throw .refused(.invalid([FieldProblem("/lead", problem)]))
            }
        }
        var members: Set<String> = []
        for member in team.members {
            guard let own = try references.accountName(member) else {
                throw .refused(
                    .invalid([FieldProblem("/members", .unknownReference, argument: member)]))
            }
            members.insert(own)
        }
        team.members = members.sorted()
    }

    private func log(
        _ operation: ChangeOperation, _ team: Team, from old: Team?
    ) throws(StorageFailure) {
        var body = ChangeBodyBuilder()
        let before = old?.loggedFields ?? []
        for (index, field) in team.loggedFields.enumerated() {
            let oldValue = before.isEmpty ? .null : before[index].value
            if field.value != oldValue {
                body.add(field.name, old: oldValue, new: field.value, sealed: false)
            }
        }
        try session.log(
            operation,
            .init(entity: .team, id: team.id, code: team.name, version: team.version), body)
    }
}
