import Complaints
import Tabular

/// How a column writes its dates; the raw value is the mapping's `date_format`.
public enum DateFormat: String, Sendable, CaseIterable {
    /// `2019-06-19`, `2019/06/19`, `2019-06`, `2019`, perhaps with a time behind.
    case iso
    /// `20190619`, `201906`.
    case compact
    /// `19/06/2019`, `19.06.19`: the day first.
    case dayFirst = "dmy"
    /// `06/19/2019`, `6/19/19`: the month first.
    case monthFirst = "mdy"
    /// `19 Jun 2019`, `June 19, 2019`, `19 juin 2019`, `19-JUN-19`.
    case named
    /// A spreadsheet's count of days.
    case serial
    /// A year alone.
    case year
}

/// Reads the dates of one column.
///
/// Forms that cannot be misread (typed cells, ISO, eight digits, a month's name, a year) are read in
/// every column; what needs a decision (which of two numbers is the day, whether a number counts
/// days) is read as the column's format says, and never the other way round for one odd value.
struct DateReader: Sendable {
    let format: DateFormat
    /// Two-digit years are placed so that they do not lie in the future of this day.
    let today: CivilDate

    /// The date that the cell says.
    ///
    /// - Throws: `.invalidDate` for what is no date, `.dateOutOfRange` for a year that no complaint
    ///   file may hold.
    func date(in cell: Cell, text: Substring) throws(RejectionReason) -> SourceDate {
        guard let date = read(cell, text) else { throw .invalidDate }
        guard CivilDate.plausibleYears.contains(date.year) else { throw .dateOutOfRange }
        return date
    }

    private func read(_ cell: Cell, _ text: Substring) -> SourceDate? {
        if case .date = cell { return DateShape(text).date(format: .iso, today: today) }
        return DateShape(text).date(format: format, today: today)
    }
}
