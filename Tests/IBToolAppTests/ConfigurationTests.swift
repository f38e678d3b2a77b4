import HTTPServer
import Testing

@testable import IBToolApp

@Suite("The configuration")
struct ConfigurationTests {
    private func settings(
        _ flags: [String] = [], _ environment: [String: String] = [:], file: String? = nil
    ) throws -> ResolvedSettings {
        ResolvedSettings(
            flags: try Arguments(flags, knowing: Setting.all.map(\.option)),
            environment: environment,
            file: try file.map { text in try ConfigurationFile(path: "f", text: text) })
    }

    @Test("Flags win over variables, variables over the file, the file over the default")
    func strength() throws {
        let file = "workers = 1\nloops = 1\ncache-size = 1K\n"
        let environment = ["IBTOOL_WORKERS": "2", "IBTOOL_LOOPS": "2"]
        let found = try settings(["--workers", "3"], environment, file: file)
        #expect(found[.workers] == .init(texts: ["3"], source: .flag))
        #expect(found[.loops] == .init(texts: ["2"], source: .environment))
        #expect(found[.cacheSize] == .init(texts: ["1K"], source: .file(path: "f", line: 3)))
        #expect(found[.logLevel] == .init(texts: ["info"], source: .initial))
    }

    @Test("An empty variable counts as not set, and commas separate repeated values")
    func variables() throws {
        let found = try settings(
            [], ["IBTOOL_DATA": "", "IBTOOL_PUBLIC_HOST": "a.example, B.example"])
        #expect(found[.data].source == .initial)
        #expect(try ServeConfiguration(found).publicHosts == ["a.example", "b.example"])
    }

    @Test(
        "A mistake in the file names its line",
        arguments: [
            ("workers", "line 1"), ("\n# c\nworker = 1", "line 3"),
            ("loops = 1\nloops = 2", "already set in line 1"),
        ])
    func fileMistakes(text: String, expected: String) {
        #expect { try ConfigurationFile(path: "f", text: text) } throws: { error in
            (error as? CommandFailure)?.sentence.contains(expected) == true
        }
    }

    @Test("Notifications are kept for days within bounds; the web hook of clocks has an address")
    func clocks() throws {
        let usual = try ServeConfiguration(settings())
        #expect(usual.notifications.seenDays == 90 && usual.notifications.allDays == 365)
        #expect(usual.clockWebhook == nil)
        let set = try ServeConfiguration(
            settings([
                "--notification-seen-days", "1", "--notification-days", "3650", "--clock-webhook",
                "https://ops.example/clocks",
            ]))
        #expect(set.notifications.seenDays == 1 && set.notifications.allDays == 3650)
        #expect(set.clockWebhook?.name == "https://ops.example:443")
        for flags in [
            ["--notification-days", "0"], ["--notification-seen-days", "3651"],
            ["--clock-webhook", "ops.example"],
        ] {
            #expect(throws: CommandFailure.self) { try ServeConfiguration(settings(flags)) }
        }
    }

    @Test("Each destination has its encryption, or all have one")
    func encryption() throws {
        func places(_ flags: [String]) throws -> [BackupEncryption?] {
            try ServeConfiguration(settings(flags)).backup.destinations.map(\.encryption)
        }
        let file = BackupEncryption.file(path: "/k")
        let two = ["--backup", "file:///a", "--backup", "file:///b"]
        #expect(try places(two) == [nil, nil])
        #expect(try places(two + ["--backup-encryption", "/k"]) == [file, file])
        let each = ["--backup-encryption", "none", "--backup-encryption", "/k"]
        #expect(try places(two + each) == [nil, file])
        #expect(throws: CommandFailure.self) { try places(two + each + each) }
        let from = ["--restore-from", "file:///b"]
        #expect(
            try ServeConfiguration(settings(two + each + from)).backup.restoreFrom?.encryption
                == file)
        let key = "kms:alias/ibtool?region=eu-west-1"
        let wrapped = try #require(try BackupEncryption.parse(key))
        #expect(
            try places(two + ["--backup-encryption", "none", "--backup-encryption", key])
                == [nil, wrapped])
        #expect(wrapped != file)
        #expect(throws: CommandFailure.self) { try places(two + ["--backup-encryption", "kms:"]) }
    }

    @Test("What may be a secret in a location that cannot be read is not shown")
    func locationsWithSecrets() {
        for text in ["s3://AKIA:hush@bucket", "s3://bucket?secret=hush", "s3://bucket?key=hush"] {
            #expect {
                try ServeConfiguration(settings(["--backup", text]))
            } throws: { error in
                let sentence = (error as? CommandFailure)?.sentence ?? ""
                return sentence.contains("backup") && !sentence.contains("hush")
            }
        }
    }

    @Test(
        "Addresses are parsed",
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1:8080"), (":80", "127.0.0.1:80"),
            ("[::1]:443", "[::1]:443"),
            ("localhost:1", "127.0.0.1:1"), ("unix:/run/x.sock", "unix:/run/x.sock"),
        ])
    func addresses(text: String, expected: String) throws {
        let listener = try #require(Listener(text))
        guard case .address(let address) = listener else {
            Issue.record("no address")
            return
        }
        #expect(address.description == expected)
    }

    @Test("Inherited sockets have a name of their own")
    func inherited() {
        #expect(Listener("systemd") == .inherited)
    }

    @Test(
        "What is no address is refused",
        arguments: ["", "8080", "a:b", "::1:80", "unix:", "h:70000"])
    func noAddress(text: String) {
        #expect(Listener(text) == nil)
    }

    @Test(
        "A wrong value names its setting and source",
        arguments: [
            (["--cache-size", "lots"], "cache-size"), (["--workers", "0"], "workers"),
            (["--log-level", "loud"], "log-level"), (["--access-log", "maybe"], "access-log"),
            (["--access-log", "sampled:0"], "access-log"),
            (["--access-log", "sampled:"], "access-log"),
            (["--access-log", "sampled:1000001"], "access-log"),
            (["--listen", "0.0.0.0:80"], "--behind-proxy"),
            (["--drain-delay", "301"], "drain-delay"),
            (["--proxy-headers", "both"], "proxy-headers"),
            (["--proxy-protocol", "on"], "--behind-proxy"),
            (["--proxy-protocol", "v2"], "on or off"),
        ])
    func wrongValues(flags: [String], expected: String) {
        #expect { try ServeConfiguration(settings(flags)) } throws: { error in
            (error as? CommandFailure)?.sentence.contains(expected) == true
        }
    }

    @Test(
        "Sizes have units",
        arguments: [("64M", 64 << 20), ("1k", 1 << 10), ("2G", 2 << 30), ("7", 7)])
    func sizes(text: String, expected: Int) throws {
        #expect(try ServeConfiguration(settings(["--cache-size", text])).cacheBytesMax == expected)
    }

    @Test("Plain HTTP beyond loopback needs a proxy in front")
    func openHTTP() throws {
        let flags = ["--listen", "0.0.0.0:80", "--behind-proxy", "10.0.0.0/8"]
        #expect(try ServeConfiguration(settings(flags)).listeners.count == 1)
    }

    @Test(
        "The access log is off, of all requests, or of a part of them",
        arguments: [
            ("off", AccessLogging.off), ("all", .all), ("on", .all), ("sampled:1", .sampled(1)),
            ("sampled:1000000", .sampled(1_000_000)),
        ])
    func accessLogs(text: String, expected: AccessLogging) throws {
        #expect(try ServeConfiguration(settings(["--access-log", text])).accessLogging == expected)
    }

    @Test("What proxies may say is set once for all listeners")
    func proxies() throws {
        let found = try ServeConfiguration(
            settings([
                "--behind-proxy", "10.0.0.0/8", "--behind-proxy", "fd00::/8", "--proxy-headers",
                "forwarded", "--proxy-protocol", "on", "--drain-delay", "300",
            ]))
        #expect(found.proxyNetworks.count == 2)
        #expect(found.proxyHeaders == .forwarded)
        #expect(found.takesProxyProtocol)
        #expect(found.drainDelay == .seconds(300))
        let atASocket = ["--listen", "unix:/run/x", "--proxy-protocol", "on"]
        #expect(try ServeConfiguration(settings(atASocket)).takesProxyProtocol)
    }

    @Test("Secrets are hidden in the listing")
    func secrets() throws {
        let listing = try settings(["--metrics-token", "canary"]).listing
        #expect(!listing.contains("canary"))
        #expect(listing.contains("metrics-token = (hidden)"))
    }
}
