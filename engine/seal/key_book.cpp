#include "engine/seal/key_book.hpp"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <mutex>
#include <utility>

#include "engine/seal/bytes.hpp"
#include "engine/seal/key_places.hpp"
#include "engine/seal/master_key.hpp"

namespace muster::seal {
namespace {

constexpr std::string_view opening = "opening the keys of people";
constexpr std::string_view keeping = "keeping the keys of people";
constexpr std::string_view erasing = "erasing a key";
constexpr int busy_timeout_ms = 2'000;

constexpr const char* tables =
    "CREATE TABLE IF NOT EXISTS seed(number INTEGER PRIMARY KEY, owners INTEGER NOT NULL,"
    " sealed BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS erased(owner INTEGER PRIMARY KEY, seq INTEGER NOT NULL,"
    " proof BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS about(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID";
constexpr std::string_view proof = "this is the master key";

// The letter in the highest byte; below it the number, of which the ids of the highest kinds use
// 53 bits.
constexpr int letter_shift = 56;
std::uint64_t packed(const Subject& subject) {
    return static_cast<std::uint64_t>(static_cast<unsigned char>(subject.kind)) << letter_shift |
           subject.id;
}
std::uint64_t packed_owners(const Subject& subject) {
    return packed({subject.kind, subject.id >> seed_bits});
}

// What it is derived for, apart from all else that a seed could be used for.
constexpr unsigned char derivation[crypto_generichash_blake2b_PERSONALBYTES + 1] =
    "muster a person ";

Key derived(const Key& seed, std::uint64_t id) {
    Key key;
    crypto_generichash_blake2b_salt_personal(key.data(), key.size(),
                                             reinterpret_cast<const unsigned char*>(&id), sizeof id,
                                             seed.data(), seed.size(), nullptr, derivation);
    return key;
}

std::size_t place_in_seed(std::uint64_t id) {
    return static_cast<std::size_t>(id & (people_of_seed - 1));
}

std::int64_t stored(std::uint64_t number) {
    return static_cast<std::int64_t>(number);
}

bool is_gone(const Key& key) {
    return key == Key{};
}

// What this process has open, so that whoever reads a folder meets the book of its writer.
std::mutex books_mutex;
std::map<std::filesystem::path, std::weak_ptr<KeyBook>>& books() {
    static std::map<std::filesystem::path, std::weak_ptr<KeyBook>> all;
    return all;
}

std::filesystem::path named(const std::filesystem::path& folder) {
    std::error_code ignored;
    return std::filesystem::weakly_canonical(folder, ignored);
}

sqlite::Error put_about(const sqlite::Database& db, std::string_view name, std::string_view value) {
    return db.run(keeping, "INSERT OR REPLACE INTO about VALUES(?1, ?2)", name, value);
}

std::optional<std::string> read_about(const sqlite::Database& db, std::string_view name) {
    const sqlite::Statement row = db.statement("SELECT value FROM about WHERE name = ?1", name);
    if (row.step() != SQLITE_ROW) return std::nullopt;
    return row.text(0);
}

sqlite::Error put_master(const sqlite::Database& db, const Key& master, const std::string& from) {
    std::string box;
    close_box(master, "master", proof, box);
    if (sqlite::Error failed = put_about(db, "proof", box)) return failed;
    return put_about(db, "master_from", from);
}

sqlite::Error meet_master(const sqlite::Database& db, const Key& master,
                          const std::filesystem::path& folder) {
    const auto box = read_about(db, "proof");
    if (box && open_box(master, "master", *box) == proof) return {};
    return {sqlite::ErrorCode::io,
            "the master key is not the one that " + (folder / key_file_name).string() +
                " was made with; name the right one in [sealing], or put the keys back from a "
                "backup with the recovery key: muster keys recover"};
}

sqlite::Error damaged(const std::filesystem::path& folder, const std::string& what) {
    return {sqlite::ErrorCode::corrupted,
            what + " in " + (folder / key_file_name).string() +
                " is damaged; put the keys back from beside a backup: muster restore, or muster "
                "keys recover"};
}

// A file is not read by others even for a moment, nor its helper files.
sqlite::Result<sqlite::Database> open_file(const std::filesystem::path& folder,
                                           sqlite::Access access) {
    auto db = sqlite::Database::open(folder / key_file_name,
                                     {.access = access, .busy_ms = busy_timeout_ms});
    if (!db) return db;
    if (access == sqlite::Access::read) return db;
    // What is deleted is overwritten.
    if (sqlite::Error failed = db->exec("PRAGMA secure_delete=ON", opening)) return failed;
    if (sqlite::Error failed = db->use_wal(sqlite::Durability::up_to_the_last)) return failed;
    if (sqlite::Error failed = db->exec(tables, opening)) return failed;
    return db;
}

// A commit that waits for the disk, in a file whose commits do not as a rule.
class WaitForDisk {
  public:
    explicit WaitForDisk(const sqlite::Database& db) : db_(db) {
        (void)db_.exec("PRAGMA synchronous=FULL", keeping);
    }
    ~WaitForDisk() { (void)db_.exec("PRAGMA synchronous=NORMAL", keeping); }
    WaitForDisk(const WaitForDisk&) = delete;
    WaitForDisk& operator=(const WaitForDisk&) = delete;

  private:
    const sqlite::Database& db_;
};

}  // namespace

KeyBook::KeyBook(std::filesystem::path folder, sqlite::Database db, const Key& master)
    : folder_(std::move(folder)), db_(std::move(db)), master_(master), seeds_(1) {}

KeyBook::~KeyBook() {
    (void)write_pending();
    wipe(master_);
    for (Seed& seed : seeds_) {
        wipe(seed.seed);
        if (!seed.keys) continue;
        for (Key& key : *seed.keys)
            wipe(key);
    }
}

sqlite::Result<KeyBook::Shared> KeyBook::open(const std::filesystem::path& folder,
                                              const Key& master, const std::string& master_from) {
    need_sodium();
    auto db = open_file(folder, sqlite::Access::create);
    if (!db) return db.error();
    if (!read_about(*db, "proof")) {
        if (sqlite::Error failed = put_master(*db, master, master_from)) return failed;
    }
    if (sqlite::Error failed = meet_master(*db, master, folder)) return failed;
    if (read_about(*db, "master_from") != master_from) {
        if (sqlite::Error failed = put_about(*db, "master_from", master_from)) return failed;
    }
    Shared book(new KeyBook(folder, std::move(*db), master));
    if (sqlite::Error failed = book->load()) return failed;
    // The desk's, so that there is one for who only reads.
    (void)book->key_of({}, 0);
    if (sqlite::Error failed = book->keep()) return failed;
    const std::lock_guard lock(books_mutex);
    books()[named(folder)] = book;
    return book;
}

sqlite::Result<std::shared_ptr<const KeyBook>> KeyBook::of(const std::filesystem::path& folder) {
    {
        const std::lock_guard lock(books_mutex);
        const auto found = books().find(named(folder));
        if (found != books().end()) {
            if (Shared book = found->second.lock()) return std::shared_ptr<const KeyBook>(book);
        }
    }
    return of_file(folder);
}

sqlite::Result<std::shared_ptr<const KeyBook>> KeyBook::of_file(
    const std::filesystem::path& folder) {
    std::error_code ignored;
    if (!std::filesystem::exists(folder / key_file_name, ignored)) {
        return std::shared_ptr<const KeyBook>();
    }
    need_sodium();
    auto db = open_file(folder, sqlite::Access::read);
    if (!db) return db.error();
    auto master = master_of_reader(folder, read_about(*db, "master_from").value_or(""));
    if (!master) return sqlite::Error{sqlite::ErrorCode::io, master.error()};
    if (sqlite::Error failed = meet_master(*db, *master, folder)) return failed;
    Shared book(new KeyBook(folder, std::move(*db), *master));
    if (sqlite::Error failed = book->load()) return failed;
    return std::shared_ptr<const KeyBook>(book);
}

sqlite::Error KeyBook::load() {
    const sqlite::Statement gone = db_.statement("SELECT owner, seq, proof FROM erased");
    while (gone.step() == SQLITE_ROW) {
        const auto who = static_cast<std::uint64_t>(gone.integer(0));
        const auto seq = static_cast<std::uint64_t>(gone.integer(1));
        if (!open_box(master_, place_of_erased(who, seq), gone.bytes(2))) {
            return damaged(folder_, "the note of who was erased");
        }
        erased_.emplace(who, seq);
    }
    return load_seeds();
}

sqlite::Error KeyBook::load_seeds() const {
    const std::uint64_t from = seeds_.size();
    const auto highest = sqlite::query_integer(db_, "SELECT max(number) FROM seed");
    if (!highest) return highest.error();
    seeds_.resize(std::max<std::size_t>(seeds_.size(), static_cast<std::size_t>(*highest) + 1));
    const sqlite::Statement rows =
        db_.statement("SELECT number, owners, sealed FROM seed WHERE number >= ?1", stored(from));
    int step = rows.step();
    for (; step == SQLITE_ROW; step = rows.step()) {
        const auto number = static_cast<std::uint64_t>(rows.integer(0));
        const auto owners = static_cast<std::uint64_t>(rows.integer(1));
        auto bytes = number < seeds_.size()
                         ? open_box(master_, place_of(number, owners), rows.bytes(2))
                         : std::nullopt;
        if (!bytes || !take_row(number, owners, *bytes)) {
            return damaged(folder_, "seed " + std::to_string(number));
        }
        wipe(*bytes);
    }
    return step == SQLITE_DONE ? sqlite::Error{} : sqlite::error_of(db_, opening);
}

bool KeyBook::take_row(std::uint64_t number, std::uint64_t owners, std::string_view bytes) const {
    Seed& seed = seeds_[number];
    if (bytes.size() == sizeof(Key)) {
        std::copy(bytes.begin(), bytes.end(), seed.seed.begin());
    } else if (bytes.size() == sizeof(Keys)) {
        seed.keys = std::make_unique<Keys>();
        std::memcpy(seed.keys->data(), bytes.data(), bytes.size());
    } else {
        return false;
    }
    seed.owners = owners;
    if (owners == 0) return true;
    number_of_[owners] = number;
    next_spare_ = std::max(next_spare_, number + 1);
    return true;
}

void KeyBook::know(std::uint64_t number, const Subject& subject) const {
    seeds_[number].owners = packed_owners(subject);
    number_of_[packed_owners(subject)] = number;
    pending_.push_back(number);
}

std::uint64_t KeyBook::number_of(const Subject& subject) const {
    const auto found = number_of_.find(packed_owners(subject));
    return found == number_of_.end() ? 0 : found->second;
}

std::optional<NamedKey> KeyBook::known(const Subject& subject) const {
    const std::uint64_t number = number_of(subject);
    if (number == 0) return std::nullopt;
    const Seed& seed = seeds_[number];
    const Key key =
        seed.keys ? (*seed.keys)[place_in_seed(subject.id)] : derived(seed.seed, subject.id);
    if (is_gone(key)) return std::nullopt;
    return NamedKey{subject, number, key};
}

std::size_t KeyBook::spare() const {
    return seeds_.size() - std::min<std::size_t>(next_spare_, seeds_.size());
}

std::optional<NamedKey> KeyBook::key_there_is(const Subject& subject) const {
    const std::shared_lock lock(mutex_);
    return known(subject);
}

std::optional<NamedKey> KeyBook::key_of(const Subject& subject, std::uint64_t seq) {
    {
        std::shared_lock lock(mutex_);
        if (!erased_.empty()) {
            const auto gone = erased_.find(packed(subject));
            if (gone != erased_.end()) {
                if (seq < gone->second) return std::nullopt;
                return known({});
            }
        }
        if (auto key = known(subject)) return key;
    }
    std::unique_lock lock(mutex_);
    if (auto key = known(subject)) return key;
    while (next_spare_ < seeds_.size() && seeds_[next_spare_].owners != 0)
        ++next_spare_;
    if (next_spare_ == seeds_.size()) {
        lock.unlock();
        const std::lock_guard file(file_mutex_);
        // Without a key it could only be written so that everybody can read it.
        if (draw()) std::abort();
        return key_of(subject, seq);
    }
    know(next_spare_++, subject);
    return known(subject);
}

sqlite::Error KeyBook::draw() {
    std::vector<Key> drawn(most_spare);
    const WaitForDisk wait(db_);
    auto transaction = sqlite::Transaction::begin(db_, keeping);
    if (!transaction) return transaction.error();
    std::uint64_t number = 0;
    {
        const std::shared_lock lock(mutex_);
        number = seeds_.size();
    }
    auto insert = sqlite::Statement::prepare(db_, "INSERT INTO seed VALUES(?1, 0, ?2)");
    if (!insert) return insert.error();
    std::string box;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        drawn[i] = draw_key();
        box.clear();
        close_box(master_, place_of(number + i, 0), view_of(drawn[i]), box);
        insert->bind(1, stored(number + i));
        insert->bind_blob(2, box.data(), box.size());
        if (insert->step() != SQLITE_DONE) return sqlite::error_of(db_, keeping);
        insert->reset();
    }
    if (sqlite::Error failed = transaction->commit(keeping)) return failed;
    const std::lock_guard lock(mutex_);
    for (Key& key : drawn) {
        seeds_.emplace_back().seed = key;
        wipe(key);
    }
    // A frame of the write-ahead file that rots is dropped without a word; so they do not stay in
    // it.
    return db_.exec("PRAGMA wal_checkpoint(TRUNCATE)", keeping);
}

sqlite::Error KeyBook::write_pending() {
    struct Row {
        std::uint64_t number;
        std::uint64_t owners;
        std::string box;
    };
    std::vector<Row> rows;
    {
        const std::lock_guard lock(mutex_);
        for (const std::uint64_t number : pending_)
            rows.push_back({number, seeds_[number].owners, sealed(number, master_)});
        pending_.clear();
    }
    if (rows.empty()) return {};
    auto transaction = sqlite::Transaction::begin(db_, keeping);
    if (!transaction) return transaction.error();
    auto update = sqlite::Statement::prepare(
        db_, "UPDATE seed SET owners = ?2, sealed = ?3 WHERE number = ?1");
    if (!update) return update.error();
    for (const Row& row : rows) {
        update->bind(1, stored(row.number));
        update->bind(2, stored(row.owners));
        update->bind_blob(3, row.box.data(), row.box.size());
        if (update->step() != SQLITE_DONE) return sqlite::error_of(db_, keeping);
        update->reset();
    }
    return transaction->commit(keeping);
}

sqlite::Error KeyBook::keep() {
    const std::lock_guard file(file_mutex_);
    if (sqlite::Error failed = write_pending()) return failed;
    std::size_t left = 0;
    {
        const std::shared_lock lock(mutex_);
        left = spare();
    }
    return left < fewest_spare ? draw() : sqlite::Error{};
}

sqlite::Error KeyBook::make_durable() {
    const std::lock_guard file(file_mutex_);
    if (sqlite::Error failed = write_pending()) return failed;
    const WaitForDisk wait(db_);
    // A commit that waits takes all before it along.
    return put_about(db_, "durable", "");
}

std::unique_ptr<KeyBook::Keys> KeyBook::split_of(const Seed& seed, std::uint64_t id) {
    if (seed.keys) return std::make_unique<Keys>(*seed.keys);
    auto keys = std::make_unique<Keys>();
    const std::uint64_t first = id & ~std::uint64_t{people_of_seed - 1};
    for (std::size_t i = 0; i < people_of_seed; ++i)
        (*keys)[i] = derived(seed.seed, first + i);
    return keys;
}

sqlite::Error KeyBook::write_erased(std::span<const Subject> subjects, std::uint64_t seq,
                                    std::map<std::uint64_t, std::unique_ptr<Keys>>& split) {
    for (const Subject& subject : subjects) {
        if (!subject.is_person()) continue;
        std::string proof;
        close_box(master_, place_of_erased(packed(subject), seq), "", proof);
        const sqlite::Statement insert =
            db_.statement("INSERT OR IGNORE INTO erased VALUES(?1, ?2, ?3)",
                          stored(packed(subject)), stored(seq));
        insert.bind_blob(3, proof.data(), proof.size());
        if (insert.step() != SQLITE_DONE) return sqlite::error_of(db_, erasing);
        const std::shared_lock lock(mutex_);
        const std::uint64_t number = number_of(subject);
        if (number == 0) continue;
        std::unique_ptr<Keys>& keys = split[number];
        if (!keys) keys = split_of(seeds_[number], subject.id);
        wipe((*keys)[place_in_seed(subject.id)]);
    }
    auto update = sqlite::Statement::prepare(db_, "UPDATE seed SET sealed = ?2 WHERE number = ?1");
    if (!update) return update.error();
    std::string box;
    for (const auto& [number, keys] : split) {
        box.clear();
        close_box(master_, place_of(number, seeds_[number].owners), view_of(*keys), box);
        update->bind(1, stored(number));
        update->bind_blob(2, box.data(), box.size());
        if (update->step() != SQLITE_DONE) return sqlite::error_of(db_, erasing);
        update->reset();
    }
    return {};
}

sqlite::Error KeyBook::erase(std::span<const Subject> subjects, std::uint64_t seq) {
    const std::lock_guard file(file_mutex_);
    if (sqlite::Error failed = write_pending()) return failed;
    std::map<std::uint64_t, std::unique_ptr<Keys>> split;
    {
        const WaitForDisk wait(db_);
        auto transaction = sqlite::Transaction::begin(db_, erasing);
        if (!transaction) return transaction.error();
        if (sqlite::Error failed = write_erased(subjects, seq, split)) return failed;
        if (sqlite::Error failed = transaction->commit(erasing)) return failed;
    }
    {
        const std::lock_guard lock(mutex_);
        for (const Subject& subject : subjects) {
            if (subject.is_person()) erased_.emplace(packed(subject), seq);
        }
        for (auto& [number, keys] : split) {
            wipe(seeds_[number].seed);
            seeds_[number].keys = std::move(keys);
        }
    }
    // The write-ahead file still holds pages with the seed as they were.
    return db_.exec("PRAGMA wal_checkpoint(TRUNCATE)", erasing);
}

std::uint64_t KeyBook::last_erasing() const {
    const std::shared_lock lock(mutex_);
    std::uint64_t last = 0;
    for (const auto& [who, seq] : erased_)
        last = std::max(last, seq);
    return last;
}

bool KeyBook::is_erased(const Subject& subject) const {
    const std::shared_lock lock(mutex_);
    return erased_.contains(packed(subject));
}

bool KeyBook::find(std::uint64_t number, const Subject& subject, Key& out) const {
    const auto give = [&] {
        const auto key = known(subject);
        if (key) out = key->key;
        return key.has_value();
    };
    {
        const std::shared_lock lock(mutex_);
        if (number == 0 || erased_.contains(packed(subject))) return false;
        if (number < seeds_.size()) {
            if (seeds_[number].owners == packed_owners(subject)) return give();
            if (seeds_[number].owners != 0) return false;
        }
    }
    const std::lock_guard lock(mutex_);
    if (number >= seeds_.size() && load_seeds()) return false;
    if (number >= seeds_.size()) return false;
    if (seeds_[number].owners == packed_owners(subject)) return give();
    if (seeds_[number].owners != 0 || number_of(subject) != 0) return false;
    know(number, subject);
    return give();
}

std::optional<std::uint64_t> KeyBook::open_until() const {
    const auto text = read_about(db_, "open_until");
    if (!text) return std::nullopt;
    std::uint64_t seq = 0;
    const auto [stop, wrong] = std::from_chars(text->data(), text->data() + text->size(), seq);
    // What cannot be read is to be looked at.
    return wrong == std::errc() && stop == text->data() + text->size()
               ? seq
               : std::numeric_limits<std::uint64_t>::max();
}

sqlite::Error KeyBook::set_open_until(std::uint64_t seq) {
    const std::lock_guard file(file_mutex_);
    return put_about(db_, "open_until", std::to_string(seq));
}

KeyCounts KeyBook::counts() const {
    const std::shared_lock lock(mutex_);
    const auto members = std::count_if(erased_.begin(), erased_.end(), [](const auto& one) {
        return one.first >> letter_shift == static_cast<std::uint64_t>(SubjectKind::member);
    });
    return {number_of_.size(), static_cast<std::uint64_t>(members), spare()};
}

std::string KeyBook::sealed(std::uint64_t number, const Key& master) const {
    const Seed& seed = seeds_[number];
    std::string box;
    close_box(master, place_of(number, seed.owners),
              seed.keys ? view_of(*seed.keys) : view_of(seed.seed), box);
    return box;
}

sqlite::Error KeyBook::change_master(const Key& master, const std::string& master_from) {
    const std::lock_guard file(file_mutex_);
    const WaitForDisk wait(db_);
    auto transaction = sqlite::Transaction::begin(db_, keeping);
    if (!transaction) return transaction.error();
    auto update = sqlite::Statement::prepare(db_, "UPDATE seed SET sealed = ?2 WHERE number = ?1");
    if (!update) return update.error();
    const std::lock_guard lock(mutex_);
    for (std::uint64_t number = 1; number < seeds_.size(); ++number) {
        const std::string box = sealed(number, master);
        update->bind(1, stored(number));
        update->bind_blob(2, box.data(), box.size());
        if (update->step() != SQLITE_DONE) return sqlite::error_of(db_, keeping);
        update->reset();
    }
    for (const auto& [who, seq] : erased_) {
        std::string proof;
        close_box(master, place_of_erased(who, seq), "", proof);
        const sqlite::Statement again =
            db_.statement("UPDATE erased SET proof = ?2 WHERE owner = ?1", stored(who));
        again.bind_blob(2, proof.data(), proof.size());
        if (again.step() != SQLITE_DONE) return sqlite::error_of(db_, keeping);
    }
    if (sqlite::Error failed = put_master(db_, master, master_from)) return failed;
    if (sqlite::Error failed = transaction->commit(keeping)) return failed;
    master_ = master;
    return db_.exec("PRAGMA wal_checkpoint(TRUNCATE)", keeping);
}

}  // namespace muster::seal
