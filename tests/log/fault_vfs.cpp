#include "tests/log/fault_vfs.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <new>

namespace muster::log::test {

namespace {

// SQLite allocates szOsFile bytes: this header, then the lower layer's file.
struct ShimFile {
    sqlite3_file base;
    FaultDisk* disk;
    FaultDisk::Image* image;  // null for temporary files
};

ShimFile* shim(sqlite3_file* file) {
    return reinterpret_cast<ShimFile*>(file);
}
sqlite3_file* below(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(ShimFile));
}
FaultDisk* disk_of(sqlite3_vfs* vfs) {
    return static_cast<FaultDisk*>(vfs->pAppData);
}

int on_close(sqlite3_file* file) {
    return below(file)->pMethods->xClose(below(file));
}
int on_read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    return below(file)->pMethods->xRead(below(file), to, size, offset);
}
int on_write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    if (const int failed = shim(file)->disk->count_call()) return failed;
    if (shim(file)->image) {
        shim(file)->image->pending.push_back(
            {offset, std::string(static_cast<const char*>(from), static_cast<std::size_t>(size)),
             false});
    }
    return below(file)->pMethods->xWrite(below(file), from, size, offset);
}
int on_truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (const int failed = shim(file)->disk->count_call()) return failed;
    if (shim(file)->image) shim(file)->image->pending.push_back({size, "", true});
    return below(file)->pMethods->xTruncate(below(file), size);
}

void make(std::string& content, const FaultDisk::Change& change) {
    const auto offset = static_cast<std::size_t>(change.offset);
    if (change.truncates) {
        if (content.size() > offset) content.resize(offset);
        return;
    }
    if (content.size() < offset + change.bytes.size()) {
        content.resize(offset + change.bytes.size());
    }
    content.replace(offset, change.bytes.size(), change.bytes);
}

int on_sync(sqlite3_file* file, int flags) {
    if (const int failed = shim(file)->disk->count_call()) return failed;
    if (FaultDisk::Image* image = shim(file)->image) {
        for (const FaultDisk::Change& change : image->pending)
            make(image->durable, change);
        image->pending.clear();
    }
    // The test process does not lose power, so the real sync would only cost time.
    static_cast<void>(flags);
    return SQLITE_OK;
}
int on_file_size(sqlite3_file* file, sqlite3_int64* size) {
    return below(file)->pMethods->xFileSize(below(file), size);
}
int on_lock(sqlite3_file* file, int level) {
    return below(file)->pMethods->xLock(below(file), level);
}
int on_unlock(sqlite3_file* file, int level) {
    return below(file)->pMethods->xUnlock(below(file), level);
}
int on_check_reserved_lock(sqlite3_file* file, int* result) {
    return below(file)->pMethods->xCheckReservedLock(below(file), result);
}
int on_file_control(sqlite3_file* file, int operation, void* argument) {
    return below(file)->pMethods->xFileControl(below(file), operation, argument);
}
int on_sector_size(sqlite3_file* file) {
    return below(file)->pMethods->xSectorSize(below(file));
}
int on_device_characteristics(sqlite3_file* file) {
    return below(file)->pMethods->xDeviceCharacteristics(below(file));
}
int on_shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
    return below(file)->pMethods->xShmMap(below(file), page, size, extend, memory);
}
int on_shm_lock(sqlite3_file* file, int offset, int n, int flags) {
    return below(file)->pMethods->xShmLock(below(file), offset, n, flags);
}
void on_shm_barrier(sqlite3_file* file) {
    below(file)->pMethods->xShmBarrier(below(file));
}
int on_shm_unmap(sqlite3_file* file, int remove) {
    return below(file)->pMethods->xShmUnmap(below(file), remove);
}

constexpr sqlite3_io_methods methods{2,
                                     on_close,
                                     on_read,
                                     on_write,
                                     on_truncate,
                                     on_sync,
                                     on_file_size,
                                     on_lock,
                                     on_unlock,
                                     on_check_reserved_lock,
                                     on_file_control,
                                     on_sector_size,
                                     on_device_characteristics,
                                     on_shm_map,
                                     on_shm_lock,
                                     on_shm_barrier,
                                     on_shm_unmap,
                                     nullptr,
                                     nullptr};

int on_open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
    FaultDisk* disk = disk_of(vfs);
    const int result = disk->below()->xOpen(disk->below(), path, below(file), flags, out_flags);
    auto* opened = new (file) ShimFile{};
    if (result != SQLITE_OK) return result;
    opened->base.pMethods = &methods;
    opened->disk = disk;
    // The rollback journal serves the creation of the file, before it has a write-ahead log.
    constexpr int lasting = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
    const bool kept = (flags & lasting) != 0;
    opened->image = kept && path ? &disk->image(path) : nullptr;
    return SQLITE_OK;
}

int on_delete(sqlite3_vfs* vfs, const char* path, int sync) {
    disk_of(vfs)->forget(path);
    return disk_of(vfs)->below()->xDelete(disk_of(vfs)->below(), path, sync);
}

}  // namespace

FaultDisk::FaultDisk()
    : name_("fault-disk-" + std::to_string(reinterpret_cast<std::uintptr_t>(this))),
      below_(sqlite3_vfs_find(nullptr)),
      vfs_(std::make_unique<sqlite3_vfs>(*below_)) {
    vfs_->szOsFile = static_cast<int>(sizeof(ShimFile)) + below_->szOsFile;
    vfs_->pNext = nullptr;
    vfs_->zName = name_.c_str();
    vfs_->pAppData = this;
    vfs_->xOpen = on_open;
    vfs_->xDelete = on_delete;
    if (sqlite3_vfs_register(vfs_.get(), 0) != SQLITE_OK) std::abort();
}

FaultDisk::~FaultDisk() {
    sqlite3_vfs_unregister(vfs_.get());
}

void FaultDisk::fail_at(std::uint64_t call, int result, Until until) {
    calls_ = 0;
    fail_at_ = call;
    result_ = result;
    until_ = until;
    has_failed_ = false;
}

int FaultDisk::count_call() {
    ++calls_;
    if (fail_at_ == 0 || calls_ < fail_at_) return SQLITE_OK;
    if (until_ == Until::once && calls_ > fail_at_) return SQLITE_OK;
    has_failed_ = true;
    return result_;
}

FaultDisk::Image& FaultDisk::image(const std::string& path) {
    const auto [it, is_new] = images_.try_emplace(path);
    if (is_new) {
        std::ifstream file(path, std::ios::binary);
        it->second.durable.assign(std::istreambuf_iterator<char>(file), {});
    }
    return it->second;
}

void FaultDisk::write_after_power_loss(const std::filesystem::path& folder,
                                       std::mt19937_64& random) const {
    for (const auto& [path, image] : images_) {
        std::string content = image.durable;
        for (Change change : image.pending) {
            const std::uint64_t fate = random() % 4;
            if (fate == 0) continue;
            if (fate == 1 && !change.truncates) {
                const std::size_t sectors = change.bytes.size() / 512 + 1;
                change.bytes.resize(std::min(change.bytes.size(), random() % sectors * 512));
            }
            make(content, change);
        }
        std::ofstream file(folder / std::filesystem::path(path).filename(), std::ios::binary);
        file.write(content.data(), static_cast<std::streamsize>(content.size()));
    }
}

}  // namespace muster::log::test
