import Complaints
import JSON
import Testing

@Suite("The demo")
struct DemoTests {
    static let world = DemoWorld(seed: 42, rows: 12_000)
    static let complaints = (0..<world.rows).map { world.complaint(at: $0) }

    /// FNV-1a over the values in name order: one number that changes when any byte does.
    static func digest(_ values: FieldValues, _ start: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
        var hash = start
        for name in values.names.sorted(by: { $0.text < $1.text }) {
            let json = JSONObject([(name.text, (values[name] ?? .null).json)])
            for byte in JSONValue.object(json).serialized() {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
            }
        }
        return hash
    }

    @Test("One seed gives the same records for ever")
    func pinned() {
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in [0, 1, 7_777, 11_999] {
            digest = Self.digest(Self.complaints[index].values, digest)
        }
        digest = Self.digest(Self.world.site(at: 3), digest)
        digest = Self.digest(Self.world.system(at: 5), digest)
        #expect(
            digest == 6_771_294_660_203_077_655,
            "the demo's records changed; if they were meant to, pin the new digest")
    }

    @Test("Another seed gives other records, another look at one the same")
    func seeds() {
        let other = DemoWorld(seed: 43, rows: 12_000)
        #expect(Self.world.complaint(at: 5) == Self.world.complaint(at: 5))
        #expect(Self.world.complaint(at: 5) != other.complaint(at: 5))
    }

    @Test("Counts of sites and systems follow the number of complaints")
    func counts() {
        #expect(DemoWorld(seed: 1, rows: 0).sitesCount == 12)
        #expect(DemoWorld(seed: 1, rows: 10).sitesCount == 12)
        #expect(Self.world.sitesCount == 48)
        #expect(Self.world.systemsCount > 2 * Self.world.sitesCount)
    }

    @Test("Every value is one its field takes")
    func valid() {
        var problems: [String] = []
        func check(_ values: FieldValues, _ catalogue: FieldCatalogue) {
            for name in values.names {
                guard let field = catalogue[name], let value = values[name] else {
                    problems.append("no field \(name)")
                    continue
                }
                if (try? field.type.value(of: value.json)) != value {
                    problems.append("\(name): \(value)")
                }
            }
        }
        for index in 0..<Self.world.sitesCount { check(Self.world.site(at: index), .site) }
        for index in 0..<Self.world.systemsCount { check(Self.world.system(at: index), .system) }
        for index in 0..<Self.world.rows {
            check(Self.complaints[index].values, .standard)
        }
        #expect(problems.prefix(5) == [])
    }

    @Test("Codes, system ids and serial numbers are unique")
    func unique() {
        let codes = (0..<Self.world.sitesCount).compactMap { Self.world.site(at: $0)["code"]?.text }
        #expect(Set(codes).count == Self.world.sitesCount)
        let systems = (0..<Self.world.systemsCount).map { Self.world.system(at: $0) }
        for name in ["system_id", "serial"] as [FieldName] {
            #expect(Set(systems.compactMap { $0[name]?.text }).count == systems.count)
        }
    }

    @Test("A complaint names the site and the system it belongs to")
    func references() {
        for index in stride(from: 0, to: Self.world.rows, by: 97) {
            let complaint = Self.complaints[index]
            let site = Self.world.site(at: complaint.siteIndex)
            #expect(complaint.values["site"] == site["code"])
            guard let systemIndex = complaint.systemIndex else { continue }
            let system = Self.world.system(at: systemIndex)
            #expect(Self.world.siteIndex(ofSystem: systemIndex) == complaint.siteIndex)
            #expect(complaint.values["serial"] == system["serial"])
            #expect(system["site"] == site["code"])
        }
    }

    @Test("Complaints come in the order of their receipt, over five years to the last day")
    func order() {
        var previous = ""
        for index in 0..<Self.world.rows {
            let received = Self.complaints[index].values["received"]?.text ?? ""
            if received < previous { Issue.record("\(index)") }
            previous = received
        }
        #expect(previous == "2026-06-30" || previous == "2026-06-29")
        #expect(Self.world.complaint(at: 0).values["received"] == .text("2021-07-01"))
    }

    @Test("No date lies after the last day")
    func past() throws {
        let day = try #require(CivilDate("2024-02-29"))
        let world = DemoWorld(seed: 7, rows: 3_000, endingOn: day)
        for index in 0..<world.rows {
            let values = world.complaint(at: index).values
            for name in [
                "received", "aware", "event_date", "reply_date", "manufactured", "acknowledged",
                "aware_threat", "aware_remedial", "investigation_started", "field_action_decided",
                "investigation_finished", "field_action_initiated",
            ] as [FieldName] {
                if let text = values[name]?.text { #expect(text <= "2024-02-29", "\(name)") }
            }
        }
    }

    @Test("Narratives have about 40 to 120 words and no braces left")
    func narratives() {
        var shortest = Int.max
        var longest = 0
        var words: Set<Substring> = []
        for index in 0..<Self.world.rows {
            let values = Self.complaints[index].values
            let text = values["description"]?.text ?? ""
            let split = text.split(whereSeparator: \.isWhitespace)
            shortest = min(shortest, split.count)
            longest = max(longest, split.count)
            words.formUnion(split)
            for name in ["summary", "description", "investigation_results", "correction"]
                as [FieldName]
            {
                let told = values[name]?.text ?? ""
                if told.utf8.contains(0x7B) || told.utf8.contains(0x7D) { Issue.record("\(told)") }
            }
        }
        #expect(shortest >= 35 && longest <= 135, "\(shortest) to \(longest)")
        #expect(words.count > 6_000, "\(words.count)")
    }

    @Test("Every state, severity and outcome occurs, in both languages, rare ones rarely")
    func distribution() {
        var counts: [String: Int] = [:]
        for index in 0..<Self.world.rows {
            let values = Self.complaints[index].values
            for name in ["status", "severity", "outcome", "channel", "language"] as [FieldName] {
                counts["\(name)=\(values[name]?.text ?? "")", default: 0] += 1
            }
            if values["patient_age"] != nil { counts["patient", default: 0] += 1 }
            if values["complainant_name"] != nil { counts["complainant", default: 0] += 1 }
        }
        for (name, choices) in [
            ("status", Choices.status), ("severity", Choices.severity),
            ("outcome", Choices.outcome), ("channel", Choices.channel),
        ] {
            for choice in choices { #expect(counts["\(name)=\(choice.value)"] != nil, "\(choice)") }
        }
        #expect((counts["outcome=death"] ?? 0) < 40)
        #expect((counts["status=closed"] ?? 0) > 8_400)
        for language in ["en", "fr"] { #expect((counts["language=\(language)"] ?? 0) > 3_600) }
        #expect((counts["patient"] ?? 0) > 600)
        #expect((counts["complainant"] ?? 0) > 6_000)
    }

    @Test("Weekends are quiet and August is calm")
    func seasons() throws {
        var weekdays = [Int](repeating: 0, count: 8)
        var months = [Int](repeating: 0, count: 13)
        for index in 0..<Self.world.rows {
            let text = Self.complaints[index].values["received"]?.text ?? ""
            let date = try #require(CivilDate(text))
            weekdays[date.weekday] += 1
            months[date.month] += 1
        }
        #expect(weekdays[7] * 5 < weekdays[2])
        #expect(months[8] * 5 < months[9] * 4)
    }

    @Test("Every UDI is a GTIN-14 with its check digit")
    func udi() throws {
        for index in 0..<Self.world.systemsCount {
            let udi = try #require(Self.world.system(at: index)["udi"]?.text)
            let digits = udi.utf8.map { Int($0) - 48 }
            #expect(digits.count == 14)
            let sum = digits.enumerated().reduce(0) { $0 + $1.1 * ($1.0.isMultiple(of: 2) ? 3 : 1) }
            #expect(sum % 10 == 0, "\(udi)")
        }
    }

    @Test("A million complaints are as many as any")
    func million() {
        let world = DemoWorld(seed: 1, rows: 3_000_000)
        #expect(world.sitesCount == 12_000)
        #expect(
            world.complaint(at: 2_999_999).values["received"]?.text?.hasPrefix("2026-06-") == true)
        #expect(world.complaint(at: 1_500_000).values["site"] != nil)
    }
}
