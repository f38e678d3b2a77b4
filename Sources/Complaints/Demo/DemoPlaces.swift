/// Cities, and invented hospitals in them.
enum DemoPlaces {
    struct City {
        let name: String
        let abbreviation: String
        let country: String
        let language: Language
    }

    /// Every city as often as its country has sites.
    static let cities: [City] =
        read("FR", .french, french) + read("FR", .french, french) + read("CH", .french, swissFrench)
        + read("CH", .english, swissGerman) + read("BE", .french, belgianFrench)
        + read("BE", .english, belgianDutch) + read("CA", .french, canadianFrench)
        + read("CA", .english, canadian) + read("US", .english, american)
        + read("GB", .english, british) + read("DE", .english, german)
        + read("LU", .french, "Luxembourg LUX") + read("NL", .english, dutch)
        + read("IE", .english, "Dublin DUB,Cork ORK")
        + read("IT", .english, "Torino TRN,Bologna BLQ")
        + read("ES", .english, "Sevilla SVQ,Bilbao BIO") + read("AT", .english, "Graz GRZ,Linz LNZ")

    private static let french =
        "Lille LIL,Lyon LYO,Marseille MRS,Nantes NTE,Rennes RNS,Bordeaux BOD,Toulouse TLS,"
        + "Strasbourg SXB,Nancy NCY,Dijon DIJ,Grenoble GNB,Montpellier MPL,Nice NCE,Brest BES,"
        + "Rouen URO,Caen CFR,Amiens AMI,Reims RHE,Tours TUF,Poitiers PIS,Limoges LIG,"
        + "Clermont-Ferrand CFE,Besançon BSN,Angers ANE,Le Mans LME,Orléans ORL,Metz MZM,"
        + "Saint-Étienne EBU,Perpignan PGF,Bayonne BIQ,La Rochelle LRH,Quimper UIP,Troyes TRY,"
        + "Valenciennes VLS,Annecy NCA,Avignon AVN,Ajaccio AJA,Saint-Denis RUN"
    private static let swissFrench = "Lausanne QLS,Genève GVA,Fribourg FRI,Neuchâtel QNC,Sion SIR"
    private static let swissGerman = "Bern BRN,Basel BSL,Luzern QLJ,St. Gallen QGL"
    private static let belgianFrench = "Liège LGG,Namur QNM,Charleroi CRL,Mons MNS,Bruxelles BRU"
    private static let belgianDutch = "Gent GNE,Antwerpen ANR,Leuven LVN"
    private static let canadianFrench = "Montréal YUL,Québec YQB,Sherbrooke YSC,Trois-Rivières YRQ"
    private static let canadian = "Toronto YYZ,Halifax YHZ,Calgary YYC,Winnipeg YWG"
    private static let american =
        "Boston BOS,Madison MSN,Portland PDX,Cleveland CLE,Tucson TUS,Raleigh RDU,Omaha OMA,"
        + "Albany ALB,Spokane GEG,Savannah SAV,Duluth DLH,Tulsa TUL"
    private static let british =
        "Leeds LDS,Bristol BRS,Norwich NWI,Exeter EXT,Sheffield SHF,Cardiff CWL,Glasgow GLA,"
        + "Belfast BFS,York YRK"
    private static let german =
        "Freiburg FBG,Kassel KSF,Bremen BRE,Rostock RLG,Ulm ULM,Jena JEN,Mainz MNZ,Aachen AAH"
    private static let dutch = "Utrecht UTC,Groningen GRQ,Breda BDA"

    private static func read(_ country: String, _ language: Language, _ list: String) -> [City] {
        list.split(separator: ",").compactMap { entry in
            guard let space = entry.lastIndex(of: " ") else { return nil }
            return City(
                name: String(entry[..<space]),
                abbreviation: String(entry[space...].dropFirst()),
                country: country, language: language)
        }
    }

    /// The name of an invented hospital, as hospitals are called in that country.
    static func hospital(in city: City, _ generator: inout DemoGenerator) -> String {
        switch city.country {
        case "FR", "LU": generator.pick(frenchKinds) + generator.pick(frenchPatrons)
        case "CH" where city.language == .french, "BE" where city.language == .french,
            "CA" where city.language == .french:
            generator.pick(otherFrenchKinds) + generator.pick(frenchPatrons)
        case "CH", "DE", "AT": generator.pick(germanPatrons) + generator.pick(germanKinds)
        case "BE", "NL": generator.pick(dutchKinds) + " " + generator.pick(dutchPatrons)
        case "IT": "Ospedale " + generator.pick(["San Vito", "Santa Lucia Nuova", "dei Tigli"])
        case "ES":
            "Hospital " + generator.pick(["de la Ribera Alta", "Santa Eulalia", "del Roble"])
        default: generator.pick(englishPatrons) + " " + generator.pick(englishKinds)
        }
    }

    private static let frenchKinds = [
        "Clinique ", "Centre hospitalier ", "Hôpital ", "Polyclinique ", "Centre d’imagerie ",
        "Hôpital privé ", "Institut ",
    ]
    private static let otherFrenchKinds = ["Hôpital ", "Clinique ", "Centre hospitalier "]
    private static let frenchPatrons = [
        "des Tilleuls", "du Val Clair", "Saint-Aubin", "de la Croisée", "Sainte-Odile-des-Prés",
        "du Grand Large", "des Trois Rivières", "Marguerite Valmont", "Émile Darrieu",
        "de la Pierre Bleue", "du Bois Joli", "Notre-Dame-du-Chêne", "des Quatre Vents",
        "Antoine Lescure", "de l’Estuaire", "du Haut Plateau", "Saint-Elme", "des Hortensias",
        "Jeanne Aubrac-Morel", "du Pont Neuf", "de la Source", "des Bruyères", "Louis Ferrand",
    ]
    private static let germanPatrons = [
        "St. Ansgar", "Lindenhof", "Bergwald", "St. Verena", "Rosengarten", "Talblick", "Seefeld",
    ]
    private static let germanKinds = ["-Klinikum", "-Krankenhaus", "-Klinik", "-Spital"]
    private static let dutchKinds = ["Ziekenhuis", "Kliniek", "Medisch Centrum"]
    private static let dutchPatrons = ["De Wilg", "Sint-Lieven", "Ter Duinen", "Noorderpark"]
    private static let englishPatrons = [
        "Riverside", "St Aldhelm", "Queen’s Meadow", "Northgate", "Lakeview", "Holly Hill",
        "Harbour", "Fairmount", "Prairie Creek", "Cedar Grove", "St Brannock", "Millbrook",
        "Eastfield", "Two Rivers", "Stonebridge", "Evergreen", "Whitcombe", "Maple Ridge",
    ]
    private static let englishKinds = [
        "General Hospital", "Medical Center", "Imaging Centre", "Infirmary", "Community Hospital",
        "University Hospital", "Children’s Hospital", "Clinic",
    ]

    /// The part of the hospital where the systems stand.
    static func department(_ language: Language, _ generator: inout DemoGenerator) -> String {
        language == .french
            ? generator.pick([
                "imagerie médicale", "radiologie", "plateau technique", "neuroradiologie",
                "imagerie de coupe", "imagerie pédiatrique", "urgences", "bâtiment B",
            ])
            : generator.pick([
                "Radiology", "Imaging", "Diagnostic Centre", "Neuroradiology", "Emergency",
                "Outpatient Imaging", "Paediatric Imaging", "North Wing",
            ])
    }
}
