import Backup
import Compression

extension FuzzTarget {
    /// Any bytes as an LTX file: read whole and byte by byte with the same result, and what is read
    /// can be written and read again.
    static let ltx: @Sendable ([UInt8]) throws -> Void = { bytes in
        let whole = accepted { try pages(bytes, pieces: bytes.count) }
        let single = accepted { try pages(bytes, pieces: 1) }
        try hold(whole?.pages == single?.pages, "whole and split are the same")
        guard let whole else { return }
        var encoder = LTXEncoder(whole.header)
        for page in whole.pages { try encoder.add(page.number, page.bytes) }
        try encoder.finish()
        let again = try pages(encoder.take(), pieces: 7)
        try hold(again.pages == whole.pages, "written and read again")
        try hold(again.header == whole.header, "the header is the same")
    }

    /// Any bytes as a block of LZ4: bounded, and what comes out can be packed again.
    static let lz4: @Sendable ([UInt8]) throws -> Void = { bytes in
        guard let first = bytes.first else { return }
        let count = Int(first) * 16
        let block = Array(bytes.dropFirst())
        if let output = accepted({ try LZ4Block.decompress(block.span, count: count) }) {
            try hold(output.count == count, "the length is the one asked for")
        }
        var packer = LZ4Packer()
        for _ in 0..<2 {
            var packed: [UInt8] = []
            packer.compress(bytes.span, into: &packed)
            try hold(packed.count <= LZ4Block.bytesMax(of: bytes.count), "the bound holds")
            let unpacked = try LZ4Block.decompress(packed.span, count: bytes.count)
            try hold(unpacked == bytes, "packed and unpacked is the same")
        }
    }

    private static func pages(
        _ bytes: [UInt8], pieces: Int
    ) throws -> (header: LTXHeader, pages: [LTXPage]) {
        var decoder = LTXDecoder()
        var pages: [LTXPage] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + max(1, pieces))
            decoder.feed(Array(bytes[start..<end]))
            while let page = try decoder.next() { pages.append(page) }
            start = end
        }
        try decoder.finish()
        guard let header = decoder.header else { throw Broken("a whole file has a header") }
        return (header, pages)
    }
}
