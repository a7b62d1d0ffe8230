// The keys of people: `keys.sqlite` beside the log.
//
// People whose numbers lie together (256 of them) share a seed, from which the key of each is
// derived; a seed is sealed by the master key. So there are few, they are drawn and made durable
// ahead, and no commit waits for a second sync. Which seed is whose is written without waiting for
// the disk; what a loss of power takes of that, each sealed text says again (see find()).
//
// Erasing somebody takes the seed away for good and keeps the keys of the others in its place. With
// the key everything goes that was sealed for that person: in the log, in snapshots, in backups.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/seal/box.hpp"
#include "engine/sqlite/sqlite.hpp"
#include "muster/subject.hpp"

namespace muster::seal {

inline constexpr const char* key_file_name = "keys.sqlite";

// People of one kind whose numbers differ in the lowest bits only share a seed.
constexpr int seed_bits = 8;
constexpr std::size_t people_of_seed = std::size_t{1} << seed_bits;

// Seeds that wait for people, at least and after drawing more. A batch of commands that needs more
// than the first still gets them; it waits for the disk once more.
constexpr std::size_t fewest_spare = 128;
constexpr std::size_t most_spare = 256;

struct NamedKey {
    Subject owner;
    std::uint64_t number = 0;  // of the seed
    Key key{};
};

struct KeyCounts {
    std::uint64_t seeds = 0;   // that are somebody's
    std::uint64_t erased = 0;  // people
    std::uint64_t spare = 0;   // seeds
};

// Any thread; one writer for a folder.
class KeyBook {
  public:
    using Shared = std::shared_ptr<KeyBook>;

    // Of the folder's service: makes the file where there is none. `master_from` says where others
    // find the master key: the path of a file, or empty. Fails where the master key is another one
    // than the file was made with.
    [[nodiscard]] static sqlite::Result<Shared> open(const std::filesystem::path& folder,
                                                     const Key& master,
                                                     const std::string& master_from);

    // Of whoever only reads: what this process has open for that folder, else its file, with the
    // master key from where it says (master_key.hpp). Null where the folder has no such file.
    [[nodiscard]] static sqlite::Result<std::shared_ptr<const KeyBook>> of(
        const std::filesystem::path& folder);

    // The same without looking at what this process has open.
    [[nodiscard]] static sqlite::Result<std::shared_ptr<const KeyBook>> of_file(
        const std::filesystem::path& folder);

    ~KeyBook();
    KeyBook(const KeyBook&) = delete;
    KeyBook& operator=(const KeyBook&) = delete;

    // For what stands in record `seq`, or in a snapshot of that record. Gives one to who has none
    // yet. Of somebody who was erased by an earlier record the desk's: nothing of that person was
    // known any more. Erased by a later one: nothing, for it is to be forgotten. Aborts where no
    // key is left and the disk takes no new ones.
    [[nodiscard]] std::optional<NamedKey> key_of(const Subject& subject, std::uint64_t seq);

    // The same without giving one.
    [[nodiscard]] std::optional<NamedKey> key_there_is(const Subject& subject) const;

    // Writes down whose seeds are whose, and draws new ones where few are left. Call before what
    // they sealed is committed.
    [[nodiscard]] sqlite::Error keep();
    // Waits until all of that is on the disk. Call before a snapshot takes the place of records.
    [[nodiscard]] sqlite::Error make_durable();

    // Takes their keys away, durably, with every byte of them in the file and its write-ahead file,
    // because record `seq` erased them. Whoever was erased stays so; the first time counts.
    [[nodiscard]] sqlite::Error erase(std::span<const Subject> subjects, std::uint64_t seq);
    // The record of the last of them; 0 = nobody was erased.
    [[nodiscard]] std::uint64_t last_erasing() const;
    [[nodiscard]] bool is_erased(const Subject& subject) const;

    // The subject's key, of the seed of that number; false when it is gone, or another's. A seed
    // that is nobody's yet is the subject's from now on: what it sealed outlived the note of whose
    // it is.
    [[nodiscard]] bool find(std::uint64_t number, const Subject& subject, Key& out) const;

    [[nodiscard]] KeyCounts counts() const;

    // The last record that was written open, before there was sealing: `muster seal` ends that. 0 =
    // none; nothing = nobody has said yet.
    [[nodiscard]] std::optional<std::uint64_t> open_until() const;
    [[nodiscard]] sqlite::Error set_open_until(std::uint64_t seq);

    // Seals every key by another master key instead.
    [[nodiscard]] sqlite::Error change_master(const Key& master, const std::string& master_from);
    // All there is, for a recovery key: open by put_back().
    [[nodiscard]] std::string all_keys() const;
    // Makes the file of a folder that has none from what all_keys() gave.
    [[nodiscard]] static sqlite::Error put_back(const std::filesystem::path& folder,
                                                std::string_view all, const Key& master,
                                                const std::string& master_from);

  private:
    using Keys = std::array<Key, people_of_seed>;
    struct Seed {
        std::uint64_t owners = 0;      // packed; 0 = spare, unless it is gone
        Key seed{};                    // all zeros: split
        std::unique_ptr<Keys> keys{};  // of a split one; all zeros: erased
    };

    KeyBook(std::filesystem::path folder, sqlite::Database db, const Key& master);

    [[nodiscard]] sqlite::Error load();
    // Seeds that were drawn since, by the service beside a reader. With mutex_ held.
    [[nodiscard]] sqlite::Error load_seeds() const;
    [[nodiscard]] bool take_row(std::uint64_t number, std::uint64_t owners,
                                std::string_view bytes) const;
    // These three with file_mutex_ held.
    [[nodiscard]] sqlite::Error draw();
    [[nodiscard]] sqlite::Error write_pending();
    [[nodiscard]] sqlite::Error write_erased(std::span<const Subject> subjects, std::uint64_t seq,
                                             std::map<std::uint64_t, std::unique_ptr<Keys>>& split);
    // The keys of all whose seed it is; `id`: of one of them.
    [[nodiscard]] static std::unique_ptr<Keys> split_of(const Seed& seed, std::uint64_t id);
    // These with mutex_ held.
    void know(std::uint64_t number, const Subject& subject) const;
    [[nodiscard]] std::optional<NamedKey> known(const Subject& subject) const;
    [[nodiscard]] std::uint64_t number_of(const Subject& subject) const;  // 0 = none
    [[nodiscard]] std::size_t spare() const;
    [[nodiscard]] std::string sealed(std::uint64_t number, const Key& master) const;

    const std::filesystem::path folder_;
    const sqlite::Database db_;
    Key master_;
    std::mutex file_mutex_;  // of the database; taken before the other

    mutable std::shared_mutex mutex_;
    mutable std::vector<Seed> seeds_;  // by number, which begins with 1
    mutable boost::unordered_flat_map<std::uint64_t, std::uint64_t> number_of_;  // by packed owners
    boost::unordered_flat_map<std::uint64_t, std::uint64_t> erased_;  // packed subject -> record
    mutable std::uint64_t next_spare_ = 1;        // none below it is given away any more
    mutable std::vector<std::uint64_t> pending_;  // numbers whose owners are not written yet
};

}  // namespace muster::seal
