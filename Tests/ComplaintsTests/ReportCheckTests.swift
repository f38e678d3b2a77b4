import Testing

@testable import Complaints

@Suite("What makes a report one")
struct ReportCheckTests {
    private func values(_ pairs: [FieldName: String?]) -> FieldValues {
        var values = FieldValues()
        for (name, text) in pairs { values[name] = text.map(FieldValue.text) ?? .null }
        return values
    }

    @Test("A report of which less was asked is completed in any order")
    func anyOrder() {
        let old = values(["acknowledged": "2026-03-10"])
        let (day, number) = (values(["submitted": "2026-03-02"]), values(["report_number": "M"]))
        #expect(ReportCheck.problem(changing: old, by: day) == nil)
        #expect(ReportCheck.problem(changing: old, by: number) == nil)
        let both = values(["submitted": "2026-03-02", "report_number": "M"])
        #expect(ReportCheck.problem(changing: old, by: both) == nil)
    }

    @Test("Nothing that makes a report one is taken away")
    func takenAway() {
        let old = values(["submitted": "2026-03-02", "report_number": "M"])
        #expect(
            ReportCheck.problem(changing: old, by: values(["report_number": nil]))?.code
                == .reportNumberMissing)
        let lacking = values(["acknowledged": "2026-03-10", "report_number": "M"])
        #expect(
            ReportCheck.problem(changing: lacking, by: values(["report_number": nil]))?.code
                == .submissionMissing)
        let answered = values(["acknowledged": "2026-03-10"])
        #expect(ReportCheck.problem(changing: old, by: answered) == nil)
    }
}
