internal import CZlib

/// One zlib stream: the only place that touches `z_stream`. The C struct lives behind a pointer
/// because zlib keeps its address.
///
/// Safe, because the pointer is made and freed here and never leaves. Sendable, because there is
/// one owner, and zlib ties a stream to no thread.
@safe struct ZStream: ~Copyable, @unchecked Sendable {
    private let pointer: UnsafeMutablePointer<z_stream>
    private let isDeflating: Bool

    /// What one call of zlib did.
    struct Step {
        let code: Int32
        let consumed: Int
        let filledRoom: Bool
    }

    init(deflating format: CompressedFormat, level: Int32) throws(CompressionError) {
        unsafe pointer = .allocate(capacity: 1)
        unsafe pointer.initialize(to: z_stream())
        isDeflating = true
        let code = unsafe ibt_deflate_init(pointer, level, format.windowBits, 8)
        guard code == Z_OK else { throw .outOfMemory }
    }

    init(inflating format: CompressedFormat) throws(CompressionError) {
        unsafe pointer = .allocate(capacity: 1)
        unsafe pointer.initialize(to: z_stream())
        isDeflating = false
        let code = unsafe ibt_inflate_init(pointer, format.windowBits)
        guard code == Z_OK else { throw .outOfMemory }
    }

    deinit {
        // Both accept a stream whose start failed: they answer Z_STREAM_ERROR and free nothing.
        _ = unsafe isDeflating ? deflateEnd(pointer) : inflateEnd(pointer)
        unsafe pointer.deinitialize(count: 1)
        unsafe pointer.deallocate()
    }

    /// Packs from `start` on and appends up to 64 KiB to `output`.
    mutating func deflate(
        _ input: [UInt8], from start: Int, into output: inout [UInt8], flush: Int32
    ) -> Step {
        let pointer = unsafe self.pointer
        return step(input, from: start, into: &output, room: 64 << 10) {
            unsafe CZlib.deflate(pointer, flush)
        }
    }

    /// Unpacks from `start` on and appends up to `room` bytes to `output`.
    mutating func inflate(
        _ input: [UInt8], from start: Int, into output: inout [UInt8], room: Int
    ) -> Step {
        let pointer = unsafe self.pointer
        return step(input, from: start, into: &output, room: room) {
            unsafe CZlib.inflate(pointer, Z_NO_FLUSH)
        }
    }

    /// Makes an unpacking stream ready for another of the same format.
    mutating func resetInflating() {
        let code = unsafe inflateReset(pointer)
        precondition(code == Z_OK, "a live stream resets")
    }

    private mutating func step(
        _ input: [UInt8], from start: Int, into output: inout [UInt8], room: Int,
        _ call: () -> Int32
    ) -> Step {
        let available = min(input.count - start, Int(Int32.max))
        var code: Int32 = Z_OK
        var consumed = 0
        // zlib sees both buffers during its call only and writes at most `room` bytes; it does not
        // write through next_in, which is not const for old callers' sake.
        let made = unsafe input.withUnsafeBufferPointer { source in
            unsafe [UInt8](unsafeUninitializedCapacity: room) { target, count in
                unsafe pointer.pointee.next_in = unsafe source.baseAddress.map {
                    unsafe UnsafeMutablePointer(mutating: $0 + start)
                }
                unsafe pointer.pointee.avail_in = UInt32(available)
                unsafe pointer.pointee.next_out = target.baseAddress
                unsafe pointer.pointee.avail_out = UInt32(room)
                code = call()
                consumed = available - Int(unsafe pointer.pointee.avail_in)
                count = room - Int(unsafe pointer.pointee.avail_out)
                unsafe pointer.pointee.next_in = nil
                unsafe pointer.pointee.next_out = nil
            }
        }
        if output.isEmpty { output = made } else { output += made }
        return Step(code: code, consumed: consumed, filledRoom: made.count == room)
    }
}
