#include "engine/app/backup_note.hpp"

#include <sys/stat.h>

#include "engine/log/files.hpp"

namespace muster::app {
namespace {

constexpr const char* note_name = "last-backup";
constexpr const char* words = "The date of this file is that of the newest backup.\n";
constexpr const char* offsite_name = "last-offsite";
constexpr const char* offsite_words =
    "The date of this file is when a backup last arrived at its target elsewhere.\n";

std::optional<TimePoint> date_of(const std::filesystem::path& file) {
    struct stat found {};
    if (::stat(file.c_str(), &found) != 0) return std::nullopt;
    return TimePoint{found.st_mtim.tv_sec * 1000 + found.st_mtim.tv_nsec / 1'000'000};
}

}  // namespace

log::LogError note_backup(const std::filesystem::path& data) {
    return log::write_file_durably(data / note_name, words, "");
}

log::LogError note_offsite(const std::filesystem::path& data) {
    return log::write_file_durably(data / offsite_name, offsite_words, "");
}

std::optional<TimePoint> last_backup(const std::filesystem::path& data) {
    return date_of(data / note_name);
}

std::optional<TimePoint> last_offsite(const std::filesystem::path& data) {
    return date_of(data / offsite_name);
}

}  // namespace muster::app
