// The time bank of a large city on one engine: 1e5 volunteers with an account each, every tenth
// with credits kept ready, and 1e7 entries one after the other, of which the old ones leave the
// board. What a posting takes in handle(), and what accounts and holds take in memory.
//   bench_core_timebank [--volunteers N] [--entries N]      prints one JSON object
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "bench/core/crowd.hpp"
#include "bench/core/people.hpp"
#include "engine/core/board.hpp"
#include "muster/registry.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "muster/timebank.hpp"

namespace muster::bench {
namespace {

constexpr TimePoint monday{1'767'571'200'000};
constexpr std::uint64_t entries_a_day = 10'000;

Rules bank_rules() {
    Rules rules = crowd_rules();
    rules.version = "timebank";
    TimebankRule& bank = rules.timebank.emplace();
    bank.scheme = "bench";
    bank.cap_min = 10'000'000;
    bank.redeem_years = 0;
    bank.dispute_days = 15;
    bank.reverse_days = 16;
    bank.claim_days = 15;
    bank.hold_days = 366;
    return rules;
}

double at_permille(std::vector<float>& all, std::size_t permille) {
    const auto place = all.begin() + static_cast<std::ptrdiff_t>(all.size() * permille / 1000);
    std::nth_element(all.begin(), place, all.end());
    return static_cast<double>(*place) * 1e6;
}

class TimebankBench {
  public:
    explicit TimebankBench(std::uint64_t volunteers) : random_(7) {
        send(LoadRules{bank_rules()});
        MemberProfile profile;
        profile.name = std::string("Li");
        for (std::uint64_t i = 0; i < volunteers; i += 10) {
            send(RegisterMember{profile});
            members_.push_back({engine_.last_seq()});
        }
        for (std::uint64_t i = 0; i < volunteers; ++i) {
            ResponderProfile one;
            one.kind = ResponderKind::volunteer;
            send(RegisterResponder{one});
            volunteers_.push_back({engine_.last_seq()});
        }
    }

    // What they take together, in bytes.
    std::uint64_t open_accounts() {
        const std::uint64_t before = resident_bytes();
        for (const ResponderId volunteer : volunteers_)
            accounts_.push_back(opened(volunteer));
        // The list of their numbers is the bench's own.
        const std::uint64_t own = accounts_.capacity() * sizeof(AccountId);
        return resident_bytes() - before - own;
    }
    // The same, of every tenth, each for a parent of his own. First each of them gets something to
    // keep ready.
    std::uint64_t keep_ready() {
        for (const AccountId account : accounts_)
            send(IssueCredits{account, 1'000, "", {}});
        const std::uint64_t before = resident_bytes();
        for (std::size_t i = 0; i < accounts_.size(); i += 10) {
            HoldCredits hold;
            hold.account = accounts_[i];
            hold.minutes = 60;
            hold.member = members_[i / 10];
            hold.relation = Relation::parent;
            if (send(hold)) std::abort();
        }
        return resident_bytes() - before;
    }

    // Issued, given and donated in turn; so many a day.
    void post(std::uint64_t entries) {
        using Clock = std::chrono::steady_clock;
        took_.reserve(entries);
        for (std::uint64_t i = 0; i < entries; ++i) {
            now_ = now_ + Millis{hours(24).value / static_cast<std::int64_t>(entries_a_day)};
            while (engine_.next_deadline() <= now_)
                send(Tick{});
            Command command = next(i);
            const auto start = Clock::now();
            const bool refused = send(std::move(command));
            took_.push_back(std::chrono::duration<float>(Clock::now() - start).count());
            refused_ += refused ? 1 : 0;
        }
    }

    [[nodiscard]] const core::Board& board() const { return engine_.board(); }
    [[nodiscard]] core::Engine& engine() { return engine_; }
    std::vector<float>& took() { return took_; }
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

  private:
    // Whether it was refused.
    bool send(Command command) {
        envelope_.seq = engine_.last_seq() + 1;
        envelope_.at = now_;
        envelope_.source = "bench";
        envelope_.command = std::move(command);
        return static_cast<bool>(engine_.handle(envelope_).rejection);
    }
    AccountId opened(ResponderId volunteer) {
        if (send(OpenAccount{{}, volunteer, {}, {}})) std::abort();
        return board().derived<Account>().of(volunteer);
    }
    Command next(std::uint64_t i) {
        const AccountId from = accounts_[random_() % accounts_.size()];
        const AccountId to = accounts_[random_() % accounts_.size()];
        if (i % 4 == 0 || from == to) return IssueCredits{to, 60, "", {}};
        if (i % 4 == 1) return DonateCredits{from, {}, 1, "", {}};
        return GiftCredits{from, to, 1, Relation::child, "", std::string("shown")};
    }

    core::Engine engine_;
    Envelope envelope_;
    TimePoint now_ = monday;
    Random random_;
    std::vector<MemberId> members_;
    std::vector<ResponderId> volunteers_;
    std::vector<AccountId> accounts_;
    std::vector<float> took_;
    std::uint64_t refused_ = 0;
};

int run(int argc, char** argv) {
    std::uint64_t volunteers = 100'000;
    std::uint64_t entries = 10'000'000;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::uint64_t value = std::strtoull(argv[i + 1], nullptr, 10);
        if (std::strcmp(argv[i], "--volunteers") == 0) volunteers = value;
        if (std::strcmp(argv[i], "--entries") == 0) entries = value;
    }
    TimebankBench bench(volunteers);
    const std::uint64_t accounts = bench.open_accounts();
    const std::uint64_t holds = bench.keep_ready();
    bench.post(entries);
    const core::Board& board = bench.board();
    const bool kept = bench.engine().broken_invariant().empty() && bench.refused() * 10 < entries;
    std::printf(
        "{\"accounts\":%zu,\"holds\":%zu,\"entries\":%llu,\"entries_on_board\":%zu,"
        "\"refused\":%llu,\"kept\":%s,",
        board.store<Account>().size(), board.store<Hold>().size(),
        static_cast<unsigned long long>(entries), board.store<Entry>().size(),
        static_cast<unsigned long long>(bench.refused()), kept ? "true" : "false");
    std::printf("\"account_bytes\":%llu,\"hold_bytes\":%llu,\"bytes_per_account\":%.1f,",
                static_cast<unsigned long long>(accounts), static_cast<unsigned long long>(holds),
                static_cast<double>(accounts + holds) / static_cast<double>(volunteers));
    std::printf("\"p50_us\":%.3f,\"p99_us\":%.3f}\n", at_permille(bench.took(), 500),
                at_permille(bench.took(), 990));
    return kept ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace muster::bench

int main(int argc, char** argv) {
    return muster::bench::run(argc, argv);
}
