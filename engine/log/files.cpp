#include "engine/log/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <system_error>
#include <utility>

namespace muster::log {

namespace fs = std::filesystem;

namespace {

class Descriptor {
  public:
    Descriptor(const fs::path& path, int flags, mode_t mode = static_cast<mode_t>(file_rights))
        : value_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    [[nodiscard]] explicit operator bool() const { return value_ >= 0; }
    [[nodiscard]] int get() const { return value_; }
    [[nodiscard]] int release() { return std::exchange(value_, -1); }

  private:
    int value_;
};

constexpr std::size_t piece_bytes = std::size_t{4} << 20;

// Returns errno, or 0; ECANCELED when it was cancelled.
int write_all(int descriptor, std::string_view bytes, Cancelled cancelled = nullptr) {
    std::size_t unsynced = 0;
    while (!bytes.empty()) {
        if (cancelled && *cancelled) return ECANCELED;
        const ssize_t written =
            ::write(descriptor, bytes.data(), std::min(bytes.size(), piece_bytes));
        if (written < 0) {
            if (errno == EINTR) continue;
            return errno;
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
        unsynced += static_cast<std::size_t>(written);
        if (unsynced < piece_bytes || bytes.empty()) continue;
        unsynced = 0;
        if (::fdatasync(descriptor) != 0) return errno;
    }
    return 0;
}

Result<std::string> read_up_to(const fs::path& path, std::size_t limit, Cancelled cancelled) {
    const Descriptor file(path, O_RDONLY);
    if (!file) return os_error(errno, "open", path);
    struct stat info {};
    if (::fstat(file.get(), &info) != 0) return os_error(errno, "read", path);
    std::string bytes(std::min(limit, static_cast<std::size_t>(info.st_size)), '\0');
    std::size_t got = 0;
    while (got < bytes.size()) {
        if (cancelled && *cancelled) return os_error(ECANCELED, "read", path);
        const ssize_t n =
            ::read(file.get(), bytes.data() + got, std::min(bytes.size() - got, piece_bytes));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return os_error(errno, "read", path);
        if (n == 0) break;
        got += static_cast<std::size_t>(n);
    }
    bytes.resize(got);
    return bytes;
}

}  // namespace

LogError os_error(int error_number, std::string_view what, const fs::path& path) {
    const bool full = error_number == ENOSPC || error_number == EDQUOT;
    const LogErrorCode code = full                        ? LogErrorCode::disk_full
                              : error_number == ENOENT    ? LogErrorCode::not_found
                              : error_number == ECANCELED ? LogErrorCode::cancelled
                                                          : LogErrorCode::io;
    std::string message = "cannot " + std::string(what) + " " + path.string() + ": " +
                          std::generic_category().message(error_number);
    if (full) message += "; free space on that disk and start again";
    return {code, std::move(message)};
}

LogError sync_folder(const fs::path& folder) {
    const Descriptor file(folder, O_RDONLY | O_DIRECTORY);
    if (!file) return os_error(errno, "open folder", folder);
    if (::fsync(file.get()) != 0) return os_error(errno, "sync folder", folder);
    return {};
}

LogError make_folder(const fs::path& folder) {
    std::error_code error;
    const fs::path full = fs::absolute(folder, error);
    if (error) return os_error(error.value(), "resolve", folder);
    if (fs::is_directory(full, error)) return {};
    // Parents first, each synced into its own parent, so that the chain of names survives.
    if (full.has_relative_path() && full.parent_path() != full) {
        if (LogError failed = make_folder(full.parent_path())) return failed;
    }
    fs::create_directory(full, error);
    if (error) return os_error(error.value(), "make folder", folder);
    return full.has_filename() ? sync_folder(full.parent_path()) : LogError{};
}

LogError sync_and_rename(const fs::path& from, const fs::path& to) {
    {
        const Descriptor file(from, O_RDWR);
        if (!file) return os_error(errno, "open", from);
        if (::fsync(file.get()) != 0) return os_error(errno, "sync", from);
    }
    if (::rename(from.c_str(), to.c_str()) != 0) return os_error(errno, "rename to", to);
    return sync_folder(to.has_parent_path() ? to.parent_path() : fs::path("."));
}

LogError write_file_durably(const fs::path& path, std::string_view head, std::string_view body,
                            Cancelled cancelled) {
    fs::path partial = path;
    partial += partial_suffix;
    {
        const Descriptor file(partial, O_WRONLY | O_CREAT | O_TRUNC);
        if (!file) return os_error(errno, "create", partial);
        int failed = write_all(file.get(), head);
        if (failed == 0) failed = write_all(file.get(), body, cancelled);
        if (failed != 0) {
            ::unlink(partial.c_str());
            return os_error(failed, "write", partial);
        }
    }
    return sync_and_rename(partial, path);
}

Result<std::string> read_file(const fs::path& path, Cancelled cancelled) {
    return read_up_to(path, std::numeric_limits<std::size_t>::max(), cancelled);
}

Result<std::string> read_start(const fs::path& path, std::size_t bytes) {
    return read_up_to(path, bytes, nullptr);
}

bool FolderLock::is_held(const fs::path& folder) {
    const Descriptor file(folder / lock_name, O_RDONLY);
    // Shared and given back at once: two that ask do not meet, and an owner is never kept out for
    // longer than a call.
    return file && ::flock(file.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

Result<FolderLock> FolderLock::acquire(const fs::path& folder) {
    const fs::path path = folder / lock_name;
    Descriptor file(path, O_RDWR | O_CREAT);
    if (!file) return os_error(errno, "open", path);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return os_error(errno, "lock", path);
        char owner[32] = {};
        const ssize_t n = ::read(file.get(), owner, sizeof owner - 1);
        std::string who(owner, n > 0 ? static_cast<std::size_t>(n) : 0);
        while (!who.empty() && who.back() == '\n')
            who.pop_back();
        return LogError{LogErrorCode::locked, "the log in " + folder.string() +
                                                  " is in use by process " +
                                                  (who.empty() ? "(unknown)" : who) +
                                                  "; stop it first, or name another folder"};
    }
    const std::string owner = std::to_string(::getpid()) + "\n";
    if (::ftruncate(file.get(), 0) != 0) return os_error(errno, "write", path);
    if (const int failed = write_all(file.get(), owner)) return os_error(failed, "write", path);
    return FolderLock(file.release());
}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

FolderLock::~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace muster::log
