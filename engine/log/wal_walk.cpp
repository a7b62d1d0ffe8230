#include "engine/log/wal_walk.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstdio>
#include <memory>

#include "engine/log/files.hpp"

namespace muster::log {

namespace {

constexpr std::size_t header_bytes = 32;
constexpr std::size_t frame_header_bytes = 24;
constexpr std::uint32_t magic = 0x377f0682;  // the lowest bit: checksums of big-endian words
constexpr std::uint32_t version = 3'007'000;
constexpr std::uint32_t our_page_bytes = 4096;

std::uint32_t big_endian(const std::uint8_t* at) {
    return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 |
           std::uint32_t{at[3]};
}
std::uint32_t little_endian(const std::uint8_t* at) {
    return std::uint32_t{at[3]} << 24 | std::uint32_t{at[2]} << 16 | std::uint32_t{at[1]} << 8 |
           std::uint32_t{at[0]};
}

using Checksum = std::array<std::uint32_t, 2>;

Checksum stored_at(const std::uint8_t* at) {
    return {big_endian(at), big_endian(at + 4)};
}

// SQLite's: over pairs of words, going on from `sum`. The size is a multiple of 8.
Checksum add(Checksum sum, std::span<const std::uint8_t> bytes, bool big) {
    for (std::size_t i = 0; i < bytes.size(); i += 8) {
        const std::uint8_t* at = bytes.data() + i;
        sum[0] += (big ? big_endian(at) : little_endian(at)) + sum[1];
        sum[1] += (big ? big_endian(at + 4) : little_endian(at + 4)) + sum[0];
    }
    return sum;
}

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

// True when `into` was filled; false at the end of the file or on an error.
bool fill(std::FILE* file, std::span<std::uint8_t> into) {
    return std::fread(into.data(), 1, into.size(), file) == into.size();
}

bool all_zero(std::span<const std::uint8_t> bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

bool rest_is_zero(std::FILE* file) {
    std::array<std::uint8_t, 65536> block{};
    for (;;) {
        const std::size_t got = std::fread(block.data(), 1, block.size(), file);
        if (!all_zero(std::span(block).first(got))) return false;
        if (got < block.size()) return true;
    }
}

bool is_page_size(std::uint32_t bytes) {
    return bytes >= 512 && bytes <= 65536 && std::has_single_bit(bytes);
}

}  // namespace

Result<WalHeader> read_wal(const std::filesystem::path& path, const FrameCallback& callback,
                           Header wanted) {
    const File file(std::fopen(path.c_str(), "rbe"));
    if (!file) {
        if (errno == ENOENT) return WalHeader{};
        return os_error(errno, "open", path);
    }
    WalHeader header;
    std::array<std::uint8_t, header_bytes> head{};
    const std::size_t got = std::fread(head.data(), 1, head.size(), file.get());
    const bool big = (big_endian(head.data()) & ~1u) == magic && (big_endian(head.data()) & 1) != 0;
    header.page_bytes = big_endian(head.data() + 8);
    Checksum sum = add({}, std::span(head).first(24), big);
    header.valid = got == head.size() && (big_endian(head.data()) & ~1u) == magic &&
                   big_endian(head.data() + 4) == version && is_page_size(header.page_bytes) &&
                   sum == stored_at(head.data() + 24);
    header.blank = !header.valid && all_zero(head) && rest_is_zero(file.get());
    bool guessing = !header.valid && !header.blank && wanted == Header::guess;
    if (guessing) {
        header.page_bytes = our_page_bytes;
        std::fseek(file.get(), static_cast<long>(head.size()), SEEK_SET);
    }
    if (header.valid || guessing) {
        std::vector<std::uint8_t> bytes(frame_header_bytes + header.page_bytes);
        const std::span<const std::uint8_t> page = std::span(bytes).subspan(frame_header_bytes);
        for (std::uint64_t number = 1; fill(file.get(), bytes); ++number) {
            WalFrame frame;
            frame.number = number;
            frame.page = big_endian(bytes.data());
            frame.commit_pages = big_endian(bytes.data() + 4);
            if (guessing && frame.page != 0) {
                // Its own checksum is believed, since there is none before it.
                std::copy_n(bytes.begin() + 8, 8, head.begin() + 16);
            }
            frame.this_round = std::equal(head.begin() + 16, head.begin() + 24, bytes.begin() + 8);
            const Checksum stored = stored_at(bytes.data() + 16);
            sum = add(add(sum, std::span(bytes).first(8), big), page, big);
            frame.follows = frame.this_round && frame.page != 0 && (guessing || sum == stored);
            guessing = guessing && frame.page == 0;
            frame.bytes = page;
            callback(frame);
            // A frame behind a damaged one builds on the checksum that was written.
            sum = stored;
        }
    }
    if (std::ferror(file.get()) != 0) return os_error(errno, "read", path);
    return header;
}

Result<WalReport> walk_wal(const std::filesystem::path& file) {
    WalReport report;
    std::uint64_t bad = 0;               // the first that SQLite does not take
    std::uint64_t last_commit = 0;       // of this round, at or behind `bad`
    std::vector<std::uint32_t> waiting;  // pages of the transaction under way
    Result<WalHeader> header = read_wal(file, [&](const WalFrame& frame) {
        if (!frame.follows && bad == 0) bad = frame.number;
        if (bad == 0) {
            waiting.push_back(frame.page);
            if (frame.commit_pages == 0) return;
            report.taken = frame.number;
            report.pages = frame.commit_pages;
            report.has_page.resize(report.pages);
            for (const std::uint32_t page : waiting) {
                if (page <= report.pages) report.has_page[page - 1] = true;
            }
            waiting.clear();
            return;
        }
        if (frame.follows && last_commit != 0 && frame.number == last_commit + 1) {
            report.damaged = bad;
            report.proof = last_commit;
        }
        if (frame.this_round && frame.commit_pages != 0) last_commit = frame.number;
    });
    if (!header) return header.error();
    report.header = *header;
    report.stale_header = !header->valid && !header->blank;
    return report;
}

}  // namespace muster::log
