/// Tells what happened: takes sentences of a topic and fills in their words in braces.
///
/// A word in braces keeps its value through one record: `{code}` in the title is `{code}` in the
/// description.
struct DemoNarrator {
    let language: Language
    private let topic: DemoTopic
    private let telling: DemoTopic.Telling
    private let phrases: DemoPhrases
    private var words: [String: String]

    init(
        _ topic: DemoTopic, on model: DemoMachines.Model, in language: Language,
        _ generator: inout DemoGenerator
    ) {
        self.topic = topic
        self.language = language
        telling = topic[language]
        phrases = DemoPhrases.of(language)
        words = DemoWords.draw(for: model, in: language, &generator)
    }

    /// One line.
    func title(_ generator: inout DemoGenerator) -> String {
        filled(generator.pick(telling.titles))
    }

    /// A description of 40 to 120 words or so.
    func description(_ generator: inout DemoGenerator) -> String {
        let (first, second) = generator.pair(below: telling.details.count)
        var sentences = [
            generator.pick(phrases.openers), telling.details[first], telling.details[second],
        ]
        sentences.append(generator.pick(phrases.actions))
        if generator.chance(350) { sentences.append(generator.pick(phrases.remarks)) }
        sentences.append(generator.pick(phrases.effects))
        if generator.chance(700) { sentences.append(generator.pick(phrases.closers)) }
        // People press Enter where they see fit.
        let breaks = generator.chance(300) ? generator.number(1...sentences.count - 1) : 0
        var text = ""
        for (index, sentence) in sentences.enumerated() {
            if index > 0 { text += index == breaks ? "\n" : " " }
            text += filled(sentence)
        }
        return text
    }

    func cause(_ generator: inout DemoGenerator) -> String {
        filled(generator.pick(telling.causes))
    }

    func correction(_ generator: inout DemoGenerator) -> String {
        filled(generator.pick(phrases.corrections))
    }

    func reply(_ generator: inout DemoGenerator) -> String {
        generator.pick(phrases.replies)
    }

    /// The sentence with its words in braces replaced, its first letter a capital.
    private func filled(_ sentence: String) -> String {
        guard sentence.utf8.contains(0x7B) else { return sentence }
        var text: [UInt8] = []
        var name: [UInt8] = []
        var isName = false
        for byte in sentence.utf8 {
            switch byte {
            case 0x7B: isName = true
            case 0x7D:
                text += (words[String(decoding: name, as: UTF8.self)] ?? "").utf8
                name.removeAll(keepingCapacity: true)
                isName = false
            default:
                if isName { name.append(byte) } else { text.append(byte) }
            }
        }
        let filled = String(decoding: text, as: UTF8.self)
        return sentence.utf8.first == 0x7B
            ? filled.prefix(1).uppercased() + filled.dropFirst() : filled
    }
}

/// The words that fill the braces.
enum DemoWords {
    static func draw(
        for model: DemoMachines.Model, in language: Language, _ generator: inout DemoGenerator
    ) -> [String: String] {
        let isFrench = language == .french
        let hour = generator.number(0...23)
        let minute = DemoMachines.padded(generator.number(0...59), 2)
        let exams = (isFrench ? frenchExams : englishExams)[model.modality] ?? []
        let sequences = self.sequences[model.modality] ?? (isFrench ? ["la revue"] : ["reading"])
        return [
            "n": String(generator.number(2...9)), "nn": String(generator.number(11...68)),
            "pct": String(generator.number(7...84)), "min": String(generator.number(4...55)),
            "kv": String(generator.pick([80, 100, 120, 135, 140])),
            "axis": generator.pick(["X", "Y", "Z"]), "code": code(&generator),
            "part": "\(generator.number(10...98))-\(generator.digits(5))",
            "time": isFrench ? "\(hour) h \(minute)" : "\(hour):\(minute)",
            "version": "\(generator.number(3...8)).\(generator.number(0...9))",
            "room": (isFrench ? "salle " : "room ") + String(generator.number(1...9)),
            "side": generator.pick(isFrench ? ["gauche", "droit"] : ["left", "right"]),
            "coil": generator.pick(isFrench ? frenchCoils : englishCoils),
            "who": generator.pick(isFrench ? frenchRoles : englishRoles),
            "exam": exams.isEmpty
                ? (isFrench ? "une relecture" : "a reading session") : generator.pick(exams),
            "seq": generator.pick(sequences), "product": model.product,
        ]
    }

    /// Codes as different systems write them; nearly every one is rare.
    private static func code(_ generator: inout DemoGenerator) -> String {
        switch generator.below(4) {
        case 0: "E-" + generator.digits(4)
        case 1: "0x" + String(generator.number(0x1000...0xFFFF), radix: 16, uppercase: true)
        case 2:
            generator.pick(["GRA", "RFA", "TBL", "XGS", "REC", "NET"]) + "_" + generator.digits(3)
        default: "\(generator.number(100...999)).\(generator.number(1...40))"
        }
    }

    private static let sequences: [String: [String]] = [
        "MR": [
            "T2 TSE", "T1 SE", "FLAIR", "DWI", "STIR", "3D TOF", "EPI", "MPRAGE", "HASTE",
            "DIXON", "SWI", "BOLD", "MRCP", "VIBE",
        ],
        "CT": ["TAP", "CTA", "HRCT", "CCTA", "SPIRAL 0.625", "PERFUSION", "SCOUT"],
        "XA": ["DSA", "3D-RA", "FLUORO 15 fps", "ROADMAP"],
        "PT": ["FDG WB", "PSMA", "CTAC", "DOTATOC"], "NM": ["MDP", "SPECT", "DMSA"],
        "US": ["DOPPLER", "B-MODE", "CEUS"], "DX": ["THORAX PA", "RACHIS"],
        "MG": ["TOMO", "MLO", "CC"],
    ]
    private static let englishExams: [String: [String]] = [
        "MR": [
            "a brain scan", "a lumbar spine examination", "a knee MRI", "a breast MRI",
            "a cardiac examination", "a prostate examination", "an MR angiography",
            "a liver examination with contrast", "a paediatric brain scan under sedation",
        ],
        "CT": [
            "a trauma whole-body scan", "a chest CT", "a stroke protocol", "a coronary CT",
            "an abdominal CT with contrast", "a sinus scan", "a low-dose lung screening",
            "a CT-guided biopsy",
        ],
        "XA": [
            "a thrombectomy", "a coronary angiography", "an embolisation", "a pacing procedure",
        ],
        "PT": ["a whole-body PET", "a PSMA PET", "an attenuation scan"],
        "NM": ["a bone scintigraphy", "a myocardial SPECT"],
        "US": ["an obstetric ultrasound", "a liver ultrasound", "a carotid Doppler"],
        "DX": ["a chest radiograph", "a hip radiograph", "a full-spine radiograph"],
        "MG": ["a screening mammogram", "a stereotactic biopsy"],
    ]
    private static let frenchExams: [String: [String]] = [
        "MR": [
            "une IRM cérébrale", "un rachis lombaire", "une IRM du genou", "une IRM mammaire",
            "un examen cardiaque", "une IRM de la prostate", "une angio-IRM",
            "un foie avec injection", "une IRM pédiatrique sous sédation",
        ],
        "CT": [
            "un body-scanner de polytraumatisé", "un scanner thoracique", "un protocole AVC",
            "un coroscanner", "un abdomen injecté", "un scanner des sinus",
            "un dépistage pulmonaire à basse dose", "une biopsie sous scanner",
        ],
        "XA": [
            "une thrombectomie", "une coronarographie", "une embolisation",
            "une pose de stimulateur",
        ],
        "PT": ["une TEP corps entier", "une TEP PSMA", "une acquisition d’atténuation"],
        "NM": ["une scintigraphie osseuse", "une SPECT myocardique"],
        "US": ["une échographie obstétricale", "une échographie du foie", "un Doppler carotidien"],
        "DX": ["une radiographie du thorax", "une hanche de face", "un rachis entier"],
        "MG": ["une mammographie de dépistage", "une biopsie stéréotaxique"],
    ]
    private static let englishCoils = [
        "head", "head-neck", "knee", "shoulder", "spine", "breast", "body array", "wrist",
        "foot-ankle", "flexible", "cardiac", "endorectal",
    ]
    private static let frenchCoils = [
        "tête", "tête-cou", "genou", "épaule", "rachis", "sein", "corps", "poignet", "cheville",
        "souple", "cardiaque", "endorectale",
    ]
    private static let englishRoles = [
        "the radiographer", "the lead radiographer", "the radiologist on duty",
        "the medical physicist", "the biomedical engineer", "the night team",
        "our service engineer",
    ]
    private static let frenchRoles = [
        "la manipulatrice", "le cadre du service", "le radiologue de garde",
        "la physicienne médicale",
        "l’ingénieur biomédical", "l’équipe de nuit", "notre technicien",
    ]
}
