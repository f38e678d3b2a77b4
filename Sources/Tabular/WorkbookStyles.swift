/// What the numbers of a workbook mean, by the style of their cell.
struct WorkbookStyles {
    /// What a number stands for.
    enum NumberKind {
        case plain, date, time
    }

    private var kinds: [NumberKind] = []

    /// Styles of a workbook that has none.
    init() {}

    /// Reads xl/styles.xml (ECMA-376 part 1 section 18.8).
    init(_ stream: any ByteStream, entry: String) throws(TableError) {
        var xml = XMLPullParser(stream, entry: entry)
        var formats: [Int: NumberKind] = [:]
        var isInCellFormats = false
        while true {
            switch try xml.next() {
            case .endOfDocument: return
            case .start where xml.isNamed("numFmt"):
                if let id = try xml.attributeText("numFmtId").flatMap({ Int($0) }),
                    let code = try xml.attributeText("formatCode")
                {
                    formats[id] = WorkbookStyles.kind(formatCode: code)
                }
            case .start where xml.isNamed("cellXfs"): isInCellFormats = true
            case .end where xml.isNamed("cellXfs"): isInCellFormats = false
            case .start where isInCellFormats && xml.isNamed("xf"):
                let id = try xml.attributeText("numFmtId").flatMap { Int($0) } ?? 0
                kinds.append(formats[id] ?? WorkbookStyles.kind(builtIn: id))
            default: break
            }
        }
    }

    /// What a number in a cell of that style stands for.
    func kind(_ style: Int) -> NumberKind {
        kinds.indices.contains(style) ? kinds[style] : .plain
    }

    /// The formats that every program knows by number (section 18.8.30).
    static func kind(builtIn id: Int) -> NumberKind {
        switch id {
        case 14...17, 22, 27...31, 34...36, 50...54, 57, 58: .date
        case 18...21, 32, 33, 45, 47, 55, 56: .time
        default: .plain
        }
    }

    /// What a format written out stands for: dates and times have letters that numbers have not.
    /// Elapsed time such as `[h]:mm` is a plain number.
    static func kind(formatCode: String) -> NumberKind {
        var letters: Set<UInt8> = []
        var bytes = Array(formatCode.utf8)[...]
        while let byte = bytes.popFirst(), byte != 0x3B {
            switch byte {
            case 0x22: bytes = bytes.drop { $0 != 0x22 }.dropFirst()
            case 0x5C, 0x5F, 0x2A: bytes = bytes.dropFirst()
            case 0x5B:
                let inside = bytes.prefix { $0 != 0x5D }
                bytes = bytes.dropFirst(inside.count + 1)
                if inside.allSatisfy({ "hmsHMS".utf8.contains($0) }) { return .plain }
            default: letters.insert(byte | 0x20)
            }
        }
        let hasTime = letters.contains(0x68) || letters.contains(0x73)
        let hasDate = letters.contains(0x79) || letters.contains(0x64)
        if hasDate || letters.contains(0x6D) && !hasTime { return .date }
        // "General" and the like have no h; an s alone could be "s" of a currency.
        return hasTime ? .time : .plain
    }
}
