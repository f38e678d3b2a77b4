import CLinux
import Glibc

extension Socket {
    /// Receives into `buffer` from index `start` on.
    public static func receive(_ raw: Int32, into buffer: inout [UInt8], at start: Int) -> Transfer
    {
        transfer {
            // The rebased slice stays inside the buffer, which outlives the call.
            unsafe buffer.withUnsafeMutableBytes {
                let room = unsafe UnsafeMutableRawBufferPointer(rebasing: $0[start...])
                return unsafe recv(raw, room.baseAddress, room.count, 0)
            }
        }
    }

    /// The next byte, left where it is; nil when none has come, or none will.
    public static func peek(_ raw: Int32) -> UInt8? {
        var byte: UInt8 = 0
        guard case .moved(1) = transfer({ unsafe recv(raw, &byte, 1, Int32(MSG_PEEK)) })
        else { return nil }
        return byte
    }

    /// The next bytes, as many as `buffer` has room for, left where they are.
    public static func peek(_ raw: Int32, into buffer: inout [UInt8]) -> Transfer {
        transfer {
            // As above.
            unsafe buffer.withUnsafeMutableBytes {
                unsafe recv(raw, $0.baseAddress, $0.count, Int32(MSG_PEEK))
            }
        }
    }

    /// Sends some of `bytes` from index `start` on.
    public static func send(_ raw: Int32, _ bytes: [UInt8], from start: Int) -> Transfer {
        transfer {
            // As above.
            unsafe bytes.withUnsafeBytes {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: $0[start...])
                return unsafe Glibc.send(raw, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
        }
    }

    /// Sends some of the gathered pieces, at most 16, in one call. With `hasMore` the kernel may wait
    /// for what follows before it sends a part-filled packet.
    @unsafe
    public static func send(
        _ raw: Int32, gathered pieces: UnsafeBufferPointer<UnsafeRawBufferPointer>, hasMore: Bool
    ) -> Transfer {
        precondition(pieces.count <= 16)
        let flags = MSG_NOSIGNAL | (hasMore ? MSG_MORE : 0)
        // Lives for the call; sendmsg reads through the pointers and does not write.
        return unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: 16) { vectors in
            for index in pieces.indices {
                let base = unsafe UnsafeMutableRawPointer(mutating: pieces[index].baseAddress)
                unsafe vectors[index] = iovec(iov_base: base, iov_len: pieces[index].count)
            }
            var message = unsafe msghdr()
            unsafe message.msg_iov = vectors.baseAddress
            unsafe message.msg_iovlen = pieces.count
            return transfer { unsafe sendmsg(raw, &message, Int32(flags)) }
        }
    }

    /// Sends up to `length` bytes of an open file from `offset`, inside the kernel.
    public static func send(
        _ raw: Int32, file: Int32, offset: Int64, length: Int64
    ) -> Transfer {
        var position = off_t(offset)
        let count = Int(min(length, 1 << 20))
        return transfer { unsafe sendfile(raw, file, &position, count) }
    }

    /// Says that no more will be sent; receiving goes on.
    public static func finishSending(_ raw: Int32) {
        // A connection that is gone already needs no telling.
        _ = shutdown(raw, Int32(SHUT_WR))
    }

    /// Makes closing cut the connection at once (RST), for tests of whoever is at the other end.
    public static func resetWhenClosed(_ raw: Int32) {
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(
            raw, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    }

    /// Refuses connections from now on; those not accepted yet are reset.
    public static func stopListening(_ raw: Int32) {
        // Fails only where it was done already.
        _ = shutdown(raw, Int32(SHUT_RD))
    }

    /// Ignores SIGPIPE, which sendfile to a closed connection would raise.
    public static func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }
}
