// Accounts and what went through them: statements are read from here.
#include "engine/reports/tell.hpp"

namespace muster::reports {
namespace {

void post(Teller& to, const Entry& e, AccountId account, AccountId other, std::int64_t minutes,
          std::int64_t balance) {
    to.run(
        "INSERT INTO posting(entry, account, other, at, day, minutes, balance, kind, service,"
        " service_record, reverses, district) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
        " coalesce((SELECT district FROM account WHERE id = ?2), ''))",
        e.id, account, other, to.at(), to.today(), minutes, balance, e.kind, e.service,
        e.service_record, e.reverses);
}

}  // namespace

void tell(Teller& to, const AccountOpened& event) {
    const Account& a = event.account;
    to.run(
        "INSERT OR REPLACE INTO account(id, kind, status, opened_at, district) VALUES(?1, ?2, ?3,"
        " ?4, coalesce((SELECT district FROM member WHERE id = ?5), ''))",
        a.id, a.kind, a.status, to.at(), a.member);
}

// Who holds it may be found out later, and with him where he lives. The bank's own accounts have
// new bounds and nothing else.
void tell(Teller& to, const AccountUpdated& e) {
    if (!e.member && !e.volunteer) return;
    to.run(
        "UPDATE account SET kind = ?2, district = coalesce((SELECT district FROM member WHERE id ="
        " ?3), district) WHERE id = ?1",
        e.account, e.member ? AccountKind::member : AccountKind::volunteer, e.member);
}

void tell(Teller& to, const AccountStatusChanged& e) {
    to.run("UPDATE account SET status = ?2 WHERE id = ?1", e.account, e.status);
}

void tell(Teller& to, const EntryPosted& event) {
    const Entry& e = event.entry;
    post(to, e, e.from, e.to, -e.minutes, event.from_balance_min);
    post(to, e, e.to, e.from, e.minutes, event.to_balance_min);
}

void tell(Teller& to, const ServiceCredited& e) {
    to.run(
        "INSERT INTO credited(service_record, at, day, minutes, credited, over_limit,"
        " over_cap, cut, district) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
        " coalesce((SELECT district FROM account WHERE id = ?9), ''))",
        e.service_record, to.at(), to.today(), e.minutes, e.credited_min, e.over_limit_min,
        e.over_cap_min, e.cut_min, e.account);
}

}  // namespace muster::reports
