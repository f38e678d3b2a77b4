import JSON
import Testing

@testable import Complaints

@Suite struct RestrictedColumnsTests {
    private let columns = RestrictedColumns(
        .standard,
        mapped: ["mapped": "patient_harm", "kept": "summary", "Nom": "customer", "Tel": "summary"])

    @Test(arguments: [
        ("patient.sex", FieldAccess.patient), ("PatientAge", .patient), ("date_of_birth", .patient),
        ("Nom du patient", .patient), ("NIR", .patient), ("initiales", .patient),
        ("Date de décès", .patient), ("Poids", .patient), ("mapped", .patient),
        ("reporterName", .complainant), ("phone", .complainant), ("Tel", .complainant),
        ("Nom du plaignant", .complainant), ("Plaignant", .complainant),
        ("Déclarant", .complainant), ("Manufacturer contact", .complainant),
    ])
    func `A column about a person is known by its mapping and its name`(
        column: String, access: FieldAccess
    ) {
        #expect(columns.access(of: column) == access)
    }

    @Test(arguments: [
        "Name", "nom", "Adresse", "City", "Remarques", "Médecin", "Saisi par", "Reported by",
        "Numéro de sécurité sociale", "Interlocuteur", "x", "", "12",
    ])
    func `In doubt a column that no open field takes is restricted`(column: String) {
        #expect(RestrictedColumns(.standard, mapped: [:]).access(of: column) == .complainant)
    }

    @Test(arguments: [
        "device_problem", "percentage", "Date de réception", "N° de série", "Code produit",
        "Nom du produit", "MANUFACTURER_D_NAME", "REPORT_SOURCE_CODE", "ADVERSE_EVENT_FLAG",
        "DEVICE_EVALUATED_BY_MANUFACTUR", "SERVICED_BY_3RD_PARTY_FLAG", "DATE_ADDED_DT",
        "foi_text_md5", "MDRFOI ID", "id", "kept", "Nom",
    ])
    func `A column that an open field takes or that speaks of things is open`(column: String) {
        #expect(columns.access(of: column) == .open)
    }

    @Test func `A row is masked column by column, and says whether patient columns are shown`() {
        let cells = JSONObject([("Patient", .string("P1")), ("Plaignant", .string("M. D."))])
        var writer = JSONWriter()
        let viewer = Visibility(sites: nil, seesComplainant: false, seesPatient: false)
        #expect(!columns.write(cells, for: viewer, into: &writer))
        let text = String(decoding: writer.take(), as: UTF8.self)
        #expect(text == #"{"Patient":"•••","Plaignant":"•••"}"#)
        let granted = Visibility(sites: nil, seesComplainant: true, seesPatient: true)
        var second = JSONWriter()
        #expect(columns.write(cells, for: granted, into: &second))
    }
}
