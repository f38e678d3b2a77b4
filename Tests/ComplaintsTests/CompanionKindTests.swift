import Complaints
import Testing

@Suite struct CompanionKindTests {
    @Test(
        "An @ before a name mentions it, and an address mentions nobody",
        arguments: [
            ("@marie please look", ["marie"]), ("(@marie, @Jean.Petit)", ["marie", "jean.petit"]),
            ("Ask @marie. And @marie!", ["marie"]), ("write to info@chu.fr", []), ("@", []),
            ("@ marie", []), ("é@marie", []), ("«\u{A0}@anna@chu.fr\u{A0}»", []),
            ("see @anna@chu.fr.", ["anna@chu.fr"]), ("@a-@b", ["a-@b"]), ("line\n@jean", ["jean"]),
        ])
    func mentions(text: String, names: [String]) {
        #expect(Mentions.names(in: text) == names)
    }

    @Test func `A text full of names gives at most fifty`() {
        let text = (0..<60).map { "@u\($0)" }.joined(separator: " ")
        #expect(Mentions.names(in: text).count == Mentions.namesMax)
    }

    @Test func `Every kind is an entity of its own, and free text of it is sealed in the log`() {
        #expect(Set(CompanionKind.all.map(\.entity)).count == CompanionKind.all.count)
        for kind in CompanionKind.all {
            #expect(CompanionKind.of(kind.entity)?.path == kind.path)
            for field in kind.catalogue.fields {
                guard case .prose = field.type else { continue }
                #expect(field.isSealedInLog, "\(kind.entity) \(field.name)")
            }
        }
        #expect(CompanionKind.of(.complaint) == nil)
    }

    @Test func `Who ends a task did it, and one that is opened again was done by nobody`() throws {
        let kind = CompanionKind.work
        var values = FieldValues()
        values["title"] = .text("Call")
        let new = try kind.completed(values, by: "marie", now: 5)
        #expect(new["state"] == .text("open"))
        #expect(new["done_by"] == nil)
        var change = FieldValues()
        change["state"] = .text("done")
        let done = kind.completed(change, from: new, by: "jean", now: 7)
        #expect(done["done_by"] == .text("jean"))
        #expect(done["done"] == .integer(7))
        // Done already: who did it stays.
        var held = new
        held["state"] = .text("done")
        held["done_by"] = .text("jean")
        #expect(kind.completed(change, from: held, by: "marie", now: 9)["done_by"] == nil)
        change["state"] = .text("open")
        let open = kind.completed(change, from: held, by: "marie", now: 9)
        #expect(open["done_by"] == .null)
        #expect(open["done"] == .null)
    }

    @Test func `A duplicate is made by merging, and a reused investigation is justified`() {
        var values = FieldValues()
        values["relation"] = .text("duplicate")
        #expect(
            refusal { () throws(Refusal) in
                try CompanionKind.link.completed(values, by: "x", now: 0)
            } == ["/relation not_a_choice"])
        values["relation"] = .text("same_investigation")
        #expect(
            refusal { () throws(Refusal) in
                try CompanionKind.link.completed(values, by: "x", now: 0)
            } == ["/note required"])
        values["note"] = .text("The same batch")
        #expect(
            refusal { () throws(Refusal) in
                try CompanionKind.link.completed(values, by: "x", now: 0)
            } == [])
    }

    @Test(
        "A file at its end takes what says nothing of it, a duplicate also what is its original's",
        arguments: [
            (nil, ["task", "comment", "watcher", "link", "decision", "report"]),
            (.closed, ["watcher", "link"]),
            (.withdrawn, ["watcher", "link"]),
            (.duplicate, ["task", "comment", "watcher", "link"]),
        ] as [(ComplaintEnd?, [String])])
    func ends(end: ComplaintEnd?, taken: [String]) {
        #expect(CompanionKind.all.filter { $0.takes(end) }.map(\.entity.rawValue) == taken)
    }
}
