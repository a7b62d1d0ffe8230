// All keys as one text, and back: what a backup of them holds before it is locked.
//
//     muster-keys 1
//     <number> <owners> <seed, or the keys of a split one, in base64>      owners 0 = spare
//     erased <owner> <record>

#include <charconv>
#include <optional>
#include <sstream>

#include "engine/seal/bytes.hpp"
#include "engine/seal/key_book.hpp"
#include "engine/seal/key_places.hpp"

namespace muster::seal {
namespace {

constexpr std::string_view first_line = "muster-keys 1";
constexpr std::string_view putting = "putting the keys back";

}  // namespace

std::string KeyBook::all_keys() const {
    const std::shared_lock lock(mutex_);
    std::string text(first_line);
    for (std::uint64_t number = 1; number < seeds_.size(); ++number) {
        const Seed& seed = seeds_[number];
        text += "\n" + std::to_string(number) + " " + std::to_string(seed.owners) + " ";
        to_base64(seed.keys ? view_of(*seed.keys) : view_of(seed.seed), text);
    }
    for (const auto& [owner, seq] : erased_)
        text += "\nerased " + std::to_string(owner) + " " + std::to_string(seq);
    return text += "\n";
}

sqlite::Error KeyBook::put_back(const std::filesystem::path& folder, std::string_view all,
                                const Key& master, const std::string& master_from) {
    std::error_code ignored;
    if (std::filesystem::exists(folder / key_file_name, ignored)) {
        return {sqlite::ErrorCode::io, (folder / key_file_name).string() +
                                           " is there already; move it away first, so that no "
                                           "newer key is lost"};
    }
    std::istringstream lines{std::string(all)};
    std::string line;
    if (!std::getline(lines, line) || line != first_line) {
        return {sqlite::ErrorCode::corrupted, "this is no list of keys that this program reads"};
    }
    auto book = open(folder, master, master_from);
    if (!book) return book.error();
    const sqlite::Database& db = (*book)->db_;
    auto transaction = sqlite::Transaction::begin(db, putting);
    if (!transaction) return transaction.error();
    // Those that were drawn for the new file.
    if (sqlite::Error failed = db.exec("DELETE FROM seed", putting)) return failed;
    const sqlite::Error damaged{sqlite::ErrorCode::corrupted, "a line of the keys is damaged"};
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string first;
        std::uint64_t owner = 0;
        std::string last;
        if (!(words >> first >> owner >> last)) return damaged;
        const auto stored = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
        const auto number_in = [](const std::string& word) -> std::optional<std::uint64_t> {
            std::uint64_t number = 0;
            const char* const end = word.data() + word.size();
            const auto [stop, wrong] = std::from_chars(word.data(), end, number);
            if (wrong != std::errc() || stop != end) return std::nullopt;
            return number;
        };
        std::string box;
        if (first == "erased") {
            const auto seq = number_in(last);
            if (!seq) return damaged;
            close_box(master, place_of_erased(owner, *seq), "", box);
            const sqlite::Statement insert =
                db.statement("INSERT INTO erased VALUES(?1, ?2, ?3)", stored(owner), stored(*seq));
            insert.bind_blob(3, box.data(), box.size());
            if (insert.step() != SQLITE_DONE) return sqlite::error_of(db, putting);
            continue;
        }
        const auto number = number_in(first);
        auto key = from_base64(last);
        if (!number || !key || (key->size() != sizeof(Key) && key->size() != sizeof(Keys))) {
            return damaged;
        }
        close_box(master, place_of(*number, owner), *key, box);
        wipe(*key);
        const sqlite::Statement insert =
            db.statement("INSERT INTO seed VALUES(?1, ?2, ?3)", stored(*number), stored(owner));
        insert.bind_blob(3, box.data(), box.size());
        if (insert.step() != SQLITE_DONE) return sqlite::error_of(db, putting);
    }
    return transaction->commit(putting);
}

}  // namespace muster::seal
