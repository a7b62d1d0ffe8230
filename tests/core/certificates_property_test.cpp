// Random services of a few volunteers, certified, corrected and reversed: every invariant holds
// after each command, whatever the order, and an engine restored from the state before decides the
// same.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/certificates.hpp"
#include "muster/registry.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "muster/service_records.hpp"
#include "muster/talents.hpp"
#include "tests/core/random_lives.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

constexpr TimePoint start{1'764'547'200'000};
constexpr Date first_day{20'423};

class Certified : public RandomLives {
  public:
    explicit Certified(std::uint64_t seed) : RandomLives(seed, kinds, start) {
        must_take(LoadRules{test_rules()});
        for (int i = 0; i < 2; ++i) {
            RegisterResponder volunteer;
            volunteer.profile.kind = ResponderKind::volunteer;
            must_take(volunteer);
            must_take(RegisterMember{});
        }
    }

    void step() {
        now_ = now_ + minutes(static_cast<std::int64_t>(up_to(60 * 8)));
        while (engine_.next_deadline() <= now_)
            must_take(Tick{}, std::max(engine_.last_at(), engine_.next_deadline()));
        // Who reviews is somebody else than who wrote it down.
        source_ = one_of<std::string>({"li", "wang", "zhou"});
        send(any_command(), now_);
    }

    static constexpr std::size_t kinds = 10;

  private:
    // Few of them, so that some are used twice.
    std::string any_number() { return std::string(28, 'a') + std::to_string(1000 + up_to(200)); }
    Date any_day() { return first_day + static_cast<std::int64_t>(up_to(9)); }

    Command any_command() {
        kind_ = up_to(kinds - 1);
        switch (kind_) {
            case 0:
                return RegisterMember{};
            case 1: {
                RegisterTalent command;
                command.profile.name = "Li";
                command.member = any<Member>();
                command.responder = any<Responder>();
                return command;
            }
            case 2: {
                ConfirmService command;
                command.service_record = any<ServiceRecord>();
                command.late_cause = "late";
                return command;
            }
            case 3:
            case 4: {
                ReviewService command;
                command.service_record = any<ServiceRecord>();
                command.late_cause = "late";
                return command;
            }
            case 5:
                return ReverseService{any<ServiceRecord>(), "was not so"};
            case 6:
                return IssueCertificate{any<Responder>(), any_day(), any_day(), {}, "",
                                        any_number()};
            case 7:
                return CorrectCertificate{any<Certificate>(), {}, {}, {}, {}, "so", any_number()};
            case 8:
                if (up_to(1) == 0) return EraseMember{any<Member>(), "so"};
                if (up_to(1) == 0) return SetMemberStatus{any<Member>(), MemberStatus::away, ""};
                return RevokeCertificate{any<Certificate>(), "so"};
            default: {
                RecordService command;
                command.volunteer = any<Responder>();
                command.member = any<Member>();
                command.service = "chore";
                command.ends_at = now_ - minutes(static_cast<std::int64_t>(up_to(60)));
                command.starts_at =
                    command.ends_at - minutes(1 + static_cast<std::int64_t>(up_to(200)));
                return command;
            }
        }
    }
};

TEST(Certificates, AnySequenceKeepsEveryInvariant) {
    expect_kept<Certified>(30, 200);
}

}  // namespace
}  // namespace muster::test
