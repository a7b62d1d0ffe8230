#include "engine/seal/key_book.hpp"

#include <vector>

#include "engine/seal/master_key.hpp"
#include "support.hpp"

namespace muster::seal {
namespace {

class KeyBookTest : public test::Folder {
  protected:
    static Subject member(std::uint64_t id) { return {SubjectKind::member, id}; }
    static NamedKey must(const KeyBook::Shared& book, const Subject& subject) {
        const auto key = book->key_of(subject, 1);
        EXPECT_TRUE(key);
        return key.value_or(NamedKey{});
    }
};

TEST_F(KeyBookTest, EachPersonHasAnotherAndKeepsIt) {
    NamedKey first;
    {
        const auto book = open();
        first = must(book, member(1));
        EXPECT_EQ(must(book, member(1)).key, first.key);
        EXPECT_NE(must(book, member(2)).key, first.key);
        EXPECT_NE(must(book, {SubjectKind::request, 1}).key, first.key);
        ASSERT_FALSE(book->keep());
    }
    const auto again = open();
    EXPECT_EQ(must(again, member(1)).key, first.key);
    EXPECT_EQ(must(again, member(1)).number, first.number);
    // The desk's, that of members 1 and 2, that of the request.
    EXPECT_EQ(again->counts().seeds, 3u);
}

TEST_F(KeyBookTest, NoKeyStandsInTheFileAsItIs) {
    const auto book = open();
    const NamedKey one = must(book, member(1));
    ASSERT_FALSE(book->keep());
    EXPECT_EQ(all_bytes().find(text_of(one.key)), std::string::npos);
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        EXPECT_EQ(entry.status().permissions() & std::filesystem::perms(0077),
                  std::filesystem::perms::none)
            << entry.path();
    }
}

TEST_F(KeyBookTest, AnotherMasterKeyIsRefusedInWords) {
    open();
    const auto wrong = KeyBook::open(folder, key_from("another"), "");
    ASSERT_FALSE(wrong);
    EXPECT_NE(wrong.error().message.find("the master key is not the one"), std::string::npos);
}

TEST_F(KeyBookTest, MoreNewPeopleThanKeysAreSpare) {
    const auto book = open();
    std::vector<Key> keys;
    for (std::uint64_t id = 1; id <= 3 * most_spare; ++id)
        keys.push_back(must(book, member(id * people_of_seed)).key);
    std::sort(keys.begin(), keys.end());
    EXPECT_EQ(std::adjacent_find(keys.begin(), keys.end()), keys.end());
    ASSERT_FALSE(book->keep());
    EXPECT_GE(book->counts().spare, fewest_spare);
}

TEST_F(KeyBookTest, AStartDrawsNoMoreThanAreMissing) {
    { must(open(), member(1)); }
    { open(); }
    const auto book = open();
    EXPECT_EQ(book->counts().spare, most_spare - 2);
}

TEST_F(KeyBookTest, NeighboursShareASeedAndNoKey) {
    const auto book = open();
    const NamedKey one = must(book, member(1));
    const NamedKey other = must(book, member(2));
    EXPECT_EQ(one.number, other.number);
    EXPECT_NE(one.key, other.key);
    EXPECT_NE(one.number, must(book, member(people_of_seed)).number);
    EXPECT_NE(one.number, must(book, {SubjectKind::talent, 1}).number);
}

TEST_F(KeyBookTest, WhoIsErasedLosesTheKeyForGoodAndTheNeighboursKeepTheirs) {
    NamedKey gone;
    NamedKey kept;
    std::string sealed_seed;
    {
        const auto book = open();
        gone = must(book, member(1));
        kept = must(book, member(2));
        ASSERT_FALSE(book->keep());
        const auto db = sqlite::Database::open(folder / key_file_name, {});
        sealed_seed = [&] {
            const sqlite::Statement row = db->statement("SELECT sealed FROM seed WHERE number = ?1",
                                                        static_cast<std::int64_t>(gone.number));
            EXPECT_EQ(row.step(), SQLITE_ROW);
            return row.text(0);
        }();
        ASSERT_EQ(sealed_seed.size(), sizeof(Key) + box_overhead);
        EXPECT_NE(all_bytes().find(sealed_seed), std::string::npos);
    }
    {
        const auto book = open();
        ASSERT_FALSE(book->erase(std::vector{member(1)}, 9));
        ASSERT_FALSE(book->erase(std::vector{member(1)}, 12));
        Key found{};
        EXPECT_FALSE(book->find(gone.number, member(1), found));
        EXPECT_EQ(must(book, member(2)).key, kept.key);
        // Neither in the file nor in its write-ahead file, while it is open and after.
        EXPECT_EQ(all_bytes().find(sealed_seed), std::string::npos);
    }
    EXPECT_EQ(all_bytes().find(sealed_seed), std::string::npos);
    const auto book = open();
    Key found{};
    EXPECT_FALSE(book->find(gone.number, member(1), found));
    EXPECT_TRUE(book->is_erased(member(1)));
    EXPECT_FALSE(book->key_there_is(member(1)));
    EXPECT_EQ(book->key_there_is(member(2))->key, kept.key);
    EXPECT_EQ(book->counts().erased, 1u);
    EXPECT_EQ(book->last_erasing(), 9u);
    // Of before the erasing: nothing. Of after: the desk's.
    EXPECT_FALSE(book->key_of(member(1), 8));
    EXPECT_EQ(book->key_of(member(1), 9)->owner, Subject{});
    // And once more beside somebody who is gone.
    ASSERT_FALSE(book->erase(std::vector{member(2), member(3)}, 20));
    EXPECT_FALSE(book->key_there_is(member(2)));
    EXPECT_TRUE(book->key_of(member(4), 20));
}

// Who was erased before anything was sealed of them must not be given a key by something late.
TEST_F(KeyBookTest, WhoNeverHadAKeyIsErasedToo) {
    const auto book = open();
    ASSERT_FALSE(book->erase(std::vector{member(7)}, 5));
    EXPECT_FALSE(book->key_of(member(7), 4));
    must(book, member(8));
    EXPECT_FALSE(book->key_of(member(7), 4));
}

TEST_F(KeyBookTest, TheDesksKeyIsNeverTaken) {
    const auto book = open();
    must(book, Subject{});
    ASSERT_FALSE(book->erase(std::vector{Subject{}}, 9));
    EXPECT_TRUE(book->key_of(Subject{}, 1));
}

TEST_F(KeyBookTest, WhatALossOfPowerTookIsSaidAgainByWhatWasSealed) {
    NamedKey one;
    {
        const auto book = open();
        // As the disk has it when the power is lost before it writes down the note.
        std::filesystem::copy(folder, folder / "then");
        one = must(book, member(1));
    }
    for (const char* const name : {"keys.sqlite", "keys.sqlite-wal", "keys.sqlite-shm"}) {
        std::filesystem::remove(folder / name);
        if (std::filesystem::exists(folder / "then" / name))
            std::filesystem::rename(folder / "then" / name, folder / name);
    }
    std::filesystem::remove_all(folder / "then");
    {
        const auto book = open();
        EXPECT_FALSE(book->key_there_is(member(1)));
        Key found{};
        ASSERT_TRUE(book->find(one.number, member(1), found));
        EXPECT_EQ(found, one.key);
        // And nobody else gets it.
        const Subject far = member(people_of_seed);
        EXPECT_EQ(must(book, member(1)).number, one.number);
        EXPECT_NE(must(book, far).number, one.number);
        EXPECT_FALSE(book->find(one.number, far, found));
        ASSERT_FALSE(book->keep());
    }
    EXPECT_TRUE(open()->key_there_is(member(1)));
}

TEST_F(KeyBookTest, ReadersOfTheProcessMeetTheWritersBook) {
    EXPECT_EQ(*KeyBook::of(folder), nullptr);
    const auto book = open();
    EXPECT_EQ(*KeyBook::of(folder / "."), book);
}

// A check that takes an hour, beside a service to which people come.
TEST_F(KeyBookTest, AReaderTakesWhatIsDrawnMeanwhile) {
    setenv("MUSTER_MASTER_KEY", "of a reader beside the service, long", 1);
    const auto book = open("of a reader beside the service, long");
    // As another process would: by its own connection.
    const auto reader = KeyBook::of_file(folder);
    ASSERT_TRUE(reader) << reader.error().message;
    const std::uint64_t many = 2 * most_spare;
    for (std::uint64_t id = 1; id <= many; ++id) {
        must(book, member(id * people_of_seed));
        ASSERT_FALSE(book->keep());
    }
    const NamedKey late = must(book, member(many * people_of_seed));
    EXPECT_GT(late.number, most_spare);
    Key found{};
    EXPECT_TRUE((*reader)->find(late.number, late.owner, found));
    EXPECT_EQ(found, late.key);
    unsetenv("MUSTER_MASTER_KEY");
}

TEST_F(KeyBookTest, AReaderFindsTheMasterKeyOfTheFolder) {
    Key key{};
    {
        const auto master = master_of_service(folder, {}, {});
        ASSERT_TRUE(master) << master.error();
        EXPECT_TRUE(master->beside_the_data);
        const auto book = KeyBook::open(folder, master->key, master->from);
        ASSERT_TRUE(book);
        key = must(*book, member(1)).key;
    }
    const auto reader = KeyBook::of(folder);
    ASSERT_TRUE(reader) << reader.error().message;
    Key found{};
    ASSERT_TRUE((*reader)->find(2, member(1), found));
    EXPECT_EQ(found, key);
    // The second start takes the file that is there.
    EXPECT_EQ(master_of_service(folder, {}, {})->key, key_from([&] {
                  std::ifstream in(folder / master_file_name);
                  std::string text;
                  std::getline(in, text);
                  return text;
              }()));
    std::filesystem::remove(folder / master_file_name);
    const auto without = KeyBook::of(folder);
    ASSERT_FALSE(without);
    EXPECT_NE(without.error().message.find("MUSTER_MASTER_KEY"), std::string::npos);
    // Nor is a new one made where keys are sealed with the old one.
    EXPECT_FALSE(master_of_service(folder, {}, {}));
}

// Each row is found that says something else than was written.
TEST_F(KeyBookTest, ARowThatRottedIsRefusedInWords) {
    {
        const auto book = open();
        must(book, member(1));
        must(book, member(5'000));
        ASSERT_FALSE(book->keep());
        ASSERT_FALSE(book->erase(std::vector{member(5'000)}, 9));
    }
    for (const char* const rot :
         {"UPDATE seed SET owners = owners + 1 WHERE number = 2", "UPDATE seed SET owners = 0",
          "UPDATE seed SET sealed = x'00' WHERE number = 3",
          "UPDATE seed SET number = 999 WHERE number = 2", "UPDATE erased SET owner = owner + 1",
          "UPDATE erased SET seq = 10", "UPDATE about SET value = x'00' WHERE name = 'proof'"}) {
        const std::filesystem::path kept = folder / "kept";
        std::filesystem::copy_file(folder / key_file_name, kept);
        {
            auto db = sqlite::Database::open(folder / key_file_name, {});
            ASSERT_TRUE(db);
            ASSERT_FALSE(db->exec(rot, "rotting"));
        }
        const auto book = KeyBook::open(folder, key_from("the master key"), "");
        ASSERT_FALSE(book) << rot;
        EXPECT_NE(book.error().message.find(key_file_name), std::string::npos) << rot;
        for (const char* const name : {"keys.sqlite", "keys.sqlite-wal", "keys.sqlite-shm"})
            std::filesystem::remove(folder / name);
        std::filesystem::rename(kept, folder / key_file_name);
    }
    EXPECT_TRUE(open());
}

TEST_F(KeyBookTest, TheMasterKeyChangesAndEveryKeyStays) {
    Key key{};
    {
        const auto book = open("the first");
        key = must(book, member(1)).key;
        ASSERT_FALSE(book->keep());
        ASSERT_FALSE(book->erase(std::vector{member(9)}, 4));
        ASSERT_FALSE(book->change_master(key_from("the second"), ""));
        EXPECT_EQ(must(book, member(1)).key, key);
        must(book, member(2));
    }
    EXPECT_FALSE(KeyBook::open(folder, key_from("the first"), ""));
    EXPECT_EQ(must(open("the second"), member(1)).key, key);
}

}  // namespace
}  // namespace muster::seal
