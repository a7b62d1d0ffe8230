// Random services of a few volunteers, certified, corrected and reversed, by rules that change:
// every invariant holds after each command, whatever the order, an engine restored from the state
// before decides the same, and no certificate misses a service.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/kernel/calendar.hpp"
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
        while (engine_.next_deadline() <= now_) {
            kind_ = kinds;
            look(handle(Tick{}, std::max(engine_.last_at(), engine_.next_deadline())));
        }
        // Who reviews is somebody else than who wrote it down.
        source_ = one_of<std::string>({"li", "wang", "zhou"});
        const Command command = any_command();
        look(handle(command, now_));
    }

    std::size_t left = 0;  // services that were approved and have left the board
    static constexpr std::size_t kinds = 11;

  private:
    // What the events say, kept apart: all that was approved and not reversed, wherever it is.
    void look(const core::Handled& handled) {
        for (const Event& event : handled.events) {
            if (const auto* const change = event.get_if<ServiceRecordStatusChanged>()) {
                if (change->status == ServiceRecordStatus::approved) {
                    approved_[change->record] = *change;
                }
                if (change->status == ServiceRecordStatus::reversed) {
                    approved_.erase(change->record);
                }
            } else if (const auto* const gone = event.get_if<ServiceRecordForgotten>()) {
                left += approved_.count(gone->record);
            } else if (const auto* const issued = event.get_if<CertificateIssued>()) {
                check(issued->certificate);
            }
        }
    }
    void check(const Certificate& certificate) {
        std::vector<ServiceRecordId> all;
        for (const auto& [id, service] : approved_) {
            const Date day = day_of(service.starts_at);
            if (service.volunteer != certificate.volunteer) continue;
            if (day >= certificate.from && day <= certificate.until) all.push_back(id);
        }
        EXPECT_EQ(certificate.records, all);
    }

    // Few of them, so that some are used twice.
    std::string any_number() { return std::string(28, 'a') + std::to_string(1000 + up_to(200)); }
    Date day_of(TimePoint time) const {
        return core::local_day(core::calendar_rule(engine_.board().rules()), time);
    }
    // Tomorrow, or one of the last weeks.
    Date any_day() { return day_of(now_) + 1 - static_cast<std::int64_t>(up_to(23)); }
    // In this status, if one is soon found.
    ServiceRecordId some(ServiceRecordStatus status) {
        ServiceRecordId id = any<ServiceRecord>();
        for (int i = 0; i < 8; ++i) {
            const ServiceRecord* const one = engine_.board().store<ServiceRecord>().get(id);
            if (one != nullptr && one->status == status) break;
            id = any<ServiceRecord>();
        }
        return id;
    }

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
                command.service_record = some(ServiceRecordStatus::ended);
                command.late_cause = "late";
                return command;
            }
            case 3:
            case 4: {
                ReviewService command;
                command.service_record = some(ServiceRecordStatus::confirmed);
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
            case 9: {
                Rules rules = test_rules();
                ServiceRecordsRule& rule = rules.service_records.emplace();
                rule.paper_days = 1;
                rule.reverse_days = one_of<std::int64_t>({5, 365, 365});
                return LoadRules{rules};
            }
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

    std::map<ServiceRecordId, ServiceRecordStatusChanged> approved_;
};

TEST(Certificates, AnySequenceKeepsEveryInvariant) {
    std::size_t left = 0;
    expect_kept<Certified>(30, 200, [&](const Certified& lives) { left += lives.left; });
    EXPECT_GT(left, 0u);
}

}  // namespace
}  // namespace muster::test
