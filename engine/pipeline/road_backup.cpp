#include "engine/pipeline/road_backup.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>
#include <variant>

#include "engine/codec/commands_json.hpp"
#include "engine/log/attachments.hpp"
#include "muster/service.hpp"

namespace muster::pipeline {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view prefix = "roads/";
constexpr const char* way_out = "; --no-roads takes the log alone";

std::string attachment_name(const std::string& map) {
    return std::string(prefix) + map + ".roads";
}

// The maps among the attachments, by hash.
log::Result<std::vector<std::string>> maps_inside(const sqlite::Database& db) {
    log::Result<std::vector<std::string>> names = log::attachment_names(db);
    if (!names) return names.error();
    std::vector<std::string> maps;
    for (const std::string& name : *names) {
        const fs::path path(name);
        if (name == attachment_name(path.stem().string())) maps.push_back(path.stem().string());
    }
    return maps;
}

// Takes one map out of a backup and into the library; anything but the map of this hash is damage.
log::LogError take_out(const log::LogReader& backup, const std::string& map, RoadLibrary& library) {
    log::Result<std::vector<std::byte>> bytes =
        log::read_attachment(backup.database(), attachment_name(map));
    if (!bytes) return bytes.error();
    std::shared_ptr<const roads::RoadMap> taken;
    std::optional<std::string> wrong = roads::RoadMap::from_bytes(std::move(*bytes), taken);
    if (!wrong && taken->hash() != map) wrong = "it is the map " + taken->hash();
    if (wrong) {
        return {
            log::LogErrorCode::corrupted,
            "the road map " + map + " inside " + backup.file().string() + " is damaged: " + *wrong};
    }
    library.add(std::move(taken));
    return {};
}

log::LogError find_all(const std::vector<std::string>& maps, RoadLibrary& library) {
    for (const std::string& map : maps) {
        if (auto missing = library.missing(map)) {
            return {log::LogErrorCode::not_found, *missing + way_out};
        }
    }
    return {};
}

}  // namespace

log::Result<std::vector<std::string>> maps_of(const log::LogReader& log) {
    std::vector<std::string> maps;
    std::vector<Event> events;
    log::LogError wrong;
    const auto look_at = [&](const log::RecordView& record) {
        // Few records change the rules, and reading the events of all would take seconds.
        if (record.events.find("\"RulesLoaded\"") == std::string_view::npos) return true;
        if (const auto error =
                codec::read_events(record.events, events, codec::Mode::lenient, codec::own_text)) {
            wrong = {log::LogErrorCode::corrupted,
                     "the events of record " + std::to_string(record.seq) +
                         " cannot be read: " + codec::to_string(*error)};
            return false;
        }
        for (const Event& event : events) {
            const auto* loaded = event.get_if<RulesLoaded>();
            if (loaded == nullptr || loaded->rules.roads.map.empty()) continue;
            const std::string& map = loaded->rules.roads.map;
            if (std::find(maps.begin(), maps.end(), map) == maps.end()) maps.push_back(map);
        }
        return true;
    };
    log::LogError failed = log.read(1, std::numeric_limits<std::uint64_t>::max(), look_at);
    if (!failed) failed = std::move(wrong);
    if (failed) return failed;
    return maps;
}

log::Result<RoadCopyReport> backup_with_roads(const fs::path& folder, const fs::path& target,
                                              RoadLibrary& library, Roads roads,
                                              log::BackupOptions options,
                                              const log::CopyProgress& progress) {
    RoadCopyReport report;
    const auto add_more = std::move(options.add);
    // Which maps the log needs is read from the copy: the live log goes on meanwhile.
    options.add = [&](const log::LogReader& copy, const sqlite::Database& into) -> log::LogError {
        if (add_more) {
            if (log::LogError failed = add_more(copy, into)) return failed;
        }
        log::Result<std::vector<std::string>> maps = maps_of(copy);
        if (!maps) return maps.error();
        if (roads == Roads::leave_out) {
            report.left_out = std::move(*maps);
            return {};
        }
        if (log::LogError failed = find_all(*maps, library)) return failed;
        for (const std::string& map : *maps) {
            if (log::LogError failed =
                    log::attach(into, attachment_name(map), library.map(map)->bytes())) {
                return failed;
            }
        }
        report.carried = std::move(*maps);
        return {};
    };
    log::Result<log::ChainReport> chain = log::backup(folder, target, options, progress);
    if (!chain) return chain.error();
    report.chain = *chain;
    return report;
}

log::Result<RoadCopyReport> restore_with_roads(const fs::path& backup_file, const fs::path& folder,
                                               RoadLibrary& library, Roads roads,
                                               log::BackupOptions options,
                                               const log::CopyProgress& progress) {
    RoadCopyReport report;
    {
        log::Result<log::LogReader> backup = log::LogReader::open(backup_file, {});
        if (!backup) return backup.error();
        log::Result<std::vector<std::string>> maps = maps_of(*backup);
        if (!maps) return maps.error();
        (roads == Roads::carry ? report.carried : report.left_out) = std::move(*maps);
        log::Result<std::vector<std::string>> inside = maps_inside(backup->database());
        if (!inside) return inside.error();
        for (const std::string& map : report.carried) {
            if (std::find(inside->begin(), inside->end(), map) == inside->end()) continue;
            if (log::LogError failed = take_out(*backup, map, library)) {
                failed.message += way_out;
                return failed;
            }
        }
        if (log::LogError failed = find_all(report.carried, library)) return failed;
    }
    const fs::path beside = roads_folder(folder);
    std::vector<fs::path> put;
    const auto put_more = std::move(options.put_beside);
    options.put_beside = [&]() -> log::LogError {
        if (put_more) {
            if (log::LogError failed = put_more()) return failed;
        }
        for (const std::string& map : report.carried) {
            put.push_back(RoadLibrary::file_of(map, beside));
            if (auto wrong = library.keep(map, beside)) {
                return {log::LogErrorCode::io, *wrong};
            }
        }
        return {};
    };
    log::Result<log::ChainReport> chain = log::restore(backup_file, folder, options, progress);
    if (!chain) {
        // The folder was empty, so these are ours; the next attempt finds it empty again.
        std::error_code ignored;
        for (const fs::path& map : put)
            fs::remove(map, ignored);
        if (!put.empty()) fs::remove(beside, ignored);
        return chain.error();
    }
    report.chain = *chain;
    return report;
}

log::LogError add_maps_inside(const fs::path& backup_file, RoadLibrary& library) {
    log::Result<log::LogReader> backup = log::LogReader::open(backup_file, {});
    if (!backup) return backup.error();
    log::Result<std::vector<std::string>> inside = maps_inside(backup->database());
    if (!inside) return inside.error();
    for (const std::string& map : *inside) {
        if (log::LogError failed = take_out(*backup, map, library)) return failed;
    }
    return {};
}

}  // namespace muster::pipeline
