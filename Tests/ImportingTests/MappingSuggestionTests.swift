import Complaints
import JSON
import Testing

@testable import Importing

@Suite("Suggesting a mapping")
struct MappingSuggestionTests {
    @Test("a French spreadsheet in Windows-1252 with semicolons is understood")
    func frenchSpreadsheet() throws {
        let text = """
            N° réclamation;Date de réception;Date de l'événement;Site;Client;Modalité;Modèle;N° de série;Gravité;Statut;Description du problème
            R-1;03/02/2026;28/01/2026;Lille;CHU de Lille;IRM;Alpha 3T;SN-77;Majeure;En cours;L'antenne tête s'arrête pendant l'acquisition
            R-2;04/02/2026;04/02/2026;Nîmes;CHU de Nîmes;Scanner;Beta;SN-78;Mineure;Clôturé;Artéfact en étoile sur les coupes basses
            """
        let bytes = text.unicodeScalars.map { UInt8($0.value) }
        let planning = try Planning(bytes, fileName: "Réclamations 2026.csv")
        #expect(
            planning.fields == [
                "N° réclamation": "source_id", "Date de réception": "received",
                "Date de l'événement": "event_date", "Site": "site", "Client": "customer",
                "Modalité": "modality", "Modèle": "model", "N° de série": "serial",
                "Gravité": "severity", "Statut": "status",
                "Description du problème": "description",
            ])
        #expect(planning.suggestion.mapping.source == "réclamations 2026")
        let row = try #require(planning.rows.first)
        #expect(row.values["received"] == .text("2026-02-03"))
        #expect(row.values["event_date"] == .text("2026-01-28"))
        #expect(row.values["modality"] == .text("MR"))
        #expect(row.values["severity"] == .text("serious"))
        #expect(row.values["status"] == .text("investigation"))
        #expect(row.siteName == "Lille")
        #expect(row.values["customer"] == .text("CHU de Lille"))
        #expect(row.sourceID == "R-1" && row.identity == "R-1")
        #expect(planning.rejections == [])
    }

    @Test("an export of a customer system in English is understood")
    func customerSystem() throws {
        let planning = try Planning(
            """
            CaseNumber,CreatedDate,Account Name,Subject,Description,Priority,Serial_Number__c,Case Origin,Country
            00012,2026-02-03T09:12:44.000+0000,Mercy Hospital,Table stuck,"The table does not move any more, since the update",High,S1,Phone,USA
            00013,2026-02-04T09:12:44.000+0000,Mercy Hospital,Noise,"The gantry makes a noise that was not there before",Low,S2,Email,France
            """)
        #expect(
            planning.fields == [
                "CaseNumber": "source_id", "CreatedDate": "received", "Account Name": "customer",
                "Subject": "summary", "Description": "description", "Priority": "priority",
                "Serial_Number__c": "serial", "Case Origin": "channel", "Country": "country",
            ])
        let row = try #require(planning.rows.first)
        #expect(row.values["country"] == .text("US"))
        #expect(row.values["channel"] == .text("phone"))
        #expect(row.values["received"] == .text("2026-02-03"))
        #expect(row.values["summary"] == .text("Table stuck"))
    }

    @Test("MAUDE's own columns name the source, whatever the file is called")
    func maude() throws {
        let planning = try Planning(
            "MDR_REPORT_KEY|EVENT_TYPE|DATE_RECEIVED|MANUFACTURER_D_NAME|FOI_TEXT\n"
                + "1|IN|01/31/2020|X|It broke while the patient was inside the bore\n"
                + "2|*|02/01/2020|X|It broke again while nobody was inside the bore\n",
            fileName: "a.txt")
        #expect(planning.suggestion.mapping.source == "maude")
        #expect(
            planning.rows.map { $0.values["outcome"] } == [
                .text("serious_injury"), .text("unknown"),
            ])
        #expect(
            planning.rows.map { $0.values["received"] } == [
                .text("2020-01-31"), .text("2020-02-01"),
            ])
    }

    @Test("in a list that IBTool exported, columns mean what their names mean here")
    func ownExport() throws {
        let planning = try Planning(
            "id,number,version,status,severity,received,country,channel,software_version,summary,"
                + "source,source_id,created,updated\n"
                + "7,C-2026-000007,3,triage,minor,2026-01-02,FR,phone,,Coil,maude,R-1,"
                + "2026-02-03T09:12:44Z,2026-02-04T09:12:44Z\n"
                + "8,C-2026-000008,1,received,none,2026-01-03,BE,email,5.1,Table,,,"
                + "2026-02-05T09:12:44Z,2026-02-06T09:12:44Z\n", fileName: "complaints.csv")
        let names = [
            "status", "severity", "received", "country", "channel", "software_version", "summary",
            "source_id",
        ]
        #expect(planning.fields == Dictionary(uniqueKeysWithValues: names.map { ($0, $0) }))
        #expect(
            planning.rows.map { $0.values["received"] } == [
                .text("2026-01-02"), .text("2026-01-03"),
            ])
    }

    @Test("an answer of openFDA is understood, nested members included")
    func openFDA() throws {
        let record = """
            {"report_number":"R-1","mdr_report_key":"77","date_received":"20200131",
             "event_type":"Malfunction","device":[{"brand_name":"ALPHA","generic_name":"MR SYSTEM",
             "manufacturer_d_name":"MAKER","model_number":"A3","device_report_product_code":"LNH"}],
             "mdr_text":[{"text_type_code":"Description of Event or Problem",
             "text":"THE TABLE STOPPED IN THE MIDDLE OF A SCAN AND COULD NOT BE MOVED."}]}
            """
        let planning = try Planning(
            #"{"meta":{},"results":["# + record + "]}", fileName: "events.json")
        #expect(planning.suggestion.mapping.source == "maude")
        let row = try #require(planning.rows.first)
        #expect(row.sourceID == "R-1")
        #expect(row.values["received"] == .text("2020-01-31"))
        #expect(row.values["outcome"] == .text("malfunction"))
        #expect(row.values["brand"] == .text("ALPHA"))
        #expect(row.values["product_code"] == .text("LNH"))
        #expect(row.values["description"]?.text?.hasPrefix("THE TABLE STOPPED") == true)
    }

    @Test("an export of mongoexport is understood: object ids and dates of extended JSON")
    func mongoExport() throws {
        let planning = try Planning(
            """
            {"_id":{"$oid":"5f1d7f3e9d3e2a0001a1b2c3"},"receivedAt":{"$date":"2026-02-03T09:12:44Z"},"serialNumber":"S1","description":"The antenna is broken"}
            {"_id":{"$oid":"5f1d7f3e9d3e2a0001a1b2c4"},"receivedAt":{"$date":"2026-02-04T09:12:44Z"},"serialNumber":"S2","description":"The antenna is broken again"}
            """, fileName: "complaints.json")
        #expect(
            planning.fields == [
                "_id": "source_id", "receivedAt": "received", "serialNumber": "serial",
                "description": "description",
            ])
        #expect(planning.rows.map(\.identity).first == "5f1d7f3e9d3e2a0001a1b2c3")
        #expect(planning.rows.first?.values["received"] == .text("2026-02-03"))
    }

    @Test("a class of device under the name of a product code is not one")
    func deviceClass() throws {
        let planning = try Planning("id,product_code\n1,2\n2,2\n3,1\n")
        #expect(planning.fields["product_code"] == nil)
    }

    @Test("where no column has a date of receipt, the row's best other date stands in, and says so")
    func fallback() throws {
        let planning = try Planning(
            "id,report date,event date,text\n1,2020-02-01,2020-01-01,x\n2,,2020-01-02,x\n3,,,x\n")
        #expect(planning.suggestion.mapping.receivedFallback == ["report date", "event date"])
        #expect(
            planning.rows.map { $0.values["received"] } == [
                .text("2020-02-01"), .text("2020-01-02"), nil,
            ])
    }

    @Test("of two columns of one name the fuller one is taken")
    func fuller() throws {
        let planning = try Planning(
            "DATE_RECEIVED,DATE_RECEIVED_x\n,12/31/2025\n,12/30/2025\n12/31/2025,12/29/2025\n")
        #expect(planning.fields == ["DATE_RECEIVED_x": "received"])
    }

    @Test("a mapping written as JSON is read back the same")
    func roundTrip() throws {
        let planning = try Planning(
            "MDRFOI ID,Event Date,Event Type,Notes\n1,Event Date 08/31/2024,Event Type  Injury,a\n")
        var mapping = planning.suggestion.mapping
        mapping.name = "cardio"
        mapping.defaults = ["channel": "file"]
        let parsed = try JSONValue.parse(mapping.json.serialized())
        #expect(try ImportMapping(parsed, catalogue: .standard) == mapping)
        #expect(mapping[column: "Event Date"]?.label == "Event Date")
    }

    @Test(
        "a mapping that cannot be is refused with a pointer",
        arguments: [
            (#"[]"#, "", "wrong_type"), (#"{"source":"x"}"#, "/columns", "required"),
            (#"{"columns":{"a":{"field":"nothing"}}}"#, "/columns/a/field", "unknown_field"),
            (#"{"columns":{"a":{"field":"number"}}}"#, "/columns/a/field", "read_only"),
            (#"{"columns":{"a/b":{"field":1}}}"#, "/columns/a~1b/field", "wrong_type"),
            (
                #"{"columns":{"a":{"field":"received","date_format":"american"}}}"#,
                "/columns/a/date_format", "not_a_choice"
            ),
        ])
    func refused(text: String, pointer: String, code: String) throws {
        let json = try JSONValue.parse(Array(text.utf8))
        let found = Self.problems(of: json)
        #expect(found.map(\.pointer) == [pointer])
        #expect(found.map(\.code.rawValue) == [code])
    }

    private static func problems(of json: JSONValue) -> [FieldProblem] {
        do throws(Refusal) {
            _ = try ImportMapping(json, catalogue: .standard)
            return []
        } catch {
            guard case .invalid(let problems) = error else { return [] }
            return problems
        }
    }
}
