#include "engine/log/snapshot.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/log/files.hpp"
#include "engine/log/hash.hpp"
#include "engine/log/log_reader.hpp"

namespace muster::log {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view name_start = "snapshot-";
constexpr std::string_view name_end = ".json";

std::string to_line(const SnapshotHeader& header, Hasher& hasher) {
    std::string line = "{\"seq\":" + std::to_string(header.seq) + ",\"log_hash\":\"" +
                       to_hex(header.log_hash) + "\",\"schema\":" + std::to_string(header.schema) +
                       ",\"bytes\":" + std::to_string(header.bytes) + ",\"sha256\":\"" +
                       to_hex(header.body_hash) + "\"";
    const std::string seal = to_hex(hasher.digest(line));
    return line + ",\"seal\":\"" + seal + "\"}\n";
}

bool take(std::string_view& rest, std::string_view literal) {
    if (!rest.starts_with(literal)) return false;
    rest.remove_prefix(literal.size());
    return true;
}

bool take(std::string_view& rest, std::uint64_t& number) {
    const auto [stop, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (error != std::errc{}) return false;
    rest.remove_prefix(static_cast<std::size_t>(stop - rest.data()));
    return true;
}

bool take(std::string_view& rest, Hash& hash) {
    const std::optional<Hash> read = hash_from_hex(rest.substr(0, 2 * hash.size()));
    if (!read) return false;
    hash = *read;
    rest.remove_prefix(2 * hash.size());
    return true;
}

// The header has exactly one spelling, the one that to_line writes, so that there is no damage
// which a lenient parser would read past. On success `rest` is what follows the line.
bool take_header(std::string_view& rest, SnapshotHeader& header, Hasher& hasher) {
    const std::string_view all = rest;
    const bool read =
        take(rest, "{\"seq\":") && take(rest, header.seq) && take(rest, ",\"log_hash\":\"") &&
        take(rest, header.log_hash) && take(rest, "\",\"schema\":") && take(rest, header.schema) &&
        take(rest, ",\"bytes\":") && take(rest, header.bytes) && take(rest, ",\"sha256\":\"") &&
        take(rest, header.body_hash) && take(rest, "\"");
    if (!read) return false;
    const std::string_view covered = all.substr(0, all.size() - rest.size());
    header.sealed = take(rest, ",\"seal\":\"");
    if (!header.sealed) return take(rest, "}\n");
    Hash seal{};
    return take(rest, seal) && take(rest, "\"}\n") && hasher.digest(covered) == seal;
}

// The number in snapshot-<seq>.json; nothing for other names.
std::optional<std::uint64_t> seq_of(const fs::path& path) {
    const std::string name = path.filename().string();
    std::string_view rest = name;
    std::uint64_t seq = 0;
    if (take(rest, name_start) && take(rest, seq) && rest == name_end) return seq;
    return std::nullopt;
}

struct Found {
    std::uint64_t seq;
    fs::path path;
};

// Newest first.
Result<std::vector<Found>> list(const fs::path& folder) {
    std::vector<Found> found;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (const auto seq = seq_of(it->path())) found.push_back({*seq, it->path()});
    }
    if (error) return os_error(error.value(), "read folder", folder);
    std::sort(found.begin(), found.end(),
              [](const Found& a, const Found& b) { return a.seq > b.seq; });
    return found;
}

// Why the snapshot must not be used; empty when it may.
std::string objection(const Snapshot& snapshot, const Found& file, const SnapshotQuery& query) {
    const SnapshotHeader& header = snapshot.header;
    if (header.seq != file.seq) return "its header names another record than its name";
    if (header.schema != query.schema) {
        return "it has format " + std::to_string(header.schema) + " where " +
               std::to_string(query.schema) + " is needed";
    }
    if (query.log) {
        if (header.seq == 0) return header.log_hash == chain_start ? "" : "it is of another log";
        Result<std::optional<Record>> record = query.log->find(header.seq);
        if (!record) return "its record cannot be read: " + record.error().message;
        if (!*record) return "the log ends before it";
        if ((*record)->hash != header.log_hash) return "it is of another log";
    }
    return "";
}

Result<Snapshot> load(const Found& file, const SnapshotQuery& query) {
    Result<std::string> bytes = read_file(file.path, query.cancelled);
    if (!bytes) return bytes.error();
    Result<Snapshot> snapshot = parse_snapshot(std::move(*bytes));
    if (!snapshot) return snapshot.error();
    const std::string why = objection(*snapshot, file, query);
    if (!why.empty()) return LogError{LogErrorCode::corrupted, why};
    return snapshot;
}

// No header is longer.
constexpr std::size_t header_bytes_max = 512;

}  // namespace

Result<Snapshot> parse_snapshot(std::string bytes) {
    const auto wrong = [](const char* why) { return LogError{LogErrorCode::corrupted, why}; };
    Hasher hasher;
    Snapshot snapshot;
    std::string_view rest = bytes;
    if (!take_header(rest, snapshot.header, hasher)) return wrong("its header is damaged");
    const std::size_t head = bytes.size() - rest.size();
    if (snapshot.header.bytes != rest.size()) return wrong("it is cut off or has bytes added");
    if (hasher.digest(rest) != snapshot.header.body_hash) return wrong("its body is damaged");
    snapshot.body = std::move(bytes);
    snapshot.body.erase(0, head);
    return snapshot;
}

Result<std::vector<SnapshotWitness>> snapshot_witnesses(const fs::path& folder) {
    Result<std::vector<Found>> files = list(folder);
    if (!files) return files.error();
    Hasher hasher;
    std::vector<SnapshotWitness> witnesses;
    for (const Found& file : *files) {
        Result<std::string> start = read_start(file.path, header_bytes_max);
        // The writer deletes the oldest while others look.
        if (!start && start.error().code == LogErrorCode::not_found) continue;
        if (!start) return start.error();
        std::string_view rest = *start;
        SnapshotHeader header;
        if (!take_header(rest, header, hasher) || header.seq != file.seq) continue;
        witnesses.push_back({header.seq, header.log_hash, header.sealed, file.path});
    }
    return witnesses;
}

LogError write_snapshot(const fs::path& folder, std::uint64_t seq, const Hash& log_hash,
                        std::uint64_t schema, std::string_view body, std::size_t keep,
                        Cancelled cancelled) {
    Hasher hasher;
    const SnapshotHeader header{seq, log_hash, schema, body.size(), hasher.digest(body), true};
    const fs::path path =
        folder / (std::string(name_start) + std::to_string(seq) + std::string(name_end));
    if (LogError failed = write_file_durably(path, to_line(header, hasher), body, cancelled)) {
        return failed;
    }
    return prune_snapshots(folder, keep);
}

Result<std::optional<Snapshot>> newest_valid_snapshot(const fs::path& folder,
                                                      const SnapshotQuery& query,
                                                      const Warning& warn) {
    Result<std::vector<Found>> files = list(folder);
    if (!files) return files.error();
    for (const Found& file : *files) {
        if (file.seq > query.max_seq) {
            if (warn) warn("Passing over " + file.path.string() + ": the log ends before it.");
            continue;
        }
        Result<Snapshot> snapshot = load(file, query);
        if (snapshot) return std::optional<Snapshot>(std::move(*snapshot));
        if (snapshot.error().code == LogErrorCode::cancelled) return snapshot.error();
        if (warn) {
            warn("Passing over " + file.path.string() + ": " + snapshot.error().message + ".");
        }
    }
    return std::optional<Snapshot>();
}

LogError prune_snapshots(const fs::path& folder, std::size_t keep) {
    Result<std::vector<Found>> files = list(folder);
    if (!files) return files.error();
    std::vector<fs::path> unwanted;
    for (std::size_t i = std::max<std::size_t>(keep, 1); i < files->size(); ++i) {
        unwanted.push_back((*files)[i].path);
    }
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (name.starts_with(name_start) && name.ends_with(partial_suffix)) {
            unwanted.push_back(it->path());
        }
    }
    for (const fs::path& path : unwanted) {
        fs::remove(path, error);
        if (error) return os_error(error.value(), "delete", path);
    }
    // Not synced: a deletion that a crash undoes is repeated by the next pruning.
    return {};
}

}  // namespace muster::log
