/// Invented people: owners of files, complainants, patients.
enum DemoPeople {
    /// Account names of those who work files, the busy ones first.
    static let owners: [(String, Int)] = [
        ("marie", 18), ("thomas", 15), ("claire", 13), ("david", 11), ("sophie", 10), ("james", 9),
        ("amelie", 7), ("olivier", 6), ("priya", 5), ("lukas", 3), ("helene", 2), ("oscar", 1),
    ]
    static let teams = [
        "MR Europe", "CT Europe", "North America", "Software", "Ultrasound and X-ray",
    ]

    private static let frenchFirst = [
        "Camille", "Julien", "Nathalie", "Éric", "Sandrine", "Mathieu", "Isabelle", "Yann",
        "Aurélie",
        "Benoît", "Chloé", "Stéphane", "Valérie", "Loïc", "Hélène", "Gaël", "Noémie", "Rémi",
    ]
    private static let frenchLast = [
        "Lefèvre", "Garnier", "Marchand", "Le Goff", "Perrin", "Chevalier", "Delmas", "Roussel",
        "Baudry", "Fontaine", "Guérin", "Mercier", "Vasseur", "Tessier", "Benali", "Carvalho",
        "Desmarais", "Tremblay", "Favre", "Rochat", "Lambert", "Dupuis",
    ]
    private static let englishFirst = [
        "Sarah", "Michael", "Emma", "Daniel", "Laura", "Andrew", "Karen", "Robert", "Megan",
        "Peter",
        "Anita", "Joshua", "Fiona", "Samuel", "Grace", "Ian", "Rebecca", "Owen",
    ]
    private static let englishLast = [
        "Harding", "Ellison", "Whitaker", "Morgan", "Okafor", "Fletcher", "Sandhu", "Brennan",
        "Kowalski", "Lindqvist", "Abbott", "Marsh", "Pereira", "Novak", "Caldwell", "Hughes",
        "Weber", "Schneider", "Rossi", "Jansen",
    ]

    static func name(_ language: Language, _ generator: inout DemoGenerator) -> String {
        language == .french
            ? generator.pick(frenchFirst) + " " + generator.pick(frenchLast)
            : generator.pick(englishFirst) + " " + generator.pick(englishLast)
    }

    /// A number from the ranges that are kept for fiction; nil where there is none.
    static func phone(in country: String, _ generator: inout DemoGenerator) -> String? {
        switch country {
        case "FR": "+33 1 99 00 " + generator.digits(2) + " " + generator.digits(2)
        case "GB": "+44 20 7946 0" + generator.digits(3)
        case "US", "CA":
            "+1 " + generator.pick(["212", "416", "503", "608"]) + "-555-01" + generator.digits(2)
        default: nil
        }
    }

    /// An address that leads nowhere (RFC 2606).
    static func email(of name: String) -> String {
        var text = ""
        for scalar in name.lowercased().unicodeScalars {
            switch scalar {
            case "a"..."z": text.unicodeScalars.append(scalar)
            case " ": text += "."
            case "é", "è", "ê": text += "e"
            case "î", "ï": text += "i"
            case "ë": text += "e"
            default: break
            }
        }
        return text + "@example.org"
    }

    /// What happened to a patient.
    static func harm(
        isDeath: Bool, _ language: Language, _ generator: inout DemoGenerator
    ) -> String {
        switch (language, isDeath) {
        case (.french, true):
            "Décès dans les jours suivants ; lien avec l’événement en cours d’examen."
        case (.english, true): "Died in the days that followed; the relation is being looked into."
        case (.french, false):
            generator.pick([
                "Brûlure du second degré ayant nécessité des soins ; évolution favorable.",
                "Choc à l’épaule, radiographie sans fracture, antalgiques prescrits.",
                "Malaise pendant l’immobilisation, surveillance de quelques heures.",
            ])
        case (.english, false):
            generator.pick([
                "Second-degree burn that needed treatment; recovering.",
                "Blow to the shoulder, no fracture on the radiograph, analgesics given.",
                "Fainted while held in the bore, kept for observation for some hours.",
            ])
        }
    }

    /// Two initials.
    static func initials(_ generator: inout DemoGenerator) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPRSTVWZ")
        return "\(generator.pick(letters)).\(generator.pick(letters))."
    }
}
