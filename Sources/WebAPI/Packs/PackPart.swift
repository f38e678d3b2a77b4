internal import Complaints
internal import Crypto
internal import JSON
internal import Platform
internal import Storage

/// What belongs to a complaint and is not its record, as a part of its own in a pack: a page for people
/// and the same as JSON. A new kind of companion is a part without a line here.
struct PackPart {
    /// One record of the part: what it is, then a line for each thing to be said of it.
    struct Block {
        let title: String
        var lines: [(label: String, text: String)]
        /// What was asked and answered, for a decision.
        var answers: [GivenAnswer] = []
    }

    /// An answer with its question and the law that asks it.
    struct GivenAnswer {
        let question: String
        let answer: String
        let law: String
    }

    /// What its two files are called, e.g. `tasks`.
    let name: String
    let title: Words
    let blocks: [Block]
    let json: [UInt8]

    /// Its page.
    func html(of number: String, _ speech: PackSpeech) -> [UInt8] {
        var html = HTMLText()
        html.begin("\(number) · \(speech[title])", in: speech.language.rawValue)
        html.markup("<p class=\"note\">")
        html.link(to: "complaint.html", "\(speech[PackWords.complaint]) \(number)")
        html.markup(" · ")
        html.link(to: "\(name).json", speech[PackWords.same])
        html.markup("</p>\n")
        write(to: &html, speech, heading: "h2")
        html.end()
        return html.bytes
    }

    /// Its blocks, under headings of that level.
    func write(to html: inout HTMLText, _ speech: PackSpeech, heading: StaticString) {
        if blocks.isEmpty { return html.element("p", speech[PackWords.none]) }
        for block in blocks {
            html.markup("<section>\n")
            html.element(heading, block.title)
            html.markup("<table><tbody>\n")
            for line in block.lines { html.row([line.label, line.text]) }
            html.markup("</tbody></table>\n")
            if !block.answers.isEmpty { write(block.answers, to: &html, speech) }
            html.markup("</section>\n")
        }
    }

    private func write(
        _ answers: [GivenAnswer], to html: inout HTMLText, _ speech: PackSpeech
    ) {
        html.markup("<table class=\"answers\">")
        html.columns([PackWords.question, PackWords.answer, PackWords.law].map { speech[$0] })
        html.markup("<tbody>\n")
        for answer in answers { html.row([answer.question, answer.answer, answer.law]) }
        html.markup("</tbody></table>\n")
    }
}
