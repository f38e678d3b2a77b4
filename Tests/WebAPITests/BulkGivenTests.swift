import Complaints
import HTTP
import JSON
import Testing

@testable import WebAPI

@Suite("Bulk work tells which values it gave")
struct BulkGivenTests: BulkSteps {
    @Test func `An edit tells its values, also those that a file held already`() throws {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let anna = instance.signIn("anna")
        // The first file that changes holds the severity already.
        let ids = ["serious", "minor"].map {
            make(instance, ("severity", .string($0)), ("model", "Old"), ("brand", "Old"))
        }
        let work = try edit(
            instance,
            [
                "rows": named(ids.map { ($0, 1) }),
                "change": ["severity": "serious", "model": "New", "brand": .null],
            ], as: anna)
        #expect(
            work["given"] == [
                ["field": "brand", "value": .null], ["field": "model", "value": "New"],
                ["field": "severity", "value": "serious"],
            ], "\(work)")
        // What became of a file later is not what the work gave.
        let changed = instance.send(
            .patch("/api/v1/complaints/\(ids[0])", ["model": "Newer"]).local().with("If-Match", "*")
        )
        #expect(changed.status == 200, "\(changed.text)")
        let list = instance.send(.get("/api/v1/bulk").signed(anna)).json["items"]?.arrayValue
        #expect(list?.first?.objectValue?["given"] == work["given"])
    }

    @Test func `It tells none before a file has them, of an undo, and of fields about persons`()
        throws
    {
        let instance = try TestInstance()
        instance.makeUser("anna", role: .analyst)
        let anna = instance.signIn("anna")
        let id = make(instance, ("severity", "serious"))
        let idle = try edit(
            instance, ["rows": named([(id, 1)]), "change": ["severity": "serious"]], as: anna)
        #expect(idle["unchanged"] == 1 && idle["given"] == [], "\(idle)")
        let work = try edit(
            instance,
            [
                "rows": named([(id, 1)]),
                "change": ["severity": "minor", "complainant_name": "Jean Petit"],
            ], as: anna)
        #expect(work["given"] == [["field": "severity", "value": "minor"]], "\(work)")
        let undone = try undo(instance, work, as: anna)
        #expect(undone["given"] == [], "\(undone)")
    }
}
