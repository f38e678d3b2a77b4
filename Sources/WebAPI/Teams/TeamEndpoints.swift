internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /teams`: every team, by name.
enum ListTeams: Endpoint {
    static let operation = Operation(
        "Lists the teams", .people, .init(200, "The teams", .named("TeamList")), problems: [304])

    static func cached(_ admitted: Admitted) -> Answer? { CachedReading.lookup(admitted) }

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        .answer(
            try exchange.cachedAnswer(dependsOn: .list(.team, sites: nil)) {
                reader, writer throws(APIFailure) in
                let teams: [Team]
                do throws(StorageFailure) {
                    teams = try reader.teams()
                } catch {
                    throw .storage(error)
                }
                writer.beginObject()
                writer.name("items")
                writer.beginArray()
                for team in teams { writer.team(team) }
                writer.endArray()
                writer.endObject()
                return Rendering(commit: reader.commit)
            })
    }
}

/// `POST /teams`: a new team. Its name stays, since files hold it.
enum CreateTeam: Endpoint {
    static let operation = Operation(
        "Makes a team", .people, headers: ["Idempotency-Key"], body: .named("NewTeam"),
        .init(201, "Made", .named("Team")), problems: [409, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let name = body.text("name", bytesMax: Team.nameBytesMax, isRequired: true)
            .map(TextRules.trimmed)
        let people = body.teamPeople()
        let isActive = body.flag("active")
        try body.finish()
        guard let name, !name.isEmpty else { throw .invalid("/name", .required) }
        let team = Team(
            name: name, lead: people.lead ?? nil, members: people.members ?? [],
            isActive: isActive ?? true)
        let key = try exchange.onceKey()
        return exchange.write { transaction throws(StorageFailure) in
            let id = try transaction.once(key) { () throws(StorageFailure) in
                try transaction.createTeam(team).id
            }
            return try transaction.team(id) ?? team
        } then: { committed in
            exchange.answer(committed.value, status: 201, commit: committed.commit)
        }
    }
}

/// `PATCH /teams/{id}`: its members, its lead, whether it takes files. On the version If-Match names.
enum ChangeTeam: Endpoint {
    static let operation = Operation(
        "Changes a team", .people, headers: ["If-Match"], body: .named("TeamChange"),
        .init(200, "Changed", .named("Team")), problems: [404, 412, 422, 428])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let accepted = try Conditions.versions(exchange.request.head)
        let text = exchange.parameters[0]
        let found = try exchange.read { reader throws(StorageFailure) -> Team? in
            guard let id = Int64(text) else { return nil }
            return try reader.team(id)
        }
        guard let found else { throw .refused(.notFound(.team, key: text)) }
        guard accepted.contain(found.version) else { throw exchange.conflict(found) }
        var body = MemberReader(try exchange.bodyObject())
        let people = body.teamPeople()
        let isActive = body.flag("active")
        body.keep("active")
        try body.finish()
        var team = Team(
            name: found.name, lead: people.lead ?? found.lead,
            members: people.members ?? found.members, isActive: isActive ?? found.isActive)
        team.id = found.id
        let changed = team
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.changeTeam(changed, expected: found.version)
        } then: { committed in
            exchange.answer(committed.value, status: 200, commit: committed.commit)
        }
    }
}

extension MemberReader {
    /// `lead` (outer nil: not said; inner nil: none) and `members` (nil: not said). Null is nobody.
    fileprivate mutating func teamPeople() -> (lead: String??, members: [String]?) {
        var lead: String??
        if has("lead") { lead = .some(text("lead", bytesMax: 100)) }
        guard let given = value("members") else { return (lead, nil) }
        if given.isNull { return (lead, []) }
        guard let array = given.arrayValue else {
            reject("members", .wrongType)
            return (lead, nil)
        }
        guard array.count <= Team.membersMax else {
            reject("members", .tooMany, argument: String(Team.membersMax))
            return (lead, nil)
        }
        let names = array.compactMap(\.stringValue)
        if names.count < array.count { reject("members", .wrongType) }
        return (lead, names)
    }
}

extension Exchange {
    fileprivate func answer(_ team: Team, status: UInt16, commit: Int64) -> Answer {
        var writer = JSONWriter(reserving: 256)
        writer.team(team)
        let answer = Answer.json(
            writer.take(), status: status, caching: .revalidated, tag: String(team.version),
            commit: commit)
        return status == 201 ? answer.with("location", "/api/v1/teams/\(team.id)") : answer
    }

    fileprivate func conflict(_ team: Team) -> APIFailure {
        var writer = JSONWriter(reserving: 256)
        writer.team(team)
        return .conflict(current: writer.take())
    }
}

extension JSONWriter {
    fileprivate mutating func team(_ team: Team) {
        beginObject()
        name("id")
        integer(team.id)
        name("name")
        string(team.name)
        name("lead")
        if let lead = team.lead { string(lead) } else { null() }
        name("members")
        beginArray()
        for member in team.members { string(member) }
        endArray()
        name("active")
        bool(team.isActive)
        name("version")
        integer(team.version)
        endObject()
    }
}
