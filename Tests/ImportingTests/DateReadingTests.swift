import Complaints
import Tabular
import Testing

@testable import Importing

@Suite("Reading dates")
struct DateReadingTests {
    let today = CivilDate("2026-11-24")

    @Test(
        "a date is read as its column writes dates",
        arguments: [
            ("2019-06-19", "iso", "2019-06-19"), ("2019/06/19", "iso", "2019-06-19"),
            ("2019-06-19T10:20:30Z", "iso", "2019-06-19"),
            ("2019-06-19 10:20", "iso", "2019-06-19"), ("2019-06", "iso", "2019-06"),
            ("2013", "iso", "2013"), ("2013", "dmy", "2013"), ("20160318", "mdy", "2016-03-18"),
            ("201603", "compact", "2016-03"), ("12/15/14", "mdy", "2014-12-15"),
            ("2/6/08", "mdy", "2008-02-06"), ("08/12/2024", "mdy", "2024-08-12"),
            ("08/12/2024", "dmy", "2024-12-08"), ("31.01.2020", "dmy", "2020-01-31"),
            ("31-01-2020 14:05", "dmy", "2020-01-31"), ("12/15/68", "mdy", "1968-12-15"),
            ("11/24/26", "mdy", "2026-11-24"), ("11/25/26", "mdy", "1926-11-25"),
            ("19-JUN-19", "named", "2019-06-19"), ("June 19, 2019", "named", "2019-06-19"),
            ("19 juin 2019", "named", "2019-06-19"), ("1er février 2024", "named", "2024-02-01"),
            ("3 août 2024", "dmy", "2024-08-03"), ("43635", "serial", "2019-06-19"),
            ("43635.75", "serial", "2019-06-19"), ("60", "serial", "1900-02-28"),
            ("61", "serial", "1900-03-01"), ("2/29/2024", "mdy", "2024-02-29"),
        ])
    func reads(text: String, format: String, expected: String) throws {
        let reader = DateReader(
            format: try #require(DateFormat(rawValue: format)), today: try #require(today))
        #expect(try reader.date(in: .text(text), text: text[...]).text == expected)
    }

    @Test(
        "what is no date is refused with its reason",
        arguments: [
            ("31/31/2020", "dmy", RejectionReason.invalidDate),
            ("13/05/2020", "mdy", .invalidDate), ("05/13/2020", "dmy", .invalidDate),
            ("29/02/2023", "dmy", .invalidDate), ("yesterday", "iso", .invalidDate),
            ("43635", "iso", .invalidDate), ("08/12/2024", "iso", .invalidDate),
            ("2019-02-30", "iso", .invalidDate), ("1899-12-31", "iso", .dateOutOfRange),
            ("2103", "year", .dateOutOfRange), ("12/15", "mdy", .invalidDate),
            ("1/2/3/4", "mdy", .invalidDate), ("99999999999999999999", "serial", .invalidDate),
        ])
    func refuses(text: String, format: String, reason: RejectionReason) throws {
        let reader = DateReader(
            format: try #require(DateFormat(rawValue: format)), today: try #require(today))
        #expect(throws: reason) { try reader.date(in: .text(text), text: text[...]) }
    }

    @Test(
        "a column's values decide which number is the day",
        arguments: [
            (["01/02/2024", "31/01/2024"], "mdy", "dmy"),
            (["01/02/2024", "1/31/24"], "dmy", "mdy"),
            (["01/02/2024", "03/04/2024"], "dmy", "dmy"),
            (["01/02/2024", "03/04/2024"], "mdy", "mdy"),
            (["2024-01-31"], "dmy", "iso"), (["20240131", "20240201"], "dmy", "compact"),
            (["2013", "2014"], "dmy", "year"), (["45322", "45323"], "dmy", "serial"),
            (["3 juin 2024"], "mdy", "named"),
            (["12/31/2024", "12/30/2024", "31/12/2024"], "dmy", "mdy"),
        ])
    func decides(values: [String], habit: String, expected: String) throws {
        var vote = DateVote()
        for value in values { vote.count(.text(value), value[...]) }
        let order = try #require(DateFormat(rawValue: habit))
        #expect(vote.format(order: order)?.rawValue == expected)
    }

    @Test("a typed date cell is read whatever the column's format")
    func typedCell() throws {
        let reader = DateReader(format: .monthFirst, today: try #require(today))
        let cell = Cell.date("2019-06-19T00:00:00")
        #expect(try reader.date(in: cell, text: cell.shown[...]).text == "2019-06-19")
    }
}
