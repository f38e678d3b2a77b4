import CLinux

extension File {
    /// A new file that has no name and lies in memory only, holding `bytes`; for what is sent often
    /// and should not be copied each time.
    public static func inMemory(_ bytes: [UInt8]) throws(SystemError) -> File {
        let name = "answer in memory"
        let number = try systemCall("make", on: name) { ibt_memory_file() }
        let file = File(path: name, descriptor: FileDescriptor(owning: number))
        try file.write(bytes, at: 0)
        return file
    }
}
