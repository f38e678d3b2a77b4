/// Invented systems: no maker of this world has these names.
enum DemoMachines {
    struct Model {
        let modality: String
        let brand: String
        let product: String
        let model: String
        /// The start of its serial numbers.
        let serialPrefix: String
        /// The device identifier of its UDI, a GTIN of 14 digits.
        let udi: String
    }

    /// The models with how often they are installed.
    static let models: [(Model, Int)] = rows.enumerated().map { index, row in
        let model = Model(
            modality: row.0, brand: row.1, product: row.2, model: row.3, serialPrefix: row.4,
            udi: gtin(item: 1_000 + index * 37))
        return (model, row.5)
    }

    private static let rows: [(String, String, String, String, String, Int)] = [
        ("MR", "Orvane", "Orvane 1.5T", "OV15-A", "V15", 130),
        ("MR", "Orvane", "Orvane 1.5T Plus", "OV15-P", "V1P", 90),
        ("MR", "Orvane", "Orvane 3T", "OV30-A", "V30", 95),
        ("MR", "Orvane", "Orvane 3T Neuro", "OV30-N", "V3N", 35),
        ("MR", "Tesselle", "Tesselle Open", "TS07-O", "T07", 30),
        ("MR", "Tesselle", "Tesselle Compact", "TS15-C", "T15", 55),
        ("CT", "Rotalys", "Rotalys 32", "RL-032", "R32", 70),
        ("CT", "Rotalys", "Rotalys 64", "RL-064", "R64", 110),
        ("CT", "Rotalys", "Rotalys 128", "RL-128", "R28", 85),
        ("CT", "Rotalys", "Rotalys 128 Cardio", "RL-128C", "R8C", 45),
        ("CT", "Bispectra", "Bispectra DE", "BS-256", "B56", 40),
        ("XA", "Vascelle", "Vascelle Mono", "VC-M20", "X20", 40),
        ("XA", "Vascelle", "Vascelle Bi-plane", "VC-B40", "X40", 20),
        ("PT", "Positaire", "Positaire PT/CT", "PA-64", "P64", 25),
        ("NM", "Gammelis", "Gammelis Duo", "GM-2", "G02", 15),
        ("US", "Ondelle", "Ondelle S7", "ON-S7", "U07", 35),
        ("DX", "Clarive", "Clarive Wall", "CL-W1", "D01", 40),
        ("MG", "Clarive", "Clarive Mammo", "CL-M3", "M03", 20),
        ("OT", "Atelier", "Atelier Review Workstation", "AT-RW", "A01", 20),
    ]

    /// A GTIN-14 under GS1's prefix for demonstrations (952), with its check digit.
    static func gtin(item: Int) -> String {
        let body = "0952" + padded(item, 9)
        var sum = 0
        for (index, byte) in body.utf8.enumerated() {
            // GS1 General Specifications section 7.9.1: weights 3 and 1 from the left of thirteen.
            sum += Int(byte - 0x30) * (index.isMultiple(of: 2) ? 3 : 1)
        }
        return body + String((10 - sum % 10) % 10)
    }

    /// The software of a product line on a day: a minor release every half year.
    static func software(_ model: Model, on day: CivilDate, _ generator: inout DemoGenerator)
        -> String
    {
        let halfYears = max(0, (day.year - 2015) * 2 + (day.month > 6 ? 1 : 0))
        let behind = min(halfYears, generator.pick(weighted: [(0, 45), (1, 30), (2, 15), (4, 10)]))
        let release = halfYears - behind
        let letter = model.modality == "MR" ? "MX" : model.modality == "CT" ? "CX" : "SX"
        let patch = generator.pick(weighted: [(0, 50), (1, 30), (2, 15), (3, 5)])
        return "\(letter) \(3 + release / 6).\(release % 6).\(patch)"
    }

    /// A number with zeros in front.
    static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
