import Testing

@testable import ObjectStore

@Suite struct XMLReaderTests {
    private func read(_ text: String) throws -> XMLElement { try XMLReader.read(Array(text.utf8)) }

    @Test func elementsTextAndReferencesAreRead() throws {
        let text = """
            \u{FEFF}<?xml version="1.0" encoding="UTF-8"?>
            <!-- a > comment --><s3:List xmlns:s3="http://x/" a = 'b>c'>
              <Key>a&amp;b&lt;&gt;&quot;&apos;&#65;&#x42;é</Key><Empty/><Empty ></Empty>
              <Key><![CDATA[<raw> & ]] ]]></Key><?skip this?>
            </s3:List>\n
            """
        let root = try read(text)
        #expect(root.name == "List")
        #expect(root.children.map(\.name) == ["Key", "Empty", "Empty", "Key"])
        #expect(root["Key"]?.text == "a&b<>\"'ABé")
        #expect(root.all("Key")[1].text == "<raw> & ]] ")
        #expect(root["None"] == nil)
    }

    @Test(arguments: [
        "", " ", "x", "<a>", "<a></b>", "<a></a><b/>", "<a></a>x", "<a", "<a b></a>", "<a b=c/>",
        "<a b=\"c/>", "<a>&no;</a>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#+5;</a>", "<a>& </a>",
        "<a>\u{1}</a>", "<1/>", "<:a/>", "<a:b:c/>", "<a:b></c:b>", "<a><![CDATA[x</a>", "<!-- x",
        "<a><!--x</a>",
        "<a b='1'c='2'/>", "<a/", "</a>", "<a><b></a></b>", "<a>&#65</a>",
    ])
    func whatIsNotWellFormedIsRefused(_ text: String) {
        #expect(throws: XMLError.self) { try read(text) }
    }

    @Test func documentTypesAreRefused() {
        #expect(throws: XMLError.documentType) {
            try read("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
        }
        #expect(throws: XMLError.self) { try XMLReader.read([0x3C, 0x61, 0x3E, 0xFF, 0x3C]) }
    }

    @Test func boundsHoldAtTheLimitAndOneBeyond() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        _ = try read(nested(XMLReader.depthMax))
        #expect(throws: XMLError.tooLarge) { try read(nested(XMLReader.depthMax + 1)) }
        func many(_ count: Int) -> String {
            "<a>" + String(repeating: "<b/>", count: count - 1) + "</a>"
        }
        #expect(try read(many(XMLReader.elementsMax)).children.count == XMLReader.elementsMax - 1)
        #expect(throws: XMLError.tooLarge) { try read(many(XMLReader.elementsMax + 1)) }
        let padding = XMLReader.bytesMax - "<a></a>".utf8.count
        _ = try read("<a>" + String(repeating: " ", count: padding) + "</a>")
        #expect(throws: XMLError.tooLarge) {
            try read("<a>" + String(repeating: " ", count: padding + 1) + "</a>")
        }
    }

    @Test func everyPrefixIsRefused() throws {
        let text = Array("<?xml version='1.0'?><a b='c'><d>&amp;</d><![CDATA[x]]></a>".utf8)
        _ = try XMLReader.read(text)
        for end in 0..<text.count {
            #expect(throws: XMLError.self) { try XMLReader.read(Array(text[..<end])) }
        }
    }
}
