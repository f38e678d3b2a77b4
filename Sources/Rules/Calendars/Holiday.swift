public import Complaints

/// A day on which nobody works, and its name.
public struct Holiday: Sendable, Equatable {
    /// The day off: the observed one where the law moves it.
    public let day: CivilDate
    public let name: Words

    init(_ dayNumber: Int, _ name: Words) {
        guard let day = CivilDate(dayNumber: dayNumber) else {
            preconditionFailure("no day has the number \(dayNumber)")
        }
        self.day = day
        self.name = name
    }
}

/// Which law says when nobody works; the raw value stands in rule sets.
public enum HolidayLaw: String, Sendable, CaseIterable {
    /// 5 U.S.C. 6103, with the days on which they are observed.
    case usFederal = "us_federal"
    /// Code du travail, L3133-1.
    case france
    /// The same with the two days of L3134-13.
    case alsaceMoselle = "alsace_moselle"

    /// The days off of a year in order, those that an observed New Year's Day of the next brings into
    /// it included.
    public func holidays(of year: Int) -> [Holiday] {
        switch self {
        case .usFederal: USFederalHolidays.observed(in: year)
        case .france: FrenchHolidays.holidays(of: year, isLocal: false)
        case .alsaceMoselle: FrenchHolidays.holidays(of: year, isLocal: true)
        }
    }

    /// What the law is called.
    public var name: Words {
        switch self {
        case .usFederal: Words("US federal holidays", "jours fériés fédéraux des États-Unis")
        case .france: Words("French public holidays", "jours fériés français")
        case .alsaceMoselle:
            Words("Public holidays of Alsace-Moselle", "jours fériés d’Alsace-Moselle")
        }
    }
}
