import Foundation
import Testing
import WebAssets

/// The files as they are in the source tree.
private let webFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/CWebAssets/web")

private func filesOnDisk() throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    let root = webFolder.standardizedFileURL.path + "/"
    let walk = FileManager.default.enumerator(at: webFolder, includingPropertiesForKeys: nil)
    for case let file as URL in try #require(walk) {
        var isFolder: ObjCBool = false
        let path = file.standardizedFileURL.path
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if isFolder.boolValue { continue }
        files[String(path.dropFirst(root.count))] = [UInt8](try Data(contentsOf: file))
    }
    return files
}

@Suite struct WebAssetsTests {
    let assets = WebAssets()

    @Test func everyFileUnderWebIsEmbeddedAndNothingElse() throws {
        #expect(try assets.paths == filesOnDisk().keys.sorted(), "run Sources/CWebAssets/embed.sh")
    }

    @Test func theEmbeddedBytesAreTheFilesBytes() throws {
        for (path, bytes) in try filesOnDisk() {
            #expect(assets.asset(path)?.bytes.bytes == bytes, "\(path)")
        }
    }

    @Test func thePageAsksForItsFilesUnderTheFingerprint() throws {
        let page = String(decoding: assets.indexPage.bytes.bytes, as: UTF8.self)
        #expect(!page.contains("{{"))
        let named = page.matches(of: /(?:src|href)="\/assets\/([0-9a-f]{16})\/([^"]+)"/)
        #expect(named.count > 5)
        for match in named {
            #expect(match.1 == assets.fingerprint)
            #expect(assets.asset(String(match.2)) != nil, "\(match.2)")
        }
    }

    @Test func thePageNamesEveryModuleThatTheListNeedsOnce() throws {
        let page = String(decoding: assets.indexPage.bytes.bytes, as: UTF8.self)
        let named = page.matches(of: /rel="modulepreload" href="\/assets\/[0-9a-f]+\/([^"]+)"/)
            .map { String($0.1) }
        var needed: Set<String> = []
        var waiting = ["app.js", "js/views/complaints.js"]
        while let path = waiting.popLast() {
            guard needed.insert(path).inserted else { continue }
            let source = try String(
                contentsOf: webFolder.appendingPathComponent(path), encoding: .utf8)
            let folder = webFolder.appendingPathComponent(path).deletingLastPathComponent()
            for match in source.matches(of: /(?m)^(?:import|export|\})[^;]*?from '([^']+)'/) {
                let file = folder.appendingPathComponent(String(match.1)).standardizedFileURL.path
                waiting.append(String(file.dropFirst(webFolder.standardizedFileURL.path.count + 1)))
            }
        }
        #expect(needed.count > 40)
        #expect(named.sorted() == needed.sorted())
    }

    @Test func gzippedBytesAreTheFilesBytes() throws {
        for path in assets.paths {
            let asset = try #require(assets.asset(path))
            guard let packed = asset.gzipped else { continue }
            #expect(packed.count < asset.bytes.bytes.count)
            #expect(packed == asset.gzipped)
        }
    }

    @Test func everyFileHasAMediaTypeAndATagOfItsOwn() throws {
        var tags: Set<String> = []
        for path in assets.paths {
            let asset = try #require(assets.asset(path))
            #expect(asset.contentType != "application/octet-stream", "\(path)")
            #expect(tags.insert(asset.tag).inserted, "\(path) equals another file")
        }
    }

    /// The page, its styles and modules, and the words of the language that has more of them.
    @Test func theFirstViewOverTheWireIsUnder150Kilobytes() {
        func sum(where isCounted: (String) -> Bool) -> Int {
            assets.paths.filter(isCounted).reduce(0) { sum, path in
                let asset = assets.asset(path)
                return sum + (asset?.gzipped?.count ?? asset?.bytes.bytes.count ?? 0)
            }
        }
        let page = String(decoding: assets.indexPage.bytes.bytes, as: UTF8.self)
        let named = Set(
            page.matches(of: /(?:src|href)="\/assets\/[0-9a-f]+\/([^"]+)"/).map { String($0.1) })
        #expect(named.count > 40)
        let words = ["en", "fr"].map { code in
            sum { $0 == "i18n/\(code).js" || $0.hasPrefix("i18n/\(code)-") }
        }
        let total = sum { named.contains($0) || $0 == "index.html" } + (words.max() ?? 0)
        #expect(total > 30_000 && total < 150_000, "\(total) bytes")
    }

    @Test(arguments: ["", "missing.js", "../assets.c", "js", "/app.js"])
    func aPathThatIsNoFileIsNil(path: String) {
        #expect(assets.asset(path) == nil)
    }

    @Test func noFileBuildsMarkupFromStringsOrReachesForOtherHosts() throws {
        let forbidden = [
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://",
            "https://", " style=",
        ]
        for (path, bytes) in try filesOnDisk() {
            let text = String(decoding: bytes, as: UTF8.self)
            for word in forbidden { #expect(!text.contains(word), "\(path) holds \(word)") }
        }
    }

    @Test func bothLanguagesHaveTheSameTexts() throws {
        let files = try filesOnDisk()
        func keys(_ path: String) throws -> Set<String> {
            let text = String(decoding: try #require(files[path]), as: UTF8.self)
            let keys = text.matches(of: /(?m)^  '([a-z0-9_.\-]+)':/).map { String($0.1) }
            #expect(Set(keys).count == keys.count, "\(path) has a text twice")
            return Set(keys)
        }
        for (english, french) in [
            ("i18n/en.js", "i18n/fr.js"), ("i18n/en-work.js", "i18n/fr-work.js"),
            ("i18n/en-rules.js", "i18n/fr-rules.js"),
        ] {
            let expected = try keys(english)
            #expect(expected.count > 50)
            #expect(try expected == keys(french))
        }
    }
}
