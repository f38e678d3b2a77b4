import Complaints
import Testing

@testable import Storage

@Suite struct WorkflowWriteTests {
    private let directory: StoreDirectory
    private let store: Store

    init() throws {
        directory = try StoreDirectory()
        store = try directory.open()
        try store.makeAccounts("marie", "jean")
    }

    private static let whole: KeyValuePairs<String, FieldValue> = [
        "is_complaint": "yes", "severity": "serious", "category": "hardware",
        "investigation_needed": "yes", "investigation_results": "A worn bearing.",
        "correction": "Bearing replaced.", "reply": "Replaced.", "reply_date": "2026-03-20",
        "udi": "04012345678901", "aware": "2026-03-01", "country": "FR", "markets": .list(["EU"]),
        "failure_to_meet_specification": "no", "imdrf_a": .list(["A0101"]),
        "action_decision": "correction", "investigator": "marie",
        "investigation_started": "2026-03-02", "investigation_finished": "2026-03-09",
        "met_specification": "no", "relation_to_event": "caused", "reviewer": "jean",
    ]

    private func update(
        _ id: Int64, _ version: Int64, by name: String, _ pairs: KeyValuePairs<String, FieldValue>,
        signed meaning: SignatureMeaning? = nil, reason: String? = nil
    ) throws {
        let fields = values(pairs)
        let author = Author(name: name, origin: .web, address: "", reason: reason)
        let signer = try meaning.map { meaning in
            Signer(account: try account(name), meaning: meaning)
        }
        try store.writeAndWait(by: author) { (transaction) throws(StorageFailure) in
            _ = try transaction.updateComplaint(
                .id(id), expected: version, to: fields, for: everything, as: signer)
        }
    }

    private func account(_ name: String) throws -> Account {
        try #require(
            try store.read { (reader) throws(StorageFailure) in try reader.account(named: name) })
    }

    private func codes(_ act: () throws -> Void) -> [String] {
        guard case .invalid(let problems) = refusal(act) else { return [] }
        return problems.map { "\($0.pointer) \($0.code.rawValue)" }
    }

    @Test func `A change of status passes the gates, with what the same change fills in`() throws {
        let id = try store.create(["summary": "x"]).value.id
        try store.update(id, 1, ["status": "triage"])
        #expect(
            codes { try store.update(id, 2, ["status": "assessed"]) }
                == ["/is_complaint complaint_undecided", "/severity severity_missing"])
        #expect(
            codes { try store.update(id, 2, ["status": "assessed", "severity": "minor"]) }
                == ["/is_complaint complaint_undecided"])
        try store.update(id, 2, ["status": "assessed", "severity": "minor", "is_complaint": "yes"])
        #expect(
            codes { try store.update(id, 3, ["status": "received"]) } == ["/status no_transition"])
        #expect(
            codes { try store.update(id, 3, ["status": "closed"]) } == ["/status no_transition"])
        // A change that leaves the status alone asks nothing.
        try store.update(id, 3, ["is_complaint": "unknown"])
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `Who investigated does not close, by the log and not by what the file says`() throws
    {
        let id = try store.create(["summary": "x"]).value.id
        try update(id, 1, by: "marie", Self.whole)
        try update(id, 2, by: "jean", ["status": "review"])
        try store.decide(id, "EU", "not_reportable", signedBy: "jean")
        #expect(
            codes { try update(id, 4, by: "marie", ["status": "closed"], signed: .closure) }
                == ["/investigation_results closed_by_investigator"])
        #expect(
            codes {
                try update(
                    id, 4, by: "jean", ["status": "closed", "investigation_results": "No, worn."],
                    signed: .closure)
            } == ["/investigation_results closed_by_investigator"])
        try update(id, 4, by: "jean", ["status": "closed"], signed: .closure)
        #expect(try store.value("SELECT status FROM complaint") == "closed")
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `Open tasks hold closing back, also those of what was merged`() throws {
        let id = try store.create(["summary": "x"]).value.id
        let other = try store.create(["summary": "the same", "markets": .list(["EU"])]).value.id
        let work = try store.add(.work, ["title": "Call", "state": "open"], to: other)
        let own = try store.add(.work, ["title": "Look", "state": "open"], to: id)
        try store.update(
            other, 1, ["status": "duplicate", "duplicate_of": .text(try store.number(id))])
        try update(id, 1, by: "marie", Self.whole)
        try update(id, 2, by: "marie", ["status": "review"])
        try store.decide(id, "EU", "not_reportable", signedBy: "jean")
        let close = { try update(id, 4, by: "jean", ["status": "closed"], signed: .closure) }
        #expect(
            refusal(close) == .invalid([FieldProblem("/tasks", .openTasks, argument: "2")]))
        try store.withdraw(own)
        #expect(
            refusal(close) == .invalid([FieldProblem("/tasks", .openTasks, argument: "1")]))
        try store.change(work, ["state": "done"])
        // Since then it says that it waits for its closing.
        try update(id, 5, by: "jean", ["status": "closed"], signed: .closure)
        store.close()
    }

    @Test func `An investigation that another file had is used by its link`() throws {
        let id = try store.create(["summary": "x"]).value.id
        let other = try store.create(["summary": "alike"]).value.id
        try store.update(id, 1, ["is_complaint": "yes", "severity": "minor", "status": "assessed"])
        #expect(
            codes { try store.update(id, 2, ["status": "action"]) } == [
                "/investigation_needed investigation_undecided",
                "/investigation_results investigation_missing",
            ])
        let link = try store.add(
            .link,
            [
                "relation": "same_investigation", "other": .text(try store.number(other)),
                "note": "The same batch",
            ], to: id)
        let move = { try store.update(id, 2, ["status": "action"]) }
        #expect(codes { _ = try move() }.count == 2, "the other file has no results")
        try store.update(other, 1, ["investigation_results": "A worn bearing."])
        _ = try move()
        try store.withdraw(link)
        try store.update(id, 3, ["status": "assessed"])
        #expect(!codes { try store.update(id, 4, ["status": "action"]) }.isEmpty)
        store.close()
    }

    @Test func `An investigation of another file is used by the fields, with their justification`()
        throws
    {
        let id = try store.create(["summary": "x"]).value.id
        let other = try store.create(["summary": "alike"]).value.id
        try store.update(
            id, 1,
            [
                "is_complaint": "yes", "severity": "minor", "status": "assessed",
                "investigation_needed": "unknown",
                "reused_investigation": .text(try store.number(other)),
                "reuse_justification": "The same batch",
            ])
        let missing = [
            "/investigation_needed investigation_undecided",
            "/investigation_results investigation_missing",
        ]
        #expect(codes { try store.update(id, 2, ["status": "action"]) } == missing)
        try store.update(other, 1, ["investigation_results": "A worn bearing."])
        // The justification goes with the reference: a change takes neither away alone.
        #expect(
            codes {
                try store.update(
                    id, 2,
                    [
                        "status": "action", "reused_investigation": .null,
                        "reuse_justification": .null,
                    ])
            } == missing)
        try store.update(id, 2, ["status": "action"])
        store.close()
    }

    @Test func `Whoever wrote any part of the investigation does not close`() throws {
        let fields: [(String, FieldValue)] = [
            ("findings", "Worn."), ("investigation_plan", "Look."), ("met_specification", "yes"),
        ]
        for (field, value) in fields {
            let id = try store.create(["summary": "x"]).value.id
            try update(id, 1, by: "marie", Self.whole)
            try update(id, 2, by: "jean", ["status": "review", field: value])
            try store.decide(id, "EU", "not_reportable", signedBy: "jean")
            #expect(
                codes { try update(id, 4, by: "jean", ["status": "closed"], signed: .closure) }
                    == ["/investigation_results closed_by_investigator"], "\(field)")
        }
        store.close()
    }

    @Test func `Whoever is named is stored by the account's own name, and is that person`() throws {
        let id = try store.create(["summary": "x", "owner": "Marie", "reviewer": "MARIE"])
            .value.id
        func people() throws -> [String] {
            try store.rows(
                """
                SELECT owner, document ->> 'reviewer', document ->> 'investigator'
                FROM complaint WHERE id = \(id)
                """)[0]
        }
        #expect(try people() == ["marie", "marie", "-"])
        try store.update(id, 1, ["owner": "JEAN", "investigator": "Jean"])
        #expect(try people() == ["jean", "marie", "jean"])
        #expect(
            try store.history(id).last?.changes.map(\.name) == ["investigator", "owner"])
        // The same person in other capitals is no change.
        #expect(try store.update(id, 2, ["owner": "jEAN"]).value.version == 2)
        let task = try store.add(
            .work, ["title": "Call", "state": "open", "owner": "JEAN"], to: id)
        #expect(task["owner"] == "jean")
        #expect(try store.change(task, ["owner": "Marie"])["owner"] == "marie")
        let watching = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            [
                try transaction.watch(.id(id), account: "JEAN", for: everything),
                try transaction.watch(.id(id), account: "jean", for: everything),
            ]
        }.value
        #expect(watching.map { $0["owner"] } == ["jean", "jean"])
        #expect(watching[0].id == watching[1].id)
        let team = try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            try transaction.createTeam(
                Team(name: "t", lead: "JEAN", members: ["Marie", "JEAN", "marie"], isActive: true))
        }.value
        #expect(team.lead == "jean" && team.members == ["jean", "marie"])
        // What an import tells is kept as it was told.
        try store.bring(id, to: "closed", ["owner": "Jean"])
        #expect(try people()[0] == "Jean")
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test(arguments: ["not_a_complaint", "withdrawn"])
    func `What may have to be reported does not end without a decision`(target: String) throws {
        let move: KeyValuePairs<String, FieldValue> = ["status": .text(target)]
        func end(_ id: Int64, _ version: Int64) throws -> [String] {
            codes { try store.update(id, version, move, reason: "just a question") }
        }
        let death = try store.create([
            "description": "d", "outcome": "death", "aware": "2026-03-01", "is_complaint": "yes",
            "public_health_threat": "no", "recurrence_would_harm": "no", "markets": .list(["EU"]),
        ]).value.id
        #expect(try end(death, 1) == ["/jurisdictions/EU decision_required"])
        let made = try store.decide(death, "EU", "reportable")
        #expect(
            try end(death, 2) == [
                "/jurisdictions/EU decision_unsigned", "/jurisdictions/EU report_missing",
            ])
        try store.signDecision(made, as: "jean")
        #expect(try end(death, 3) == ["/jurisdictions/EU report_missing"])
        // A fact that is changed in the same breath leaves what was decided: it is reportable.
        #expect(
            codes {
                try store.update(
                    death, 3, ["status": .text(target), "outcome": "none"], reason: "no death")
            } == ["/jurisdictions/EU report_missing"])
        try store.report(
            death,
            [
                "jurisdiction": "EU", "type": "initial", "submitted": "2026-03-05",
                "report_number": "M-1",
            ])
        #expect(try end(death, 4) == [])

        let unknown = try store.create([
            "description": "d", "received": "2026-03-01", "outcome": "unknown",
            "markets": .list(["EU"]),
            "recurrence_would_harm": "no", "public_health_threat": "no", "unanticipated": "no",
        ]).value.id
        #expect(
            try end(unknown, 1) == ["/jurisdictions/EU decision_required", "/outcome fact_unknown"])
        // Knowing is as good as deciding.
        try store.update(unknown, 1, ["outcome": "none"])
        #expect(try end(unknown, 2) == [])

        let question = try store.create(Store.question).value.id
        #expect(try end(question, 1) == [])
        let told = try store.create(["description": "d", "outcome": "death"]).value.id
        try store.bring(told, to: target)
        #expect(try store.value("SELECT status FROM complaint WHERE id=\(told)") == target)
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `A file that begins at its end is none that may have to be reported`() throws {
        let death: KeyValuePairs<String, FieldValue> = [
            "description": "d", "outcome": "death", "markets": .list(["EU"]),
            "public_health_threat": "no", "status": "not_a_complaint",
        ]
        #expect(
            codes { _ = try store.create(death) } == ["/jurisdictions/EU decision_required"])
        try store.create([
            "description": "d", "outcome": "none", "markets": .list(["EU"]),
            "public_health_threat": "no", "recurrence_would_harm": "no",
            "status": "not_a_complaint",
        ])
        #expect(try store.rows("SELECT number, status FROM complaint").count == 1)
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `A closing is signed in its own transaction, at the version that it makes`() throws {
        let id = try store.create(["summary": "x"]).value.id
        try update(id, 1, by: "marie", Self.whole)
        try update(id, 2, by: "marie", ["status": "review"])
        try store.decide(id, "EU", "not_reportable", signedBy: "jean")
        let unsigned = ["/signature signature_missing"]
        #expect(codes { try update(id, 4, by: "jean", ["status": "closed"]) } == unsigned)
        // A signature of another meaning signs nothing.
        #expect(
            codes { try update(id, 4, by: "jean", ["status": "closed"], signed: .reopening) }
                == unsigned)
        #expect(try store.signatures(of: id).signatures.isEmpty)
        try update(id, 4, by: "jean", ["status": "closed"], signed: .closure)
        let signed = try store.signatures(of: id)
        #expect(signed.signatures.map(\.meaning) == ["closure"])
        #expect(signed.signatures.first?.recordVersion == 5)
        #expect(signed.signatures.first?.recordHash == signed.hash)
        #expect(
            codes { try update(id, 5, by: "jean", ["status": "review"], reason: "new facts") }
                == unsigned)
        try update(
            id, 5, by: "jean", ["status": "review"], signed: .reopening, reason: "new facts")
        #expect(
            try store.rows(
                "SELECT document ->> 'reopened_count', document ->> 'reopened_reason' FROM complaint"
            ) == [["1", "new facts"]])
        let again = try store.signatures(of: id)
        #expect(again.signatures.map(\.meaning) == ["reopening", "closure"])
        #expect(again.signatures.first?.recordHash == again.hash)
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `A signer whose account was changed meanwhile closes nothing`() throws {
        let id = try store.create(["summary": "x"]).value.id
        try update(id, 1, by: "marie", Self.whole)
        try update(id, 2, by: "marie", ["status": "review"])
        let before = Signer(account: try account("jean"), meaning: .closure)
        var changed = before.account
        changed.isActive = false
        let locked = changed
        try store.writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
            _ = try transaction.updateAccount(locked, expected: locked.version)
        }
        let fields = values(["status": "closed"])
        let refused = refusal {
            try store.writeAndWait(by: Author(name: "jean", origin: .web, address: "")) {
                (transaction) throws(StorageFailure) in
                _ = try transaction.updateComplaint(
                    .id(id), expected: 3, to: fields, for: everything, as: before)
            }
        }
        #expect(refused == .wrongState(.user, key: "jean", state: "changed"))
        #expect(try store.value("SELECT status FROM complaint WHERE id=\(id)") == "review")
        #expect(try store.value("SELECT count(*) FROM signature") == "0")
        store.close()
    }

    @Test func `An import brings a file in any state`() throws {
        let id = try store.create(["summary": "x"]).value.id
        try store.bring(id, to: "closed")
        #expect(try store.value("SELECT status FROM complaint") == "closed")
        #expect(try store.verify(thorough: true).ok)
        store.close()
    }

    @Test func `What a reader is told is what the writer does`() throws {
        let id = try store.create(["summary": "x"]).value.id
        try update(id, 1, by: "marie", Self.whole)
        try update(id, 2, by: "marie", ["status": "review"])
        try store.decide(id, "EU", "not_reportable", signedBy: "jean")
        let reading = try #require(
            try store.read { (reader) throws(StorageFailure) in
                try reader.workflow(.id(id), for: everything)
            })
        #expect(reading.status == .review)
        #expect(reading.version == 4)
        func told(_ name: String) -> [String] {
            reading.workflow(for: name)
                .missing(from: .review, to: .closed, hasReason: false, isSigned: true)
                .map(\.code.rawValue)
        }
        #expect(told("marie") == ["closed_by_investigator"])
        #expect(told("jean") == [])
        store.close()
    }
}
