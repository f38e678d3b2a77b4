// Counted day by day on a calendar from the words of the law in each heading and over the days off of
// `PublishedHolidays`; never by the code under test.

extension DatedCase {
    /// house policy
    static let polAck: [DatedCase] = [
        .init("2026-03-02", "2026-03-04", "weekends alone"),
        .init("2026-03-05", "2026-03-09", "weekends alone"),
        .init("2026-03-06", "2026-03-10", "weekends alone"),
        .init("2026-03-07", "2026-03-10", "aware on a Saturday"),
        .init("2026-03-08", "2026-03-10", "aware on a Sunday"),
        .init("2026-12-24", "2026-12-28", "weekends alone"),
        .init("2026-12-31", "2027-01-04", "weekends alone"),
        .init("2026-07-03", "2026-07-07", "weekends alone"),
        .init("2024-02-28", "2024-03-01", "weekends alone"),
        .init("2024-02-29", "2024-03-04", "weekends alone"),
        .init("2025-05-01", "2025-05-05", "weekends alone"),
        .init("2026-05-14", "2026-05-18", "weekends alone"),
    ]

    /// house policy
    static let polTri: [DatedCase] = [
        .init("2026-03-02", "2026-03-03", "weekends alone"),
        .init("2026-03-05", "2026-03-06", "weekends alone"),
        .init("2026-03-06", "2026-03-09", "weekends alone"),
        .init("2026-03-07", "2026-03-09", "aware on a Saturday"),
        .init("2026-03-08", "2026-03-09", "aware on a Sunday"),
        .init("2026-12-31", "2027-01-01", "weekends alone"),
        .init("2026-12-25", "2026-12-28", "weekends alone"),
        .init("2024-02-28", "2024-02-29", "weekends alone"),
        .init("2024-02-29", "2024-03-01", "weekends alone"),
        .init("2027-12-31", "2028-01-03", "weekends alone"),
    ]

    /// house policy
    static let polInv: [DatedCase] = [
        .init("2026-03-02", "2026-04-01", "counted from the day after, a Tuesday"),
        .init("2026-01-31", "2026-03-02", "over a February of 28 days"),
        .init("2024-01-31", "2024-03-01", "over a 29 February"),
        .init("2025-12-15", "2026-01-14", "over a year's end"),
        .init("2026-08-02", "2026-09-01", "counted from the day after, a Monday"),
    ]

    /// house policy
    static let polClo: [DatedCase] = [
        .init("2026-03-02", "2026-04-16", "counted from the day after, a Tuesday"),
        .init(
            "2026-01-15", "2026-03-01",
            "over a February of 28 days; ends on a Sunday, which does not move it"),
        .init("2024-01-15", "2024-02-29", "over a 29 February"),
        .init(
            "2025-11-20", "2026-01-04",
            "over a year's end; ends on a Sunday, which does not move it"),
        .init("2026-08-17", "2026-10-01", "counted from the day after, a Tuesday"),
    ]

    /// Code du travail L3133-1
    static let france5: [DatedCase] = [
        .init("2026-04-02", "2026-04-10", "2026-04-06 is closed"),
        .init("2026-04-03", "2026-04-13", "2026-04-06 is closed"),
        .init("2026-04-29", "2026-05-07", "2026-05-01 is closed"),
        .init("2026-05-07", "2026-05-18", "2026-05-08 is closed; 2026-05-14 is closed"),
        .init("2026-05-12", "2026-05-20", "2026-05-14 is closed"),
        .init("2026-05-13", "2026-05-21", "2026-05-14 is closed"),
        .init("2026-05-22", "2026-06-01", "2026-05-25 is closed"),
        .init("2026-07-10", "2026-07-20", "2026-07-14 is closed"),
        .init("2026-11-06", "2026-11-16", "2026-11-11 is closed"),
        .init("2026-12-23", "2026-12-31", "2026-12-25 is closed"),
        .init("2026-12-31", "2027-01-08", "2027-01-01 is closed"),
        .init("2025-04-17", "2025-04-25", "2025-04-21 is closed"),
        .init("2025-05-07", "2025-05-15", "2025-05-08 is closed"),
        .init("2025-05-28", "2025-06-05", "2025-05-29 is closed"),
        .init("2025-06-06", "2025-06-16", "2025-06-09 is closed"),
        .init("2024-05-07", "2024-05-16", "2024-05-08 is closed; 2024-05-09 is closed"),
        .init("2024-05-17", "2024-05-27", "2024-05-20 is closed"),
        .init("2023-05-17", "2023-05-25", "2023-05-18 is closed"),
        .init("2027-05-05", "2027-05-13", "2027-05-06 is closed"),
        .init("2027-03-26", "2027-04-05", "2027-03-29 is closed"),
        .init("2022-05-25", "2022-06-02", "2022-05-26 is closed"),
        .init("2021-05-12", "2021-05-20", "2021-05-13 is closed"),
        .init("2020-05-20", "2020-05-28", "2020-05-21 is closed"),
    ]
}
