#include "engine/app/offsite/shipment.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "engine/app/time_text.hpp"

namespace muster::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view front = "muster-";
constexpr std::string_view back = ".sqlite";
constexpr std::string_view time_form = "20261201T023000Z";

Moved of_stage(const StageMoved& moved, std::string_view stage) {
    if (!moved) return {};
    return [&moved, stage](std::uint64_t done, std::uint64_t total) { moved(stage, done, total); };
}

Failed put_file(Target& target, const fs::path& file, const std::string& name,
                const StageMoved& moved, std::uint64_t& bytes) {
    const auto parcel = parcel_of(file);
    if (!parcel) return parcel.error();
    bytes = parcel->bytes;
    return target.put(*parcel, name, of_stage(moved, "uploading"));
}

// Of this log: what a transfer left that was cut off, and the oldest beyond `keep`.
void tidy_up(Target& target, const Shipment& shipment, std::uint32_t keep, Shipped& shipped) {
    const auto files = target.list();
    if (!files) {
        shipped.left = files.error();
        return;
    }
    std::vector<std::string> old;
    for (const KeptFile& file : *files) {
        std::string_view name = file.name;
        if (name == shipped.name) continue;
        if (name.ends_with(underway_suffix)) {
            name.remove_suffix(std::string_view(underway_suffix).size());
            if (instance_in(name) != shipment.instance) continue;
            if (auto wrong = target.remove(file.name)) shipped.left = std::move(wrong);
        } else if (instance_in(name) == shipment.instance) {
            old.emplace_back(name);
        }
    }
    std::sort(old.begin(), old.end());
    for (std::size_t i = 0; i + keep - 1 < old.size(); ++i) {
        if (auto wrong = target.remove(old[i])) {
            shipped.left = std::move(wrong);
        } else {
            shipped.removed.push_back(old[i]);
        }
    }
}

bool has_room(const fs::path& folder, std::uint64_t bytes) {
    std::error_code unknown;
    const fs::space_info space = fs::space(folder, unknown);
    return unknown || space.available >= bytes;
}

std::vector<KeptFile> backups_of(std::vector<KeptFile> files) {
    std::erase_if(files, [](const KeptFile& file) { return instance_in(file.name).empty(); });
    std::sort(files.begin(), files.end(),
              [](const KeptFile& a, const KeptFile& b) { return a.name > b.name; });
    return files;
}

std::string names_of(const std::vector<KeptFile>& backups) {
    std::string text;
    for (std::size_t i = 0; i < backups.size() && i < 3; ++i)
        text += (i == 0 ? "; the newest are " : ", ") + backups[i].name;
    return text;
}

}  // namespace

std::string backup_name(TimePoint made, std::string_view instance) {
    std::string name(front);
    name += time_text(made, "%Y%m%dT%H%M%SZ");
    return name.append("-").append(instance).append(back);
}

std::string_view instance_in(std::string_view name) {
    if (!name.starts_with(front) || !name.ends_with(back)) return {};
    name.remove_prefix(front.size());
    name.remove_suffix(back.size());
    if (name.size() <= time_form.size() + 1 || name[time_form.size()] != '-') return {};
    for (std::size_t i = 0; i < time_form.size(); ++i) {
        const bool digit = name[i] >= '0' && name[i] <= '9';
        const bool wanted = time_form[i] >= '0' && time_form[i] <= '9';
        if (wanted ? !digit : name[i] != time_form[i]) return {};
    }
    const std::string_view instance = name.substr(time_form.size() + 1);
    const bool plain = std::all_of(instance.begin(), instance.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
    return plain ? instance : std::string_view();
}

std::string keys_name(std::string_view instance) {
    return std::string("keys-").append(instance).append(".muster");
}

Expected<std::vector<KeptFile>, std::string> backups_at(Target& target) {
    auto files = target.list();
    if (!files) return files.error();
    return backups_of(std::move(*files));
}

Expected<Shipped, std::string> ship(Target& target, const Shipment& shipment, std::uint32_t keep,
                                    const StageMoved& moved) {
    Shipped shipped;
    if (!shipment.keys.empty()) {
        std::uint64_t ignored = 0;
        if (auto wrong =
                put_file(target, shipment.keys, keys_name(shipment.instance), moved, ignored)) {
            return *wrong;
        }
    }
    shipped.name = backup_name(shipment.made, shipment.instance);
    if (auto wrong = put_file(target, shipment.backup, shipped.name, moved, shipped.bytes)) {
        return *wrong;
    }
    tidy_up(target, shipment, keep, shipped);
    return shipped;
}

Expected<Fetched, std::string> fetch(Target& target, std::string_view name, const fs::path& folder,
                                     const StageMoved& moved) {
    const auto files = target.list();
    if (!files) return files.error();
    const std::vector<KeptFile> backups = backups_of(*files);
    const auto wanted = std::find_if(backups.begin(), backups.end(), [&](const KeptFile& file) {
        return name == "newest" || file.name == name;
    });
    if (wanted == backups.end()) {
        return target.where() + " has no backup " + std::string(name) +
               (backups.empty() ? ", and none at all" : names_of(backups));
    }
    if (!has_room(folder, wanted->bytes)) {
        return folder.string() + " has too little room for the " + std::to_string(wanted->bytes) +
               " bytes of " + wanted->name + ": let the variable TMPDIR name a folder with more";
    }
    Fetched fetched{folder / wanted->name};
    if (auto wrong = target.get(*wanted, fetched.backup, of_stage(moved, "downloading"))) {
        return *wrong;
    }
    const std::string keys = keys_name(instance_in(wanted->name));
    for (const KeptFile& file : *files) {
        if (file.name != keys) continue;
        if (auto wrong = target.get(file, folder / keys, of_stage(moved, "downloading"))) {
            return *wrong;
        }
        fetched.keys = folder / keys;
    }
    return fetched;
}

}  // namespace muster::app
