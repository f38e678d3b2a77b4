import Complaints
import Testing

@Suite struct FileNameTests {
    @Test(arguments: [
        ("scan.pdf", "scan.pdf"), ("../../etc/passwd", "passwd"), ("C:\\Temp\\log.txt", "log.txt"),
        ("/absolute/x", "x"), ("a/", "a"), ("", "file"), ("..", "file"), (".", "file"),
        ("/", "file"), ("...", "file"), (" . ", "file"), ("name. . ", "name"),
        (".htaccess", ".htaccess"), ("a\0b\r\n.png", "ab.png"),
        // Shown as "invoice exe.png" by whoever believes the override.
        ("invoice\u{202E}gnp.exe", "invoicegnp.exe"), ("a\u{200B}\u{FEFF}b", "ab"),
        ("Compte rendu d’intervention n° 3.docx", "Compte rendu d’intervention n° 3.docx"),
        ("磁共振.dcm", "磁共振.dcm"), ("a/\u{105E}b", "\u{105E}b"),
        ("a\\\u{301}b", "\u{301}b"), ("CON", "CON"),
    ])
    func `A name is the last step, without what deceives`(_ given: String, _ expected: String) {
        #expect(FileName(given).text == expected)
    }

    @Test(arguments: ["é", "磁", "a", "😀"])
    func `A long name keeps its ending and fits`(_ character: String) {
        let name = FileName(String(repeating: character, count: 400) + ".tar.gz").text
        #expect(name.utf8.count <= FileName.bytesMax)
        #expect(name.utf8.count > FileName.bytesMax - 5)
        #expect(name.hasSuffix(".gz"))
        // The cut falls behind dots and blanks.
        let dotted =
            String(repeating: character, count: 20) + " ... " + String(repeating: "x", count: 300)
        for count in 1...40 {
            let cut = FileName(String(repeating: "y", count: 255 - count) + dotted).text
            #expect(FileName(cut).text == cut, "\(count)")
        }
        #expect(FileName(String(repeating: "x", count: 255)).text.utf8.count == 255)
        #expect(FileName(String(repeating: "x", count: 256)).text.utf8.count == 255)
    }
}
