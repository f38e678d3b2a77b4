internal import Complaints
internal import JSON
internal import Storage

extension PackPart {
    /// Everything of one kind, withdrawn ones included; a merged complaint's number is said beside what came
    /// from it.
    static func companions(
        _ kind: CompanionKind, _ all: [Companion], of complaint: PackedComplaint,
        _ speech: PackSpeech
    ) -> PackPart {
        var writer = JSONWriter(reserving: 512 * all.count + 64)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for companion in all { writer.companion(companion, kind) }
        writer.endArray()
        writer.endObject()
        return PackPart(
            name: kind.path, title: PackWords.kind(kind),
            blocks: all.map { block($0, kind, of: complaint, speech) }, json: writer.take())
    }

    /// What tells one of a kind from the others: where it was decided, what is to be done, for whom.
    static func title(
        of companion: Companion, _ kind: CompanionKind, _ speech: PackSpeech
    ) -> String {
        let names: [FieldName] =
            switch kind.entity {
            case .decision: ["jurisdiction", "decided"]
            case .report: ["jurisdiction", "type", "sequence"]
            case .link: ["relation", "other"]
            case .comment: ["audience"]
            case .watcher: ["owner"]
            default: ["title"]
            }
        let texts = names.compactMap { text(of: $0, companion, kind, speech) }
        return texts.isEmpty ? speech[PackWords.erased] : texts.joined(separator: ", ")
    }

    private static func block(
        _ companion: Companion, _ kind: CompanionKind, of complaint: PackedComplaint,
        _ speech: PackSpeech
    ) -> Block {
        var lines: [(label: String, text: String)] = []
        if companion.number != complaint.number {
            lines.append((speech[PackWords.complaint], companion.number))
        }
        // When a report is due stands with its rule.
        for field in kind.catalogue.fields
        where field.type != .object && (kind.entity, field.name) != (.report, "due") {
            if let text = text(of: field.name, companion, kind, speech) {
                lines.append((speech[field.label], text))
            }
        }
        lines += PackDeadline(of: companion, kind, in: complaint, speech)?.lines(speech) ?? []
        lines += signatures(of: companion, kind, in: complaint, speech)
        lines.append(
            (
                speech[PackWords.entered],
                "\(speech.time(companion.createdAt)) UTC, \(companion.createdBy)"
            ))
        if let withdrawal = companion.withdrawal {
            lines.append(
                (
                    speech[PackWords.withdrawal],
                    "\(speech.time(withdrawal.at)) UTC, \(withdrawal.by)\(speech.colon)"
                        + withdrawal.reason
                ))
        }
        return Block(
            title: title(of: companion, kind, speech), lines: lines,
            answers: answers(of: companion, speech))
    }

    /// Who signed it, when and as what.
    private static func signatures(
        of companion: Companion, _ kind: CompanionKind, in complaint: PackedComplaint,
        _ speech: PackSpeech
    ) -> [(label: String, text: String)] {
        complaint.signatures.map(\.signature).filter {
            $0.record == kind.entity.rawValue && $0.recordID == companion.id
        }.map { signature in
            let meaning = speech[meaning(of: signature)]
            return (
                speech[PackWords.signedBy],
                "\(signature.name) (\(signature.signer)), \(speech.time(signature.at)) UTC, \(meaning)"
            )
        }
    }

    /// A value that is there in words; nil for none.
    private static func text(
        of name: FieldName, _ companion: Companion, _ kind: CompanionKind, _ speech: PackSpeech
    ) -> String? {
        guard let field = kind.catalogue[name] else { return nil }
        if companion.isErased, field.storage == .sealed { return speech[PackWords.erased] }
        let value = companion[name]
        return value.isNull ? nil : speech.words(value.json, of: field)
    }

    /// What was answered to the questions of the law, in their order.
    private static func answers(of companion: Companion, _ speech: PackSpeech) -> [GivenAnswer] {
        guard case .object(let given) = companion["answers"] else { return [] }
        let known = ReportingGuide.all.flatMap(\.questions).filter { given[$0.id] != nil }
        let asked = known.map { question in
            GivenAnswer(
                question: speech[question.text], answer: word(given[question.id], speech),
                law: question.citation[speech.language])
        }
        let others = given.members.filter { ReportingGuide.question($0.name) == nil }
        return asked
            + others.map { GivenAnswer(question: $0.name, answer: word($0.value, speech), law: "") }
    }

    private static func word(_ answer: JSONValue?, _ speech: PackSpeech) -> String {
        let text = answer?.stringValue ?? ""
        return ReportingGuide.Answer(rawValue: text).map { speech[$0.label] } ?? text
    }
}
