import Complaints

/// The legal holidays of Code du travail L3133-1; none of them moves when it falls on a Sunday.
///
/// In the Haut-Rhin, Bas-Rhin and Moselle Good Friday (in communes with a Protestant or a mixed
/// church) and 26 December come on top (L3134-13).
enum FrenchHolidays {
    /// The holidays of a year, in order; `isLocal` with those of Alsace-Moselle.
    static func holidays(of year: Int, isLocal: Bool) -> [Holiday] {
        let easter = EasterSunday.dayNumber(of: year)
        var days = [
            Holiday(DayNumber.of(year, 1, 1), Words("New Year’s Day", "Jour de l’an")),
            Holiday(easter + 1, Words("Easter Monday", "Lundi de Pâques")),
            Holiday(DayNumber.of(year, 5, 1), Words("Labour Day", "Fête du travail")),
            Holiday(easter + 39, Words("Ascension Day", "Ascension")),
            Holiday(easter + 50, Words("Whit Monday", "Lundi de Pentecôte")),
            Holiday(DayNumber.of(year, 7, 14), Words("Bastille Day", "Fête nationale")),
            Holiday(DayNumber.of(year, 8, 15), Words("Assumption Day", "Assomption")),
            Holiday(DayNumber.of(year, 11, 1), Words("All Saints’ Day", "Toussaint")),
            Holiday(DayNumber.of(year, 11, 11), Words("Armistice Day", "Armistice de 1918")),
            Holiday(DayNumber.of(year, 12, 25), Words("Christmas Day", "Noël")),
        ]
        // Laws 53-225 and 81-893; between them it was an ordinary day.
        if year >= 1982 || (1953...1959).contains(year) {
            days.append(Holiday(DayNumber.of(year, 5, 8), Words("Victory Day", "Victoire de 1945")))
        }
        if isLocal {
            days.append(Holiday(easter - 2, Words("Good Friday", "Vendredi saint")))
            days.append(
                Holiday(DayNumber.of(year, 12, 26), Words("Second Christmas Day", "Saint-Étienne")))
        }
        return days.sorted { $0.day < $1.day }
    }
}
