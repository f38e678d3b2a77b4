import Complaints
import Testing

@testable import Storage

/// A database of before: what was told of clocks stays, and what happens in files is told from then on.
@Suite struct EventMigrationTests {
    @Test func `What was told of clocks stays as it was, seen or not`() throws {
        let directory = try StoreDirectory()
        do {
            let connection = try Connection(
                path: "\(directory.path)/\(StoreOpening.databaseName)", role: .writing)
            try SchemaUpgrade(migrations: Array(Migration.all.prefix(12)), now: 1)
                .run(on: connection) { (_) throws(StorageFailure) in }
            try connection.execute(
                """
                INSERT INTO account(id, name, display_name, role, active, patient_grant, language,
                  version, created_at, updated_at)
                VALUES (1, 'olga', 'olga', 'analyst', 1, 0, 'en', 1, 1, 1);
                INSERT INTO complaint(id, number, year, year_seq, version, created_at, updated_at,
                  updated_by, status) VALUES (1, 'C-2026-000001', 2026, 1, 1, 1, 1, 'marie', 'received');
                INSERT INTO notification(account_id, complaint_id, rule, due, percent, at, seen_at)
                VALUES (1, 1, 'EU-10', '2026-03-12', 50, 7, 8), (1, 1, 'EU-10', '2026-03-12', 75, 9, NULL);
                """)
            try SchemaUpgrade(now: 2).run(on: connection) { (_) throws(StorageFailure) in }
            let table = NotificationTable(connection: connection)
            let kept = try table.newest(
                of: 1, before: .max, onlyUnseen: false, for: .everything, limit: 10)
            #expect(
                kept.items.map(\.matter)
                    == [75, 50].map {
                        .clock(rule: "EU-10", due: "2026-03-12", percent: $0)
                    })
            #expect(kept.items.map(\.seenAt) == [nil, 8])
            let event = FileEvent(kind: .comment, actor: "marie", entry: 4, detail: "internal")
            for seq in [20, 21] as [Int64] {
                try table.tell(event, of: 1, to: 1, seq: seq, at: 30)
            }
            let after = try table.newest(
                of: 1, before: .max, onlyUnseen: true, for: .everything, limit: 10)
            var gathered = event
            gathered.count = 2
            #expect(after.items.map(\.id) == [4, 2] && after.items[0].matter == .event(gathered))
            #expect(try table.unseenCount(of: 1, for: .everything) == 2)
        }
    }
}
