#include "engine/log/high_water.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <utility>

#include "engine/log/files.hpp"

namespace muster::log {

namespace {

constexpr std::string_view start = "muster high-water 1 ";
constexpr std::size_t name_digits = 32;
constexpr std::size_t seq_digits = 20;
constexpr std::size_t hash_digits = 64;
// start, instance, epoch, seq, hash, checksum, with a blank between and a line feed behind.
constexpr std::size_t line_bytes =
    start.size() + 2 * (name_digits + 1) + (seq_digits + 1) + 2 * (hash_digits + 1);
// In sectors of their own, which a disk writes whole or not at all.
constexpr std::size_t place_bytes = 512;
static_assert(line_bytes <= place_bytes);

// Names shorter than that are of no log; longer ones do not fit.
std::string fitted(std::string text, std::size_t digits) {
    text.resize(digits, '0');
    return text;
}

}  // namespace

std::string to_line(const Mark& mark, Hasher& hasher) {
    std::string seq = std::to_string(mark.seq);
    seq.insert(0, seq_digits - std::min(seq.size(), seq_digits), '0');
    std::string line(start);
    line += fitted(mark.instance, name_digits) + ' ' + fitted(mark.epoch, name_digits) + ' ';
    line += seq + ' ' + to_hex(mark.hash) + ' ';
    line += to_hex(hasher.digest(line));
    line += '\n';
    return line;
}

std::optional<Mark> mark_from_line(std::string_view line, Hasher& hasher) {
    if (line.size() != line_bytes || !line.starts_with(start) || line.back() != '\n') {
        return std::nullopt;
    }
    const std::string_view covered = line.substr(0, line_bytes - hash_digits - 1);
    if (to_hex(hasher.digest(covered)) != line.substr(covered.size(), hash_digits)) {
        return std::nullopt;
    }
    std::string_view rest = line.substr(start.size());
    const auto take = [&rest](std::size_t digits) {
        const std::string_view text = rest.substr(0, digits);
        rest.remove_prefix(digits + 1);
        return text;
    };
    Mark mark;
    mark.instance = take(name_digits);
    mark.epoch = take(name_digits);
    const std::string_view seq = take(seq_digits);
    const auto [stop, error] = std::from_chars(seq.data(), seq.data() + seq.size(), mark.seq);
    if (error != std::errc{} || stop != seq.data() + seq.size()) return std::nullopt;
    const std::optional<Hash> hash = hash_from_hex(take(hash_digits));
    if (!hash) return std::nullopt;
    mark.hash = *hash;
    return mark;
}

Result<MarkRead> read_high_water(const std::filesystem::path& folder) {
    Result<std::string> bytes = read_file(folder / high_water_name);
    if (!bytes) {
        if (bytes.error().code == LogErrorCode::not_found) return MarkRead{};
        return bytes.error();
    }
    Hasher hasher;
    MarkRead read;
    for (std::size_t at = 0; at < bytes->size(); at += place_bytes) {
        std::string_view place = std::string_view(*bytes).substr(at, line_bytes);
        std::optional<Mark> mark = mark_from_line(place, hasher);
        if (mark && (!read.mark || mark->seq >= read.mark->seq)) {
            read.mark = std::move(mark);
            read.place = static_cast<unsigned>(at / place_bytes);
        }
    }
    read.damaged = !read.mark;
    return read;
}

HighWater::HighWater(std::filesystem::path path, int descriptor, Mark mark, unsigned turn)
    : path_(std::move(path)), descriptor_(descriptor), mark_(std::move(mark)), turn_(turn) {}

HighWater::HighWater(HighWater&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      mark_(std::move(other.mark_)),
      hasher_(std::move(other.hasher_)),
      turn_(other.turn_),
      dirty_(other.dirty_) {}

HighWater& HighWater::operator=(HighWater&& other) noexcept {
    path_ = std::move(other.path_);
    std::swap(descriptor_, other.descriptor_);
    mark_ = std::move(other.mark_);
    hasher_ = std::move(other.hasher_);
    turn_ = other.turn_;
    dirty_ = other.dirty_;
    return *this;
}

HighWater::~HighWater() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<HighWater> HighWater::open(const std::filesystem::path& folder, const Mark& mark,
                                  const MarkRead& read) {
    const std::filesystem::path path = folder / high_water_name;
    if (read.mark != mark || read.place > 1) {
        Hasher hasher;
        std::string line = to_line(mark, hasher);
        line.resize(place_bytes, ' ');
        if (LogError failed = write_file_durably(path, line, line)) return failed;
    }
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return os_error(errno, "open", path);
    return HighWater(path, descriptor, mark, read.place == 0 ? 1 : 0);
}

LogError HighWater::write(std::uint64_t seq, const Hash& hash) {
    mark_.seq = seq;
    mark_.hash = hash;
    const std::string line = to_line(mark_, hasher_);
    const off_t place = static_cast<off_t>(std::exchange(turn_, 1 - turn_) * place_bytes);
    const ssize_t written = ::pwrite(descriptor_, line.data(), line.size(), place);
    if (written != static_cast<ssize_t>(line.size())) {
        return os_error(written < 0 ? errno : ENOSPC, "write", path_);
    }
    dirty_ = true;
    return {};
}

LogError HighWater::sync() {
    if (!dirty_) return {};
    if (::fdatasync(descriptor_) != 0) return os_error(errno, "sync", path_);
    dirty_ = false;
    return {};
}

}  // namespace muster::log
