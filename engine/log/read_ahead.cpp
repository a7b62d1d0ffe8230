#include "engine/log/read_ahead.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "muster/requests.hpp"

namespace muster::log {

namespace {

// Records with their texts, stored one behind the other so that a block is one allocation that is
// used again and again.
class Block {
  public:
    void clear() {
        entries_.clear();
        bytes_.clear();
    }

    void add(const RecordView& record) {
        entries_.push_back({record.seq, record.at, record.hash, record.source.size(),
                            record.key.size(), record.command.size(), record.events.size(),
                            record.complete, record.digest});
        bytes_.append(record.source).append(record.key);
        bytes_.append(record.command).append(record.events);
    }

    [[nodiscard]] std::size_t bytes() const { return bytes_.size(); }
    [[nodiscard]] bool empty() const { return entries_.empty(); }

    // False when the callback wants no more.
    [[nodiscard]] bool replay(const RecordCallback& callback) const {
        std::string_view rest = bytes_;
        const auto take = [&rest](std::size_t size) {
            const std::string_view text = rest.substr(0, size);
            rest.remove_prefix(size);
            return text;
        };
        RecordView view;
        for (const Entry& entry : entries_) {
            view.seq = entry.seq;
            view.at = entry.at;
            view.hash = entry.hash;
            view.complete = entry.complete;
            view.digest = entry.digest;
            view.source = take(entry.source);
            view.key = take(entry.key);
            view.command = take(entry.command);
            view.events = take(entry.events);
            if (!callback(view)) return false;
        }
        return true;
    }

  private:
    struct Entry {
        std::uint64_t seq;
        TimePoint at;
        Hash hash;
        std::size_t source;
        std::size_t key;
        std::size_t command;
        std::size_t events;
        bool complete;
        std::uint64_t digest;
    };

    std::vector<Entry> entries_;
    std::string bytes_;
};

// A ring of blocks between one filling and one using thread.
class Ring {
  public:
    explicit Ring(std::size_t blocks) : blocks_(std::max<std::size_t>(blocks, 2)) {}

    // For the filling thread: an empty block, or null once nobody wants more.
    Block* to_fill() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return filled_ - used_ < blocks_.size() || stopped_; });
        if (stopped_) return nullptr;
        Block& block = blocks_[filled_ % blocks_.size()];
        block.clear();
        return &block;
    }
    void filled() {
        const std::lock_guard lock(mutex_);
        ++filled_;
        changed_.notify_all();
    }
    void finish(LogError error) {
        const std::lock_guard lock(mutex_);
        error_ = std::move(error);
        finished_ = true;
        changed_.notify_all();
    }

    // For the using thread: the next block, or null after the last.
    const Block* to_use() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return filled_ > used_ || finished_; });
        return filled_ > used_ ? &blocks_[used_ % blocks_.size()] : nullptr;
    }
    void used() {
        const std::lock_guard lock(mutex_);
        ++used_;
        changed_.notify_all();
    }
    void stop() {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        changed_.notify_all();
    }
    // After to_use returned null.
    LogError take_error() {
        const std::lock_guard lock(mutex_);
        return std::move(error_);
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Block> blocks_;
    std::size_t filled_ = 0;
    std::size_t used_ = 0;
    bool finished_ = false;
    bool stopped_ = false;
    LogError error_;
};

LogError fill(Ring& ring, const LogReader& reader, const ReadAheadOptions& options) {
    ChainCheck check(options.after);
    LogError bad;
    Block* block = ring.to_fill();
    if (!block) return {};
    const auto take = [&](const RecordView& stored) {
        if (options.verify && !check.follows(stored)) {
            bad = corrupted_record(reader.database(), stored.seq, "does not match its hash");
            return false;
        }
        RecordView record = stored;
        bad = reader.open_texts(record);
        if (bad) return false;
        block->add(record);
        if (block->bytes() < options.block_bytes) return true;
        ring.filled();
        block = ring.to_fill();
        return block != nullptr;
    };
    LogError failed = reader.read_stored(options.after.seq + 1, options.last, take);
    if (block && !block->empty()) ring.filled();
    return bad ? bad : failed;
}

}  // namespace

LogError read_ahead(const std::filesystem::path& path, const ReadAheadOptions& options,
                    const RecordCallback& callback) {
    Result<LogReader> reader = LogReader::open(path, options.reader);
    if (!reader) return reader.error();
    Ring ring(options.blocks);
    std::thread thread([&] { ring.finish(fill(ring, *reader, options)); });
    // Joins also when the callback throws.
    struct Join {
        Ring& ring;
        std::thread& thread;
        ~Join() {
            ring.stop();
            thread.join();
        }
    } const join{ring, thread};
    while (const Block* block = ring.to_use()) {
        if (!block->replay(callback)) return {};
        ring.used();
    }
    return ring.take_error();
}

}  // namespace muster::log
