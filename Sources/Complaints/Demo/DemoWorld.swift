/// Believable sites, systems and complaints in English and French, for newcomers and benchmarks.
/// The same seed and number of rows give the same records for ever; every record can be asked for
/// on its own, in any order, from any thread. Nobody in it exists.
public struct DemoWorld: Sendable {
    /// The day the demo ends unless another is given: 2026-06-30.
    public static let lastDayDefault = CivilDate(constant: 2026, 6, 30)

    public let seed: UInt64
    /// The number of complaints.
    public let rows: Int
    let calendar: DemoCalendar
    /// The index of each site's first system, and behind the last one the number of systems.
    private let systemStarts: [Int]

    /// - Parameters:
    ///   - rows: how many complaints there are, 0 or more.
    ///   - lastDay: no date lies after it.
    public init(seed: UInt64, rows: Int, endingOn lastDay: CivilDate = lastDayDefault) {
        self.seed = seed
        self.rows = max(0, rows)
        calendar = DemoCalendar(seed: seed, lastDay: lastDay)
        var starts = [0]
        for site in 0..<max(12, self.rows / 250) {
            var generator = DemoGenerator(seed: seed, kind: 3, index: site)
            let count = generator.pick(weighted: [
                (2, 20), (3, 30), (4, 25), (5, 15), (7, 8), (12, 2),
            ])
            starts.append(starts[site] + count)
        }
        systemStarts = starts
    }

    /// About one for 250 complaints, at least 12.
    public var sitesCount: Int { systemStarts.count - 1 }

    public var systemsCount: Int { systemStarts[systemStarts.count - 1] }

    /// The values of a site, by the fields of `FieldCatalogue.site`.
    public func site(at index: Int) -> FieldValues {
        place(at: index).values
    }

    /// The values of a system, by the fields of `FieldCatalogue.system`; `site` is its site's code.
    public func system(at index: Int) -> FieldValues {
        let machine = machine(at: index)
        var values = machine.values
        values["site"] = .text(place(at: machine.site).code)
        return values
    }

    /// The site of a system.
    public func siteIndex(ofSystem index: Int) -> Int {
        var low = 0
        var high = sitesCount - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if systemStarts[middle] <= index { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// A complaint; those with higher indexes were received later or on the same day.
    public func complaint(at index: Int) -> DemoComplaint {
        var generator = DemoGenerator(seed: seed, kind: 5, index: index)
        let siteIndex = crowded(sitesCount, &generator)
        let systems = systemStarts[siteIndex]..<systemStarts[siteIndex + 1]
        let systemIndex = systems.lowerBound + crowded(systems.count, &generator)
        let story = DemoStory(
            received: calendar.day(at: index, of: max(rows, index + 1)), lastDay: calendar.lastDay,
            place: place(at: siteIndex), machine: machine(at: systemIndex))
        // Now and then nobody knows which of the systems it was.
        let isSystemKnown = !generator.chance(40)
        return DemoComplaint(
            values: story.values(isSystemKnown: isSystemKnown, &generator), siteIndex: siteIndex,
            systemIndex: isSystemKnown ? systemIndex : nil)
    }

    /// A position below `count`, low ones more often: some sites and systems complain more.
    private func crowded(_ count: Int, _ generator: inout DemoGenerator) -> Int {
        generator.chance(500)
            ? generator.below(count) : generator.below(generator.number(1...count))
    }

    private func place(at index: Int) -> DemoPlace {
        var generator = DemoGenerator(seed: seed, kind: 1, index: index)
        return DemoPlace(index: index, &generator)
    }

    private func machine(at index: Int) -> DemoMachine {
        var generator = DemoGenerator(seed: seed, kind: 2, index: index)
        return DemoMachine(
            index: index, site: siteIndex(ofSystem: index), lastDay: calendar.lastDay, &generator)
    }
}

/// One demo complaint.
public struct DemoComplaint: Sendable, Equatable {
    /// By the fields of `FieldCatalogue.standard`; `site` and `system` are codes.
    public let values: FieldValues
    public let siteIndex: Int
    /// Nil when the complaint names no system.
    public let systemIndex: Int?
}
