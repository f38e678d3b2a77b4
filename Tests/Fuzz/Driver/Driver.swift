import Fuzz
import Glibc

/// The target this run is about, named by IBTOOL_FUZZ_TARGET.
private let target: FuzzTarget = {
    let name = getenv("IBTOOL_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = FuzzTarget.named(name) else {
        print("IBTOOL_FUZZ_TARGET names none of: \(FuzzTarget.all)")
        exit(2)
    }
    return target
}()

/// What libFuzzer calls for each input. A broken property stops the process, so that the input is
/// kept.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    do {
        try target.run(input)
    } catch {
        fatalError("\(target): \(error)")
    }
    return 0
}
