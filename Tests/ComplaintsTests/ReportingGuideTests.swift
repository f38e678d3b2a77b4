import Testing

@testable import Complaints

@Suite struct ReportingGuideTests {
    private typealias Answers = [String: ReportingGuide.Answer]

    private func proposal(_ jurisdiction: String, _ answers: Answers) throws -> ReportingVerdict {
        let guide = try #require(ReportingGuide.of(jurisdiction))
        var file = FieldValues()
        file["modality"] = .text("MR")
        return guide.proposal(answers, to: guide.questions(of: [file]))
    }

    @Test(
        "The answers of 21 CFR 803 propose an outcome",
        arguments: [
            ([:], .furtherInformation),
            (["harm": .yes], .reportable),
            (["harm": .no, "malfunction": .yes], .reportable),
            (["harm": .no, "malfunction": .unknown], .furtherInformation),
            (["harm": .no, "malfunction": .no], .notReportable),
            (["harm": .yes, "medical_judgment": .yes], .notReportable),
            (["harm": .yes, "erroneous": .unknown], .reportable),
            (["harm": .no, "malfunction": .no, "remedial": .yes], .notReportable),
            (["malfunction": .yes, "other_manufacturer": .yes], .notReportable),
        ] as [([String: ReportingGuide.Answer], ReportingVerdict)])
    func unitedStates(answers: [String: ReportingGuide.Answer], verdict: ReportingVerdict) throws {
        #expect(try proposal("US", answers) == verdict)
    }

    @Test(
        "The answers of MDR art. 87 propose an outcome; in doubt it is reported (87(7))",
        arguments: [
            ([:], .reportable),
            (["union_market": .yes, "incident": .yes, "death": .yes], .reportable),
            (["union_market": .no, "incident": .yes, "death": .yes], .notReportable),
            (["union_market": .yes, "incident": .no, "death": .unknown], .notReportable),
            (
                [
                    "union_market": .yes, "incident": .yes, "death": .no, "deterioration": .no,
                    "recurrence": .no, "threat": .no,
                ], .notReportable
            ),
            (
                [
                    "union_market": .yes, "incident": .yes, "death": .no,
                    "deterioration": .unknown, "recurrence": .no, "threat": .no,
                ], .reportable
            ),
            (
                [
                    "union_market": .yes, "incident": .yes, "death": .no, "deterioration": .no,
                    "recurrence": .yes, "threat": .no,
                ], .reportable
            ),
            (["death": .yes, "side_effect": .yes], .notReportable),
        ] as [([String: ReportingGuide.Answer], ReportingVerdict)])
    func europeanUnion(answers: [String: ReportingGuide.Answer], verdict: ReportingVerdict) throws {
        #expect(try proposal("EU", answers) == verdict)
    }

    @Test func `Every question has its words and its law in both languages, and a name of its own`()
    {
        let ids = ReportingGuide.all.flatMap(\.questions).map(\.id)
        #expect(Set(ids).count == ids.count)
        for guide in ReportingGuide.all {
            #expect(guide.questions.contains { $0.effect == .reports })
            for question in guide.questions {
                #expect(
                    question.text.english.hasSuffix("?")
                        || [.hastens, .obliges].contains(question.effect))
                #expect(question.text.english != question.text.french)
                #expect(question.citation.english.contains { $0.isNumber })
            }
        }
        #expect(ReportingGuide.of("CA") == nil)
    }

    @Test func `Of what radiates parts 1002 and 1003 are asked too, and nothing excludes them`()
        throws
    {
        let guide = try #require(ReportingGuide.of("US"))
        func file(_ modality: FieldValue) -> FieldValues {
            var values = FieldValues()
            values["modality"] = modality
            return values
        }
        func asked(_ modalities: FieldValue...) -> [ReportingGuide.Question] {
            guide.questions(of: modalities.map(file)).filter { $0.effect == .obliges }
        }
        let both = ["radiation_accident", "radiation_defect"]
        #expect(asked(.text("CT")).map(\.id) == both)
        #expect(asked(.text("MR"), .text("CT")).map(\.id) == both && asked(.null).map(\.id) == both)
        #expect(asked(.text("MR")).isEmpty && asked(.text("MR"), .text("XA")).isEmpty)
        let scanner = guide.questions(of: [file(.text("CT"))])
        let none: Answers = [
            "harm": .no, "malfunction": .no, "radiation_accident": .no, "radiation_defect": .no,
        ]
        func proposal(_ changes: Answers) -> ReportingVerdict {
            guide.proposal(none.merging(changes) { $1 }, to: scanner)
        }
        #expect(proposal([:]) == .notReportable)
        #expect(proposal(["radiation_accident": .yes]) == .reportable)
        #expect(proposal(["radiation_defect": .yes, "medical_judgment": .yes]) == .reportable)
        #expect(proposal(["radiation_defect": .unknown]) == .furtherInformation)
        #expect(
            proposal(["radiation_defect": .unknown, "erroneous": .yes]) == .furtherInformation)
        #expect(proposal(["radiation_defect": .unknown, "harm": .yes]) == .reportable)
        #expect(proposal(["harm": .yes, "medical_judgment": .yes]) == .notReportable)
    }

    @Test func `What the file says suggests answers, and never more than it says`() throws {
        let guide = try #require(ReportingGuide.of("US"))
        let hint = try #require(guide.questions.first { $0.id == "harm" }?.hint)
        #expect(hint.answer(to: .text("death")) == .yes)
        #expect(hint.answer(to: .text("malfunction")) == .no)
        #expect(hint.answer(to: .text("unknown")) == .unknown)
        #expect(hint.answer(to: .null) == .unknown)
        for name in ReportingGuide.hintFields { #expect(FieldCatalogue.standard[name] != nil) }
    }
}
