import Complaints

/// Easter Sunday of the Gregorian calendar, by the anonymous computus (Nature, 20 April 1876, as in
/// Meeus, Astronomical Algorithms, chapter 8).
enum EasterSunday {
    /// Its day number (days since 1970-01-01), for years 1583 to 9999.
    static func dayNumber(of year: Int) -> Int {
        let golden = year % 19
        let (century, yearOfCentury) = (year / 100, year % 100)
        let moonCorrection = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * golden + century - century / 4 - moonCorrection + 15) % 30
        let toSunday =
            (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7
        let exception = (golden + 11 * epact + 22 * toSunday) / 451
        let sum = epact + toSunday - 7 * exception + 114
        return DayNumber.of(year, sum / 31, sum % 31 + 1)
    }
}
