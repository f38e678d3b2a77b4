// Counted day by day on a calendar from the words of the law in each heading and over the days off of
// `PublishedHolidays`; never by the code under test.

extension DatedCase {
    /// EU MDR art. 87(4)
    static let eu2: [DatedCase] = [
        .init("2026-03-02", "2026-03-04", "counted from the day after, a Tuesday"),
        .init("2026-03-06", "2026-03-08", "ends on a Sunday, which does not move it"),
        .init(
            "2026-02-27", "2026-03-01",
            "over a February of 28 days; ends on a Sunday, which does not move it"),
        .init("2024-02-28", "2024-03-01", "over a 29 February"),
        .init("2024-02-27", "2024-02-29", "over a 29 February"),
        .init("2025-12-30", "2026-01-01", "over a year's end"),
        .init(
            "2026-12-31", "2027-01-02",
            "over a year's end; ends on a Saturday, which does not move it"),
        .init("2026-04-03", "2026-04-05", "ends on a Sunday, which does not move it"),
        .init("2026-05-01", "2026-05-03", "ends on a Sunday, which does not move it"),
        .init("2028-02-28", "2028-03-01", "over a 29 February"),
        .init("2026-03-28", "2026-03-30", "counted from the day after, a Sunday"),
        .init("2026-10-24", "2026-10-26", "counted from the day after, a Sunday"),
        .init("2023-02-27", "2023-03-01", "over a February of 28 days"),
        .init("2026-07-13", "2026-07-15", "counted from the day after, a Tuesday"),
        .init("2021-05-26", "2021-05-28", "counted from the day after, a Thursday"),
        .init("2021-05-30", "2021-06-01", "counted from the day after, a Monday"),
    ]

    /// EU MDR art. 87(5)
    static let eu10: [DatedCase] = [
        .init("2026-03-02", "2026-03-12", "counted from the day after, a Tuesday"),
        .init(
            "2026-02-19", "2026-03-01",
            "over a February of 28 days; ends on a Sunday, which does not move it"),
        .init("2024-02-19", "2024-02-29", "over a 29 February"),
        .init("2024-02-20", "2024-03-01", "over a 29 February"),
        .init("2025-12-22", "2026-01-01", "over a year's end"),
        .init(
            "2025-12-25", "2026-01-04",
            "over a year's end; ends on a Sunday, which does not move it"),
        .init(
            "2026-12-24", "2027-01-03",
            "over a year's end; ends on a Sunday, which does not move it"),
        .init("2026-03-20", "2026-03-30", "counted from the day after, a Saturday"),
        .init("2026-10-16", "2026-10-26", "counted from the day after, a Saturday"),
        .init("2026-04-21", "2026-05-01", "counted from the day after, a Wednesday"),
        .init("2026-05-05", "2026-05-15", "counted from the day after, a Wednesday"),
        .init("2026-07-04", "2026-07-14", "counted from the day after, a Sunday"),
        .init("2026-08-05", "2026-08-15", "ends on a Saturday, which does not move it"),
        .init(
            "2028-02-24", "2028-03-05",
            "over a 29 February; ends on a Sunday, which does not move it"),
        .init("2023-02-18", "2023-02-28", "counted from the day after, a Sunday"),
        .init("2027-02-28", "2027-03-10", "counted from the day after, a Monday"),
        .init("2021-05-26", "2021-06-05", "ends on a Saturday, which does not move it"),
        .init("2021-06-30", "2021-07-10", "ends on a Saturday, which does not move it"),
        .init("2026-06-19", "2026-06-29", "counted from the day after, a Saturday"),
        .init("2026-09-30", "2026-10-10", "ends on a Saturday, which does not move it"),
    ]

    /// EU MDR art. 87(3)
    static let eu15: [DatedCase] = [
        .init("2026-03-02", "2026-03-17", "counted from the day after, a Tuesday"),
        .init(
            "2026-02-14", "2026-03-01",
            "over a February of 28 days; ends on a Sunday, which does not move it"),
        .init("2024-02-14", "2024-02-29", "over a 29 February"),
        .init("2024-02-15", "2024-03-01", "over a 29 February"),
        .init("2025-12-17", "2026-01-01", "over a year's end"),
        .init(
            "2025-12-20", "2026-01-04",
            "over a year's end; ends on a Sunday, which does not move it"),
        .init("2026-12-16", "2026-12-31", "counted from the day after, a Thursday"),
        .init("2026-12-17", "2027-01-01", "over a year's end"),
        .init("2026-03-15", "2026-03-30", "counted from the day after, a Monday"),
        .init("2026-10-11", "2026-10-26", "counted from the day after, a Monday"),
        .init("2026-04-16", "2026-05-01", "counted from the day after, a Friday"),
        .init("2026-05-17", "2026-06-01", "counted from the day after, a Monday"),
        .init("2026-07-31", "2026-08-15", "ends on a Saturday, which does not move it"),
        .init("2026-08-31", "2026-09-15", "counted from the day after, a Tuesday"),
        .init("2028-02-20", "2028-03-06", "over a 29 February"),
        .init("2023-02-13", "2023-02-28", "counted from the day after, a Tuesday"),
        .init("2027-02-13", "2027-02-28", "ends on a Sunday, which does not move it"),
        .init("2021-05-26", "2021-06-10", "counted from the day after, a Thursday"),
        .init("2021-06-16", "2021-07-01", "counted from the day after, a Thursday"),
        .init("2026-11-15", "2026-11-30", "counted from the day after, a Monday"),
    ]

    /// EU MDR art. 87(7), (4)
    static let euUnsure2: [DatedCase] = [
        .init("2026-03-02", "2026-03-03", "half of 2 days"),
        .init("2026-12-31", "2027-01-01", "half of 2 days; over a year's end"),
        .init("2024-02-28", "2024-02-29", "half of 2 days; a 29 February"),
        .init("2023-02-28", "2023-03-01", "half of 2 days"),
        .init("2026-02-28", "2026-03-01", "half of 2 days"),
    ]

    /// EU MDR art. 87(7), (5)
    static let euUnsure10: [DatedCase] = [
        .init("2026-03-02", "2026-03-07", "half of 10 days"),
        .init("2024-02-26", "2024-03-02", "half of 10 days"),
        .init("2023-02-26", "2023-03-03", "half of 10 days"),
        .init("2026-12-28", "2027-01-02", "half of 10 days"),
        .init("2026-10-21", "2026-10-26", "half of 10 days"),
        .init("2026-04-30", "2026-05-05", "half of 10 days"),
    ]

    /// EU MDR art. 87(7), (3)
    static let euUnsure15: [DatedCase] = [
        .init("2026-03-02", "2026-03-09", "half of 15 days, rounded down to 7"),
        .init("2024-02-24", "2024-03-02", "half of 15 days, rounded down to 7"),
        .init("2023-02-24", "2023-03-03", "half of 15 days, rounded down to 7"),
        .init("2026-12-27", "2027-01-03", "half of 15 days, rounded down to 7"),
        .init("2026-10-19", "2026-10-26", "half of 15 days, rounded down to 7"),
        .init("2026-07-31", "2026-08-07", "half of 15 days, rounded down to 7"),
    ]

    /// EU MDR art. 88, house policy
    static let eu88: [DatedCase] = [
        .init("2026-03-02", "2026-04-01", "counted from the day after, a Tuesday"),
        .init(
            "2026-01-30", "2026-03-01",
            "over a February of 28 days; ends on a Sunday, which does not move it"),
        .init("2024-01-30", "2024-02-29", "over a 29 February"),
        .init("2025-12-10", "2026-01-09", "over a year's end"),
        .init("2026-06-01", "2026-07-01", "counted from the day after, a Tuesday"),
        .init("2026-09-15", "2026-10-15", "counted from the day after, a Wednesday"),
        .init("2028-02-01", "2028-03-02", "over a 29 February"),
        .init("2026-11-02", "2026-12-02", "counted from the day after, a Tuesday"),
    ]
}
