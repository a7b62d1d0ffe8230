// What tells of people is unreadable on the disk, and what is erased is so everywhere; all the same
// every way of reading the log gives the same state.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "engine/log/backup.hpp"
#include "engine/pipeline/audit.hpp"
#include "engine/pipeline/log_sealing.hpp"
#include "engine/pipeline/snapshots.hpp"
#include "muster/calls.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

using muster::test::request_at;

// Of somebody who is looked for in every file.
const std::vector<std::string> hers{
    "Zhao Qingyuan",       "13987654321", "Willow Lane 77", "pacemaker", "slipped beside the stove",
    "her sister has a key"};

class Sealing : public ::testing::Test {
  protected:
    static std::string hash_of(const std::filesystem::path& folder, bool use_snapshot) {
        RecoverOptions options;
        options.use_snapshot = use_snapshot;
        auto state = recover(folder, options, {});
        if (!state) return state.error().message;
        EXPECT_EQ((*state)->engine.broken_invariant(), "");
        return log::to_hex(state_hash((*state)->engine));
    }
    static std::string all_bytes(const std::filesystem::path& folder) {
        std::string all;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            if (!entry.is_regular_file()) continue;
            std::ifstream in(entry.path(), std::ios::binary);
            all.append(std::istreambuf_iterator<char>(in), {});
        }
        return all;
    }
    static std::vector<std::string> found_in(const std::string& bytes) {
        std::vector<std::string> found;
        for (const std::string& text : hers) {
            if (bytes.find(text) != std::string::npos) found.push_back(text);
        }
        return found;
    }
    static std::uint64_t must(Life& life, const Command& command) {
        const auto outcome = life.run({"desk", "", command});
        EXPECT_TRUE(outcome);
        if (!outcome) return 0;
        EXPECT_EQ(outcome->rejection.reason, RejectReason::none)
            << outcome->rejection.field << " " << outcome->rejection.detail;
        return outcome->seq;
    }
    static log::LogError snapshot(const Life& life, const std::filesystem::path& folder) {
        return write_engine_snapshot(folder, life.state->engine, life.state->timelines,
                                     life.disk->writer().last_hash(), 2, nullptr, life.keys.get());
    }

    // She is registered and asks for help, which is over in the end.
    MemberId meet_her(Life& life) {
        MemberProfile profile;
        profile.name = hers[0];
        profile.phone = hers[1];
        profile.address = hers[2];
        profile.home = Point{324'000'000, 1'194'000'000};
        profile.risks = hers[3];
        const MemberId member{must(life, RegisterMember{profile})};
        CreateRequest wish = request_at(7);
        wish.member = member;
        wish.caller = hers[1];
        wish.note = hers[4];
        const RequestId request{must(life, wish)};
        must(life, AddNote{request, hers[5]});
        must(life, CancelRequest{request, hers[4]});
        return member;
    }
    static void erase(Life& life, MemberId member) {
        SetMemberStatus gone;
        gone.member = member;
        gone.status = MemberStatus::moved_away;
        must(life, gone);
        must(life, EraseMember{member, "asked for it"});
    }

    TempFolder folder;
};

TEST_F(Sealing, NothingOfAPersonStandsInAnyFile) {
    {
        Life life(folder.path());
        life.city();
        meet_her(life);
        ASSERT_FALSE(snapshot(life, folder.path()));
        EXPECT_EQ(found_in(all_bytes(folder.path())), std::vector<std::string>());
        // Who has the keys reads all of it.
        std::string opened;
        for (std::uint64_t seq = 1; seq <= life.disk->committed_seq(); ++seq) {
            const auto record = life.disk->find(seq);
            ASSERT_TRUE(record && *record);
            EXPECT_TRUE((*record)->complete);
            opened += (*record)->command + (*record)->events;
        }
        EXPECT_EQ(found_in(opened), hers);
    }
    EXPECT_EQ(found_in(all_bytes(folder.path())), std::vector<std::string>());
}

TEST_F(Sealing, EveryWayOfReadingGivesTheSameState) {
    std::string hash;
    {
        Life life(folder.path());
        life.city();
        life.story(3, 300);
        meet_her(life);
        ASSERT_FALSE(snapshot(life, folder.path()));
        life.story(4, 200);
        hash = life.hash();
    }
    EXPECT_EQ(hash_of(folder.path(), true), hash);
    EXPECT_EQ(hash_of(folder.path(), false), hash);
    const auto report = check(folder.path(), {}, {});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_FALSE(report->first_difference) << report->first_difference->got;
    EXPECT_EQ(report->state_hash, hash);
    EXPECT_EQ(report->not_decided, 0u);
}

TEST_F(Sealing, WhatIsErasedIsGoneEverywhereAndTheStateIsTheSame) {
    TempFolder elsewhere;
    std::string hash;
    {
        Life life(folder.path());
        life.city();
        const MemberId member = meet_her(life);
        ASSERT_FALSE(snapshot(life, folder.path()));
        const auto copied = log::backup(folder.path(), elsewhere.path() / "before", {}, {});
        ASSERT_TRUE(copied) << copied.error().message;
        life.story(5, 100);
        EXPECT_TRUE(life.keys->key_there_is({SubjectKind::member, member.value}));
        erase(life, member);
        EXPECT_FALSE(life.keys->key_there_is({SubjectKind::member, member.value}));
        hash = life.hash();
        for (std::uint64_t seq = 1; seq <= life.disk->committed_seq(); ++seq) {
            const auto record = life.disk->find(seq);
            ASSERT_TRUE(record && *record);
            const std::string text = (*record)->command + (*record)->events;
            EXPECT_EQ(found_in(text), std::vector<std::string>()) << text;
        }
        write_state(life.state->engine.state(), [&](std::string_view line) {
            EXPECT_EQ(found_in(std::string(line)), std::vector<std::string>()) << line;
        });
        life.story(6, 100);
        hash = life.hash();
    }
    EXPECT_EQ(hash_of(folder.path(), true), hash);
    EXPECT_EQ(hash_of(folder.path(), false), hash);
    const auto report = check(folder.path(), {}, {});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_FALSE(report->first_difference) << report->first_difference->expected << "\n"
                                           << report->first_difference->got;
    EXPECT_GT(report->not_decided, 0u);
    EXPECT_EQ(report->state_hash, hash);
    // The chain of the backup of before verifies with today's keys, which do not open it.
    std::filesystem::copy_file(folder.path() / seal::key_file_name,
                               elsewhere.path() / seal::key_file_name);
    std::filesystem::copy_file(folder.path() / seal::master_file_name,
                               elsewhere.path() / seal::master_file_name);
    std::filesystem::rename(elsewhere.path() / "before", elsewhere.path() / log::database_name);
    const auto old = check(elsewhere.path(), {}, {});
    ASSERT_TRUE(old) << old.error().message;
    EXPECT_FALSE(old->first_difference) << old->first_difference->got;
    auto reader = log::LogReader::open(elsewhere.path(), {});
    ASSERT_TRUE(reader);
    std::string read;
    ASSERT_FALSE(reader->read(1, 100'000, [&](const log::RecordView& record) {
        read.append(record.command).append(record.events);
        return true;
    }));
    EXPECT_NE(read.find("\"RegisterMember\""), std::string::npos);
    EXPECT_EQ(found_in(read), std::vector<std::string>());
}

// The key goes after the commit: what a crash leaves between both is done at the next start.
TEST_F(Sealing, ACrashBeforeTheKeyIsGoneIsMadeUpFor) {
    MemberId member;
    {
        Life life(folder.path());
        life.city();
        member = meet_her(life);
        std::filesystem::copy(folder.path(), folder.path() / "keys-of-then");
        erase(life, member);
    }
    for (const char* const name : {"keys.sqlite", "keys.sqlite-wal", "keys.sqlite-shm"}) {
        std::filesystem::remove(folder.path() / name);
        const auto old = folder.path() / "keys-of-then" / name;
        if (std::filesystem::exists(old)) std::filesystem::copy(old, folder.path() / name);
    }
    Life life(folder.path());
    EXPECT_TRUE(life.keys->key_there_is({SubjectKind::member, member.value}));
    ASSERT_FALSE(erase_left_over(life.state->engine.board(), *life.keys));
    EXPECT_FALSE(life.keys->key_there_is({SubjectKind::member, member.value}));
}

// A log from before there was sealing.
TEST_F(Sealing, AnOpenLogIsSealedAndSaysTheSame) {
    std::string hash;
    std::uint64_t records = 0;
    {
        Life life(folder.path(), {}, {}, Sealed::no);
        life.city();
        life.story(8, 200);
        meet_her(life);
        hash = life.hash();
        records = life.disk->committed_seq();
    }
    EXPECT_EQ(found_in(all_bytes(folder.path())), hers);
    {
        const auto master = seal::master_of_service(folder.path(), {}, {});
        ASSERT_TRUE(master);
        const auto keys = seal::KeyBook::open(folder.path(), master->key, master->from);
        ASSERT_TRUE(keys);
        const auto report = seal_log(folder.path(), **keys, {});
        ASSERT_TRUE(report) << report.error().message;
        EXPECT_EQ(report->records, records);
        EXPECT_GT(report->sealed, 20u);
        EXPECT_NE(report->before.hash, report->after.hash);
        std::filesystem::remove_all(report->kept);
        const auto again = seal_log(folder.path(), **keys, {});
        ASSERT_TRUE(again);
        EXPECT_EQ(again->sealed, 0u);
        EXPECT_TRUE(again->kept.empty());
    }
    EXPECT_EQ(found_in(all_bytes(folder.path())), std::vector<std::string>());
    EXPECT_EQ(hash_of(folder.path(), false), hash);
    const auto report = check(folder.path(), {}, {});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_FALSE(report->first_difference) << report->first_difference->got;
    // And the service goes on with it.
    Life life(folder.path());
    EXPECT_EQ(life.hash(), hash);
    life.story(9, 50);
}

}  // namespace
}  // namespace muster::pipeline::test
