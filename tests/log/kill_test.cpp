// kill -9 at any moment.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>

#include "tests/log/support.hpp"

namespace muster::log::test {
namespace {

// Appends and commits until killed; tells each committed number through the pipe.
[[noreturn]] void write_until_killed(const std::filesystem::path& folder, int pipe,
                                     std::uint64_t seed) {
    LogOptions options = quick_options();
    options.checkpoint_frames = 8;
    Result<std::unique_ptr<DecisionLog>> opened = DecisionLog::open(folder, options);
    if (!opened) ::_exit(1);
    DecisionLog& log = **opened;
    std::mt19937_64 random(seed);
    for (;;) {
        for (std::uint64_t n = 1 + random() % 20; n > 0; --n) {
            if (log.append(Sample(log.last_seq() + 1, 300).draft())) ::_exit(2);
        }
        if (log.commit()) ::_exit(3);
        const std::uint64_t seq = log.committed_seq();
        if (::write(pipe, &seq, sizeof seq) != sizeof seq) ::_exit(4);
        if (log.checkpoint_if_due(random() % 2 == 0)) ::_exit(5);
    }
}

TEST(Kill, LeavesEveryAnnouncedRecord) {
    const TempFolder folder;
    std::mt19937_64 random(20261123);
    std::uint64_t announced = 0;
    for (int round = 0; round < 20; ++round) {
        int pipe[2];
        ASSERT_EQ(::pipe(pipe), 0);
        const std::uint64_t seed = random();
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(pipe[0]);
            write_until_killed(folder.path(), pipe[1], seed);
        }
        ::close(pipe[1]);
        // The child runs on while this process counts, so the signal meets it anywhere.
        std::uint64_t wanted = 1 + random() % 60;
        std::uint64_t seq = 0;
        while (::read(pipe[0], &seq, sizeof seq) == sizeof seq) {
            EXPECT_GT(seq, announced);
            announced = seq;
            if (--wanted == 0) ::kill(child, SIGKILL);
        }
        ::close(pipe[0]);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status)) << "the child failed: " << WEXITSTATUS(status);
        EXPECT_GE(expect_samples(folder.path(), 300), announced) << "round " << round;
    }
    EXPECT_GT(announced, 20u);
}

}  // namespace
}  // namespace muster::log::test
