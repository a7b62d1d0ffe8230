// Random commands about credits against a naive ledger that keeps everything that ever happened:
// what is accepted, what it moves, every balance and every hold. As many as
// MUSTER_TIMEBANK_COMMANDS says; without it a few thousand.
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "tests/core/naive_ledger.hpp"
#include "tests/core/state_text.hpp"
#include "tests/core/timebank_stage.hpp"

namespace muster::test {
namespace {

constexpr std::int64_t cap = 900;
constexpr std::int64_t limit = 300;

Rules small_bank() {
    Rules rules = bank_rules();
    rules.timebank->cap_min = cap;
    rules.timebank->limit_min = limit;
    rules.timebank->redeem_years = 0;
    rules.timebank->dispute_days = 2;
    rules.timebank->reverse_days = 6;
    rules.timebank->claim_days = 4;
    return rules;
}

// What an entry moves, without its number.
struct Move {
    AccountId from;
    AccountId to;
    std::int64_t minutes = 0;
    std::optional<core::Period> period;

    bool operator==(const Move&) const = default;
};

class RandomBank {
  public:
    explicit RandomBank(std::uint64_t seed) : stage_(small_bank()), random_(seed) {
        model_.accounts[stage_.issuer()] = {};
        model_.accounts[stage_.pool()] = {{0}, core::most_minutes};
        for (int i = 0; i < 3; ++i) {
            members_.push_back(stage_.member());
            add(stage_.open(members_.back()));
        }
        for (int i = 0; i < 2; ++i) {
            volunteers_.push_back(stage_.volunteer());
            add(stage_.open(volunteers_.back()));
        }
    }

    void step() {
        switch (up_to(11)) {
            case 0:
            case 1:
                return issue();
            case 2:
            case 3:
                return place();
            case 4:
                return release();
            case 5:
                return gift();
            case 6:
                return donate();
            case 7:
                return reverse();
            case 8:
            case 9:
                return serve();
            case 10:
                return freeze_or_thaw();
            default:
                return wait();
        }
    }
    // The same after a restore, and all numbers as the naive ledger has them.
    void compare() {
        for (const auto& [id, bounds] : model_.accounts) {
            ASSERT_EQ(stage_.balance(id), model_.balance(id)) << id.value;
            ASSERT_EQ(stage_.held(id), model_.held(id)) << id.value;
        }
        ASSERT_TRUE(model_.is_sound());
        for (const core::LedgerHold& hold : model_.holds) {
            ASSERT_EQ(stage_.board().store<Hold>().get(hold.id) != nullptr,
                      !model_.ended.contains(hold.id));
        }
    }
    void restore() {
        core::Engine twin;
        twin.restore(stage_.engine().state());
        ASSERT_EQ(state_text(twin.state()), state_text(stage_.engine().state()));
        ASSERT_EQ(twin.broken_invariant(), "");
        ASSERT_EQ(twin.board().ledger(), stage_.board().ledger());
        ASSERT_EQ(twin.next_deadline(), stage_.engine().next_deadline());
        stage_.engine().restore(twin.state());
    }
    std::map<std::string, std::size_t> accepted;

  private:
    std::uint64_t up_to(std::uint64_t most) { return random_() % (most + 1); }
    std::int64_t some_minutes() {
        return 1 + static_cast<std::int64_t>(up_to(up_to(2) == 0 ? 900 : 200));
    }
    void add(AccountId id) {
        persons_.push_back(id);
        model_.accounts[id] = {{0}, {cap}};
    }
    AccountId person() { return persons_[up_to(persons_.size() - 1)]; }

    // Whether the command is accepted as it should be; then its entries are those that it should
    // post, and the model has them too.
    void expect(const char* what, Command command, bool possible, std::vector<Move> moves) {
        const Rejection rejection = stage_.send(std::move(command));
        ASSERT_EQ(!rejection, possible) << what << ": " << rejection.detail;
        if (rejection) return;
        ++accepted[what];
        follow(moves);
    }
    void follow(std::vector<Move> moves, EntryId reverses = {}) {
        std::vector<Move> posted;
        for (const EntryPosted& one : stage_.all<EntryPosted>()) {
            posted.push_back({one.entry.from, one.entry.to, one.entry.minutes,
                              core::to_ledger(one.entry).period});
            model_.all.push_back(core::to_ledger(one.entry));
        }
        ASSERT_TRUE(posted == moves);
        if (reverses) {
            ASSERT_EQ(model_.all.back().reverses, reverses);
        }
    }
    bool gives(AccountId id, std::int64_t minutes) const {
        return !frozen_.contains(id) && model_.balance(id) - model_.held(id) >= minutes;
    }
    bool takes(AccountId id, std::int64_t minutes) const {
        return model_.balance(id) + minutes <= model_.accounts.at(id).cap.value;
    }

    void issue() {
        const AccountId to = person();
        const std::int64_t minutes = some_minutes();
        expect("IssueCredits", IssueCredits{to, minutes, "", ""}, takes(to, minutes),
               {{stage_.issuer(), to, minutes, {}}});
    }
    void gift() {
        const AccountId from = person();
        const AccountId to = person();
        const std::int64_t minutes = some_minutes();
        expect("GiftCredits", GiftCredits{from, to, minutes, Relation::child, "", "shown"},
               from != to && gives(from, minutes) && takes(to, minutes), {{from, to, minutes, {}}});
    }
    void donate() {
        const AccountId from = person();
        const std::int64_t minutes = some_minutes();
        expect("DonateCredits", DonateCredits{from, {}, minutes, "", ""}, gives(from, minutes),
               {{from, stage_.pool(), minutes, {}}});
    }

    void place() {
        const std::size_t i = up_to(members_.size() - 1);
        HoldCredits command;
        command.account = persons_[i];
        command.member = members_[i];
        command.minutes = some_minutes();
        command.until = stage_.now() + minutes(1 + static_cast<std::int64_t>(up_to(3'000)));
        expect("HoldCredits", command, gives(command.account, command.minutes), {});
        if (testing::Test::HasFailure() || stage_.all<HoldPlaced>().empty()) return;
        const Hold hold = stage_.made<HoldPlaced>().hold;
        model_.holds.push_back({hold.id, hold.account, {hold.minutes}, hold.until});
        for_whom_[hold.id] = members_[i];
    }
    void release() {
        if (model_.holds.empty()) return;
        const core::LedgerHold hold = model_.holds[up_to(model_.holds.size() - 1)];
        // Sometimes at its very end, before a tick.
        const bool at_end =
            up_to(3) == 0 && model_.live(hold.id) != nullptr && next_expiry() == hold.until;
        if (at_end) {
            stage_.only_the_clock(hold.until);
            EXPECT_EQ(stage_.send_without_ticks(ReleaseHold{hold.id, ""}).reason,
                      RejectReason::illegal_status);
            return pass(hold.until);
        }
        expect("ReleaseHold", ReleaseHold{hold.id, ""}, model_.live(hold.id) != nullptr, {});
        model_.ended.insert(hold.id);
    }
    [[nodiscard]] TimePoint next_expiry() const {
        TimePoint next = never;
        for (const core::LedgerHold& hold : model_.holds) {
            if (!model_.ended.contains(hold.id)) next = std::min(next, hold.until);
        }
        return std::min(next, stage_.board().deadlines<Entry>().next_due()) == next ? next : never;
    }

    void reverse() {
        if (model_.all.empty()) return;
        const core::LedgerEntry one = model_.all[up_to(model_.all.size() - 1)];
        const bool known = model_.known(one.id) != nullptr;
        const bool from_issue = one.to == stage_.issuer();
        const bool possible = known && !one.reverses && !model_.reversal_of(one.id) &&
                              !from_issue && takes(one.from, one.minutes.value) &&
                              model_.balance(one.to) - model_.held(one.to) >= one.minutes.value;
        const Rejection rejection = stage_.send(ReverseEntry{one.id, "x"});
        ASSERT_EQ(!rejection, possible) << rejection.detail;
        if (rejection) return;
        ++accepted["ReverseEntry"];
        follow({{one.to, one.from, one.minutes.value, {}}}, one.id);
    }

    // A service that ends now, in a stretch of its own.
    void serve() {
        const std::size_t v = up_to(volunteers_.size() - 1);
        const std::size_t m = up_to(members_.size() - 1);
        const std::int64_t minutes = 10 + static_cast<std::int64_t>(up_to(180));
        pass(stage_.now() + muster::minutes(minutes));
        const ServiceRecordId record = stage_.confirmed(
            volunteers_[v], members_[m], stage_.now() - muster::minutes(minutes), minutes);
        if (testing::Test::HasFailure()) return;
        const std::vector<ServiceDay> days =
            stage_.board().store<ServiceRecord>().get(record)->days;
        const AccountId account = persons_[members_.size() + v];
        // The hold that was placed first and is not over.
        const core::LedgerHold* used = nullptr;
        for (const core::LedgerHold& hold : model_.holds) {
            if (used == nullptr && !model_.ended.contains(hold.id) &&
                for_whom_[hold.id] == members_[m]) {
                used = &hold;
            }
        }
        std::int64_t kept = used == nullptr ? 0 : used->minutes.value;
        std::vector<Move> moves;
        std::int64_t room = cap - model_.balance(account);
        std::int64_t excess = 0;
        const auto pay = [&](std::int64_t amount, AccountId to,
                             std::optional<core::Period> period) {
            const std::int64_t of_hold = std::min(kept, amount);
            if (of_hold > 0) moves.push_back({used->account, to, of_hold, period});
            if (amount > of_hold) moves.push_back({stage_.issuer(), to, amount - of_hold, period});
            kept -= of_hold;
        };
        for (const ServiceDay& day : days) {
            const core::Period period = core::period_of(day.day);
            const std::int64_t left =
                std::max<std::int64_t>(0, limit - model_.credited(account, period));
            const std::int64_t counts = std::min(day.minutes, left);
            const std::int64_t part = std::min(counts, room);
            pay(part, account, period);
            room -= part;
            excess += counts - part;
        }
        pay(excess, stage_.pool(), {});
        if (used != nullptr) model_.ended.insert(used->id);
        const Rejection rejection = stage_.approve(record);
        ASSERT_FALSE(rejection) << rejection.detail;
        ++accepted["ReviewService"];
        follow(moves);
    }

    void freeze_or_thaw() {
        const AccountId id = person();
        if (frozen_.contains(id)) {
            expect("ThawAccount", ThawAccount{id, "x"}, true, {});
            frozen_.erase(id);
        } else {
            expect("FreezeAccount", FreezeAccount{id, "x"}, true, {});
            frozen_.insert(id);
        }
    }

    void wait() { pass(stage_.now() + minutes(static_cast<std::int64_t>(up_to(2'000)))); }

    // Holds expire, and old entries are forgotten: an entry with its reversal, in order.
    void pass(TimePoint until) {
        stage_.pass(until);
        for (const core::LedgerHold& hold : model_.holds) {
            if (hold.until <= until) model_.ended.insert(hold.id);
        }
        for (const core::LedgerEntry& one : model_.all) {
            if (stage_.board().store<Entry>().get(one.id) == nullptr)
                model_.forgotten.insert(one.id);
        }
    }

    TimebankStage stage_;
    std::mt19937_64 random_;
    NaiveLedger model_;
    std::vector<MemberId> members_;
    std::vector<ResponderId> volunteers_;
    std::vector<AccountId> persons_;  // of members, then of volunteers
    std::map<HoldId, MemberId> for_whom_;
    std::set<AccountId> frozen_;
};

TEST(TimebankProperty, RandomCommandsAreAnsweredAsANaiveLedgerWould) {
    const char* const told = std::getenv("MUSTER_TIMEBANK_COMMANDS");
    const std::uint64_t commands = told == nullptr ? 6'000 : std::strtoull(told, nullptr, 10);
    constexpr std::uint64_t in_a_life = 300;
    std::map<std::string, std::size_t> accepted;
    for (std::uint64_t seed = 1; seed <= (commands + in_a_life - 1) / in_a_life; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomBank bank(seed);
        for (std::uint64_t i = 0; i < in_a_life && !testing::Test::HasFailure(); ++i) {
            bank.step();
            bank.compare();
            if (i % 50 == 49) bank.restore();
        }
        if (testing::Test::HasFailure()) return;
        for (const auto& [what, count] : bank.accepted)
            accepted[what] += count;
    }
    for (const char* what :
         {"IssueCredits", "HoldCredits", "ReleaseHold", "GiftCredits", "DonateCredits",
          "ReverseEntry", "ReviewService", "FreezeAccount", "ThawAccount"})
        EXPECT_GT(accepted[what], 0u) << what;
}

}  // namespace
}  // namespace muster::test
