internal import Complaints
internal import Crypto
internal import JSON
internal import Storage

/// What a pack holds and where it comes from, for programs, for `sha256sum` and for people.
struct PackManifest: Sendable {
    /// A complaint of the pack.
    struct Entry: Sendable {
        let folder: String
        let record: JSONObject

        func text(_ name: String) -> String { record[name]?.stringValue ?? "" }
    }

    /// A file of the pack.
    struct File: Sendable {
        let path: String
        let bytes: Int64
        /// In hexadecimal digits.
        let hash: String
    }

    /// Who made it, when, with which program, from which state of the log.
    struct Origin: Sendable {
        let program: String
        let time: String
        let person: String
        let language: Language
        /// The end of the log's chain; nil for an empty one.
        let head: (seq: Int64, hash: [UInt8])?
    }

    let origin: Origin
    private(set) var complaints: [Entry] = []
    private(set) var files: [File] = []

    init(_ origin: Origin) { self.origin = origin }

    mutating func add(_ complaint: PackedComplaint, in folder: String) {
        complaints.append(Entry(folder: folder, record: complaint.record))
    }

    mutating func add(_ path: String, bytes: Int64, hash: [UInt8]) {
        files.append(File(path: path, bytes: bytes, hash: Hex.encode(hash)))
    }

    /// `manifest.json`.
    var json: [UInt8] {
        let chain = origin.head.map { head in
            JSONValue.object(
                JSONObject([
                    ("seq", .number(JSONNumber(head.seq))),
                    ("hash", .string(Hex.encode(head.hash))),
                ]))
        }
        return JSONValue.object(
            JSONObject([
                ("format", .string("ibtool inspection pack 1")),
                ("program", .string(origin.program)),
                ("made", .string(origin.time)), ("by", .string(origin.person)),
                ("language", .string(origin.language.rawValue)), ("chain", chain ?? .null),
                (
                    "complaints",
                    .array(
                        complaints.map { entry in
                            .object(
                                JSONObject([
                                    ("id", entry.record["id"] ?? .null),
                                    ("number", .string(entry.text("number"))),
                                    ("version", entry.record["version"] ?? .null),
                                    ("folder", .string(entry.folder)),
                                ]))
                        })
                ),
                (
                    "files",
                    .array(
                        files.map { file in
                            .object(
                                JSONObject([
                                    ("path", .string(file.path)),
                                    ("bytes", .number(JSONNumber(file.bytes))),
                                    ("sha256", .string(file.hash)),
                                ]))
                        })
                ),
            ])
        ).serialized()
    }

    /// `SHA256SUMS`, as `sha256sum -c` reads it. Names hold no line ends.
    var sums: [UInt8] {
        files.flatMap { Array("\($0.hash)  \($0.path)\n".utf8) }
    }

    /// `index.html`.
    func index(_ catalogue: FieldCatalogue, _ speech: PackSpeech) -> [UInt8] {
        let language = speech.language
        var html = HTMLText()
        html.begin(PackWords.title[language], in: language.rawValue)
        html.element("p", PackWords.checking[language])
        html.markup("<table><tbody>\n")
        html.row([PackWords.made[language], "\(speech.time(origin.time)) UTC"])
        html.row([PackWords.by[language], origin.person])
        html.row([PackWords.program[language], origin.program])
        if let head = origin.head {
            html.row([PackWords.head[language], "\(head.seq)\n\(Hex.encode(head.hash))"])
        }
        html.markup("</tbody></table>\n")
        html.element("h2", PackWords.contents[language])
        html.markup("<table>")
        html.columns(
            [PackWords.number, PackWords.status, PackWords.received, PackWords.summary]
                .map { $0[language] })
        html.markup("<tbody>\n")
        for entry in complaints {
            html.markup("<tr><th scope=\"row\">")
            html.link(to: "\(entry.folder)/complaint.html", entry.text("number"))
            html.markup("</th>")
            let texts = ["status", "received", "summary"].map { name in
                entry.record[name].map { speech.words($0, of: catalogue[FieldName(name)]) } ?? ""
            }
            html.cells(texts)
            html.markup("</tr>\n")
        }
        html.markup("</tbody></table>\n")
        html.end()
        return html.bytes
    }
}

extension Field {
    /// A value of a choice in words; the value itself for what is none of its choices.
    func word(for value: String, _ language: Language) -> String {
        guard case .choice(let choices) = type else { return value }
        return choices.first { $0.value == value }?.label[language] ?? value
    }
}
