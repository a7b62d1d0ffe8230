#include <algorithm>
#include <string>

#include "engine/core/certificates/area.hpp"
#include "engine/core/certificates/certificate_state.hpp"
#include "engine/core/certificates/counting.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/service_records/persons.hpp"
#include "engine/core/service_records/standing.hpp"
#include "engine/core/talents/talent_state.hpp"
#include "muster/service_records.hpp"

namespace muster::core {
namespace {

constexpr EntityWords responder_words{"responder", "/volunteer", RejectReason::unknown_responder};
// A reader of a certificate sees so much of the number of a paper at most.
constexpr std::size_t most_shown = 8;

Rejection invalid(std::string field, std::string detail) {
    return reject(RejectReason::invalid_field, std::move(field), std::move(detail));
}

const Certificate& get(const Board& board, CertificateId id) {
    return *board.store<Certificate>().get(id);
}

// What stands on the paper's number in full is not written down here at all.
Rejection check_paper(const CertifiedPaper& paper) {
    const std::string& number = paper.number.value;
    if (paper.kind.empty() != number.empty()) {
        return invalid("/paper/kind", "a paper has a kind and a number, or there is none");
    }
    if (number.empty()) return {};
    const auto hidden = static_cast<std::size_t>(std::count(number.begin(), number.end(), '*'));
    if (hidden > 0 && number.size() - hidden <= most_shown) return {};
    return invalid("/paper/number",
                   "must hide all but 8 characters by *, such as 3210**********1234");
}

Rejection check_number_of(const Board& board, const std::string& number) {
    if (!is_certificate_number(number)) {
        return invalid("/number", "must be 32 lower-case hexadecimal digits, drawn at random");
    }
    for (const CertificateId id : board.derived<Certificate>().with_number(number)) {
        if (get(board, id).number != number) continue;
        return invalid("/number", "certificate " + std::to_string(id.value) +
                                      " has this number; each needs one of its own");
    }
    return {};
}

Rejection check_days(const Step& step, ResponderId volunteer, Date from, Date until) {
    const Date today = local_day(calendar_rule(step.board.rules()), step.now());
    if (until > today) return invalid("/until", "must not be after today");
    if (until < from) return invalid("/until", "must not be before the first day");
    const Date first = first_countable_day(step.board, volunteer, step.now());
    if (from >= first) return {};
    return invalid("/from", "single services are kept from " + to_string(first) + " on only");
}

// Fills in what the board knows. Refused where the volunteer has not served enough.
Rejection fill_in(const Step& step, Certificate& certificate) {
    const Board& board = step.board;
    const CertificateRule& rule = *board.rules().certificates;
    CountedService counted =
        services_between(board, certificate.volunteer, certificate.from, certificate.until);
    if (counted.minutes < rule.least_minutes) {
        return reject(RejectReason::not_eligible, "/from",
                      std::to_string(counted.minutes) + " minutes were approved from " +
                          to_string(certificate.from) + " to " + to_string(certificate.until) +
                          "; a certificate needs " + std::to_string(rule.least_minutes));
    }
    const ResponderProfile& profile = board.responders().get(certificate.volunteer)->profile;
    certificate.id = {step.env.seq};
    const MemberId known = member_of(board, certificate.volunteer);
    certificate.member = known ? known : counted.member;
    certificate.name = profile.name;
    certificate.volunteer_number = profile.external_ref;
    certificate.minutes = counted.minutes;
    certificate.services = std::move(counted.services);
    certificate.records = std::move(counted.records);
    const VolunteerStandingId standing = standing_of(certificate.volunteer);
    if (const VolunteerStanding* const all = board.store<VolunteerStanding>().get(standing)) {
        certificate.total_minutes = all->approved_min - all->reversed_min;
        certificate.stars = all->stars;
    }
    certificate.issuer_en = rule.issuer_en;
    certificate.issuer_zh = rule.issuer_zh;
    certificate.head = rule.head;
    certificate.contact = rule.contact;
    certificate.issued_at = step.now();
    certificate.issued_by = step.env.source;
    return {};
}

Rejection check_issuer(const Step& step) {
    if (step.board.rules().certificates) return {};
    return reject(RejectReason::not_eligible, "",
                  "the rules do not say who issues certificates (certificates.issuer_en)");
}

void end(Step& step, const Certificate& certificate, CertificateStatus status,
         CertificateId replaced_by, ServiceRecordId record, std::string by,
         Personal<std::string> reason) {
    step.emit(CertificateEnded{certificate.id, certificate.volunteer, status, replaced_by, record,
                               std::move(by), std::move(reason)});
}

void react(Step& step, const ServiceRecordStatusChanged& event) {
    if (event.status != ServiceRecordStatus::reversed) return;
    const std::vector<CertificateId> list =
        step.board.derived<Certificate>().of_record(event.record);
    for (const CertificateId id : list) {
        const Certificate& certificate = get(step.board, id);
        if (!certificate_cycle.legal(certificate.status, CertificateAction::revoke)) continue;
        end(step, certificate, CertificateStatus::revoked, {}, event.record, {}, event.reason);
    }
}

// Those on which he stands as a member, and those of the volunteer whom the register of talents
// knows him to be: that may have become known later.
std::vector<CertificateId> all_of(const Board& board, MemberId member) {
    const Derived<Certificate>& certificates = board.derived<Certificate>();
    std::vector<CertificateId> all = certificates.of_member(member);
    for (const TalentId id : board.derived<Talent>().of_member(member)) {
        const ResponderId volunteer = board.store<Talent>().get(id)->responder;
        if (!volunteer) continue;
        const auto& some = certificates.of_volunteer(volunteer);
        all.insert(all.end(), some.begin(), some.end());
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

void react(Step& step, const MemberErased& event) {
    for (const CertificateId id : all_of(step.board, event.member))
        step.emit(CertificateForgotten{id});
}

}  // namespace

Rejection decide(Step& step, const IssueCertificate& command) {
    if (auto bad = check_days(step, command.volunteer, command.from, command.until)) return bad;
    if (auto bad = check_paper(command.paper)) return bad;
    if (auto bad = check_number_of(step.board, command.number)) return bad;
    const auto index = find_in(step.board.responders(), command.volunteer, responder_words);
    if (!index) return index.error();
    if (auto bad = check_issuer(step)) return bad;
    Certificate certificate;
    certificate.number = command.number;
    certificate.volunteer = command.volunteer;
    certificate.paper = command.paper;
    certificate.from = command.from;
    certificate.until = command.until;
    certificate.handler = command.handler;
    if (auto bad = fill_in(step, certificate)) return bad;
    step.emit(CertificateIssued{std::move(certificate)});
    return {};
}

Rejection decide(Step& step, const CorrectCertificate& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    if (command.paper) {
        if (auto bad = check_paper(*command.paper)) return bad;
    }
    if (auto bad = check_number_of(step.board, command.number)) return bad;
    const auto index = find_one(step, command.certificate);
    if (!index) return index.error();
    const Certificate before = step.board.store<Certificate>()[*index];
    if (auto bad = check_status(before, "CorrectCertificate",
                                certificate_cycle.where(CertificateAction::correct),
                                words_of<Certificate>)) {
        return bad;
    }
    Certificate certificate;
    certificate.from = command.from.value_or(before.from);
    certificate.until = command.until.value_or(before.until);
    if (auto bad = check_days(step, before.volunteer, certificate.from, certificate.until)) {
        return bad;
    }
    if (auto bad = check_issuer(step)) return bad;
    certificate.number = command.number;
    certificate.volunteer = before.volunteer;
    certificate.paper = command.paper.value_or(before.paper);
    certificate.handler = command.handler.value_or(before.handler);
    certificate.replaces = before.id;
    if (auto bad = fill_in(step, certificate)) return bad;
    const CertificateId id = certificate.id;
    step.emit(CertificateIssued{std::move(certificate)});
    end(step, before, CertificateStatus::corrected, id, {}, step.env.source, command.reason);
    return {};
}

Rejection decide(Step& step, const RevokeCertificate& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index = find_one(step, command.certificate);
    if (!index) return index.error();
    const Certificate& certificate = step.board.store<Certificate>()[*index];
    if (auto bad = check_status(certificate, "RevokeCertificate",
                                certificate_cycle.where(CertificateAction::revoke),
                                words_of<Certificate>)) {
        return bad;
    }
    end(step, certificate, CertificateStatus::revoked, {}, {}, step.env.source, command.reason);
    return {};
}

void CertificatesArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

}  // namespace muster::core
