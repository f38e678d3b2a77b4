import CLinux
import Glibc

/// What the process was given at its start; read once by main and passed down as values.
public enum ProcessEnvironment {
    /// The command line, program name first.
    public static func arguments() -> [String] {
        (0..<ibt_argument_count()).map { index in
            // Strings of the process's own start block, alive for its whole life.
            guard let text = unsafe ibt_argument(index) else { return "" }
            return unsafe String(cString: text)
        }
    }

    /// The environment variables.
    public static func variables() -> [String: String] {
        var variables: [String: String] = [:]
        var index: Int32 = 0
        while let entry = unsafe ibt_environment_entry(index) {
            let text = unsafe String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            index += 1
        }
        return variables
    }

    public static var processID: Int32 { getpid() }

    public static var userID: UInt32 { getuid() }

    /// Processors the process may run on.
    public static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// How many descriptors the process may have open (soft RLIMIT_NOFILE).
    public static func descriptorsMax() -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(7), &limit) == 0 else { return 1024 }
        return Int(clamping: limit.rlim_cur)
    }

    /// How many the soft limit may be raised to (hard RLIMIT_NOFILE).
    public static func descriptorsCeiling() -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(7), &limit) == 0 else { return 1024 }
        return Int(clamping: limit.rlim_max)
    }

    /// Raises the soft limit of open descriptors to the hard one.
    public static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(7), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        // Refused only where the limit is already as high as it gets.
        _ = unsafe setrlimit(__rlimit_resource_t(7), &limit)
    }

    /// Files made from now on are for their owner alone.
    public static func makeNewFilesPrivate() { _ = umask(0o077) }

    /// The process's resident memory in bytes (/proc/self/statm), nil without /proc.
    public static func residentBytes() -> Int? {
        guard let bytes = readProcFile("/proc/self/statm") else { return nil }
        let words = bytes.split(separator: 0x20)
        guard words.count > 1, let pages = Int(String(decoding: words[1], as: UTF8.self)) else {
            return nil
        }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }

    /// User and system CPU time of the process.
    public static func processorTime() -> Duration {
        var usage = rusage()
        guard unsafe getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { return .zero }
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        let microseconds = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
        return .seconds(seconds) + .microseconds(microseconds)
    }

    private static func readProcFile(_ path: String) -> [UInt8]? {
        do {
            let file = try File.open(path, .reading)
            return try file.read(at: 0, bytesMax: 4096)
        } catch {
            return nil
        }
    }
}
