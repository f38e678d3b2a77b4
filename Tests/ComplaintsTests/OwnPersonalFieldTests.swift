import Testing

@testable import Complaints

@Suite("Own fields about persons")
struct OwnPersonalFieldTests {
    private static let initials = Field.own(
        "custom.initials", .text(bytesMax: 10), access: .patient, traits: [.required],
        label: Words("Initials", "Initiales"))
    private static let phone = Field.own(
        "custom.phone", .text(bytesMax: 40), access: .complainant, traits: [.required],
        label: Words("Phone", "Téléphone"))

    private static func intake(_ caller: Caller, _ fields: [Field] = [initials, phone]) -> Intake {
        Intake(
            catalogue: .standard.adding(custom: fields), today: IntakeTests.today, caller: caller)
    }

    @Test(
        "One about a person is sealed and stands with that person",
        arguments: [
            (FieldAccess.open, FieldStorage.document, FieldGroup.custom),
            (.complainant, .sealed, .complainant), (.patient, .sealed, .patient),
        ])
    func place(access: FieldAccess, storage: FieldStorage, group: FieldGroup) {
        let field = Field.own(
            "custom.a", .text(bytesMax: 9), access: access, label: Words("a", "a"))
        #expect(field.storage == storage && field.group == group)
        #expect(field.operators.isEmpty == (access != .open))
        #expect(access.ownGroups.contains(group) && access.ownGroups.contains(.custom))
        #expect(!access.ownGroups.contains(.provenance))
        #expect(
            Set(access.ownGroups).intersection([.complainant, .patient])
                == Set([group]).subtracting([.custom]))
    }

    @Test("They are asked for and written as the house's are")
    func writers() throws {
        let bare = try object(#"{"description":"x"}"#)
        func asked(_ caller: Caller) -> [String] {
            refusal { () throws(Refusal) in try Self.intake(caller).newComplaint(bare) }
        }
        // Whoever records complaints says who complained; of patients only who may see them.
        #expect(asked(.test(.engineer)) == ["/custom/phone required"])
        #expect(
            Set(asked(.test(.analyst, patient: true)))
                == ["/custom/initials required", "/custom/phone required"])
        let patch = try object(#"{"custom":{"initials":"AB"}}"#)
        #expect(
            refusal { () throws(Refusal) in
                try Self.intake(.test(.analyst)).patch(patch, of: "C-1", in: "triage")
            } == ["restricted custom.initials"])
        let values = try Self.intake(.test(.analyst, patient: true))
            .patch(patch, of: "C-1", in: "triage")
        #expect(values["custom.initials"] == .text("AB"))
    }

    @Test("Null for all own fields leaves alone what its writer does not see")
    func clearing() throws {
        let bay = Field.own("custom.bay", .text(bytesMax: 10), label: Words("Bay", "Baie"))
        let values = try Self.intake(.test(.analyst), [Self.initials, bay])
            .patch(try object(#"{"custom":null}"#), of: "C-1", in: "triage")
        #expect(values["custom.bay"] == .null)
        #expect(values["custom.initials"] == nil)
    }

    @Test("Nobody is asked for personal data of an erased file")
    func erased() {
        let own = Field.own(
            "custom.guardian", .text(bytesMax: 40), access: .complainant,
            label: Words("Guardian", "Tuteur"), requiredWhen: .isOneOf("severity", ["minor"]))
        let catalogue = FieldCatalogue.standard.adding(custom: [own])
        let old = RequirementTests.values(RequirementTests.review)
        let patch = RequirementTests.values([("severity", .text("minor"))])
        func problems(isErased: Bool) -> [String] {
            ChangeCheck(catalogue, for: .everything, isErased: isErased)
                .problems(in: patch) { old[$0] ?? .null }.map(\.pointer)
        }
        #expect(problems(isErased: false) == ["/custom/guardian"])
        #expect(problems(isErased: true) == [])
    }
}
