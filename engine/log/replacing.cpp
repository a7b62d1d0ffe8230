#include "engine/log/replacing.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "engine/log/files.hpp"

namespace muster::log {

namespace fs = std::filesystem;

fs::path free_name(const fs::path& folder, const std::string& what) {
    std::error_code ignored;
    for (int n = 1;; ++n) {
        fs::path path = folder / (what + "-" + std::to_string(n));
        if (!fs::exists(path, ignored)) return path;
    }
}

LogError put_in_place(const Evidence& evidence, const fs::path& made, const fs::path& kept,
                      bool same_history) {
    const fs::path& folder = evidence.folder;
    if (LogError failed = make_folder(kept)) return failed;
    const fs::path old = folder / database_name;
    if (::link(old.c_str(), (kept / database_name).c_str()) != 0) {
        return os_error(errno, "keep", old);
    }
    std::error_code error;
    const auto move_away = [&](const fs::path& file) {
        if (error || !fs::exists(file, error)) return;
        fs::rename(file, kept / file.filename(), error);
    };
    for (const char* const helper : {"-wal", "-shm"})
        move_away(folder / (std::string(database_name) + helper));
    if (error) return os_error(error.value(), "move files to", kept);
    if (LogError failed = sync_and_rename(made / database_name, old)) return failed;
    if (!same_history) {
        for (const SnapshotWitness& snapshot : evidence.snapshots)
            move_away(snapshot.file);
        move_away(folder / high_water_name);
    }
    if (error) return os_error(error.value(), "move files to", kept);
    if (LogError failed = sync_folder(kept)) return failed;
    return sync_folder(folder);
}

}  // namespace muster::log
