import Complaints
import Foundation
import Rules
import Testing

@Suite("Time zones")
struct ZoneTests {
    private static let folder = "/usr/share/zoneinfo/"

    private func systemZone(_ name: String) -> Zone? {
        guard let data = FileManager.default.contents(atPath: Self.folder + name) else {
            return nil
        }
        return Zone(name: name, tzif: [UInt8](data))
    }

    @Test(
        "The built-in table says what the system's own files say, from 2000 to 2037",
        .enabled(if: FileManager.default.fileExists(atPath: folder + "Europe/Paris")),
        arguments: Zone.embedded.keys.sorted())
    func table(name: String) throws {
        let built = try #require(Zone.embedded[name])
        let system = try #require(systemZone(name))
        var random = SeededRandom(seed: 7)
        for _ in 0..<4_000 {
            let second = random.number(946_684_800...2_145_916_800)
            if built.offset(at: second) != system.offset(at: second) {
                Issue.record("\(name) at \(second)")
                return
            }
        }
    }

    @Test(
        "The day changes with the clock of the place",
        arguments: [
            ("UTC", "2026-03-02T23:30:00Z", "2026-03-02"),
            ("Europe/Paris", "2026-03-02T22:59:59Z", "2026-03-02"),
            ("Europe/Paris", "2026-03-02T23:00:00Z", "2026-03-03"),
            // Summer time: an hour earlier.
            ("Europe/Paris", "2026-07-01T21:59:59Z", "2026-07-01"),
            ("Europe/Paris", "2026-07-01T22:00:00Z", "2026-07-02"),
            // The night of the change itself, 29 March and 25 October 2026.
            ("Europe/Paris", "2026-03-28T23:00:00Z", "2026-03-29"),
            ("Europe/Paris", "2026-03-29T22:00:00Z", "2026-03-30"),
            ("Europe/Paris", "2026-10-24T22:00:00Z", "2026-10-25"),
            ("Europe/Paris", "2026-10-25T22:59:59Z", "2026-10-25"),
            ("Europe/Paris", "2026-10-25T23:00:00Z", "2026-10-26"),
            // New York changed on other days until 2006.
            ("America/New_York", "2006-04-02T03:59:59Z", "2006-04-01"),
            ("America/New_York", "2026-01-01T04:59:59Z", "2025-12-31"),
            ("America/New_York", "2026-01-01T05:00:00Z", "2026-01-01"),
            ("Asia/Tokyo", "2025-12-31T15:00:00Z", "2026-01-01"),
            ("Asia/Kolkata", "2026-03-01T18:30:00Z", "2026-03-02"),
            ("America/St_Johns", "2026-01-01T03:29:59Z", "2025-12-31"),
            ("Australia/Sydney", "2026-01-01T12:59:59Z", "2026-01-01"),
            ("Australia/Sydney", "2026-01-01T13:00:00Z", "2026-01-02"),
            // Dublin's winter is the exception, not its summer.
            ("Europe/Dublin", "2026-01-01T23:59:59Z", "2026-01-01"),
            ("Europe/Dublin", "2026-07-01T23:00:00Z", "2026-07-02"),
            ("UTC", "1969-12-31T23:59:59Z", "1969-12-31"),
        ])
    func days(zone: String, instant: String, day: String) throws {
        let zone = try #require(Zone.embedded[zone])
        let instant = try #require(Instant(instant))
        #expect(zone.day(at: instant)?.text == day)
    }

    @Test("Around every change of clocks the days follow each other without a hole")
    func changes() throws {
        for name in ["Europe/Paris", "America/New_York", "Australia/Sydney", "America/Santiago"] {
            let zone = try #require(Zone.embedded[name])
            var last: CivilDate?
            for hour in stride(from: 1_767_225_600, to: 1_830_297_600, by: 1_800) {
                let day = try #require(
                    zone.day(at: Instant(microseconds: Int64(hour) * 1_000_000)))
                if let last { #expect(day == last || day == last.adding(days: 1)) }
                last = day
            }
        }
    }

    @Test("What is no zone file is not read as one")
    func damaged() throws {
        #expect(Zone(name: "x", tzif: []) == nil)
        #expect(Zone(name: "x", tzif: Array("TZif2".utf8)) == nil)
        guard let data = FileManager.default.contents(atPath: Self.folder + "Europe/Paris") else {
            return
        }
        let bytes = [UInt8](data)
        for length in stride(from: 0, to: bytes.count - 40, by: 97) {
            #expect(Zone(name: "x", tzif: Array(bytes.prefix(length))) == nil)
        }
        var random = SeededRandom(seed: 11)
        for _ in 0..<500 {
            var changed = bytes
            changed[random.number(0...changed.count - 1)] = UInt8(random.number(0...255))
            // Read or refused, never a crash, and an offset within a day or so.
            if let zone = Zone(name: "x", tzif: changed) {
                #expect(abs(zone.offset(at: 1_770_000_000)) <= 170 * 3_600)
            }
        }
    }
}
