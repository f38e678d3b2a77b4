import Testing

@testable import Complaints

@Suite struct FileCheckTests {
    @Test func `Every check has an id of its own, words in both languages and its law`() {
        let ids = FileCheck.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for check in FileCheck.all {
            #expect(check.id.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F })
            #expect(check.sentence.english != check.sentence.french, "\(check.id)")
            #expect(check.sentence.english.hasSuffix("."), "\(check.id)")
            #expect(!check.citation.english.isEmpty, "\(check.id)")
            #expect(!check.filters.isEmpty || !check.facts.isEmpty, "\(check.id)")
            #expect(FileCheck.named(check.id)?.id == check.id)
        }
        #expect(FileCheck.named("nonsense") == nil)
        #expect(Set(FileCheck.all.flatMap(\.facts)) == Set(FileCheck.Fact.allCases))
    }

    @Test func `Checks name fields that everybody sees, and values that the fields have`() throws {
        for check in FileCheck.all {
            for (name, values) in check.filters {
                let field = try #require(FieldCatalogue.standard[name], "\(check.id) \(name.text)")
                #expect(field.access == .open, "\(check.id) \(name.text)")
                guard case .choice(let choices) = field.type else {
                    #expect(values == [""], "\(check.id) \(name.text)")
                    continue
                }
                let known = Set(choices.map(\.value) + [""])
                #expect(values.allSatisfy(known.contains), "\(check.id) \(name.text)")
            }
        }
    }
}
