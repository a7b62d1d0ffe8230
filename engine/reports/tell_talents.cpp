// Who is in the register of talents, in numbers: neither names nor health nor what anybody can do
// in words, and of the birth the year alone.
#include "engine/reports/tell.hpp"

namespace muster::reports {
namespace {

void put_profile(Teller& to, TalentId talent, const TalentProfile& profile) {
    std::optional<std::int64_t> born;
    if (profile.birth_date) born = profile.birth_date->value.year;
    to.run(
        "UPDATE talent SET district = ?2, willingness = ?3, born_year = ?4"
        " WHERE id = ?1",
        talent, profile.district, profile.willingness, born);
    to.run("DELETE FROM talent_field WHERE talent = ?", talent);
    for (const Code field : profile.fields) {
        to.run(
            "INSERT OR REPLACE INTO talent_field(talent, field)"
            " SELECT id, ?2 FROM talent WHERE id = ?1",
            talent, field);
    }
}

// From today on; what it was before, it was until now.
void set_status(Teller& to, TalentId talent, TalentStatus status) {
    to.run("UPDATE talent_status SET until_day = ?2 WHERE talent = ?1 AND until_day IS NULL",
           talent, to.today());
    to.run(
        "INSERT OR REPLACE INTO talent_status(talent, at, day, status)"
        " SELECT id, ?2, ?3, ?4 FROM talent WHERE id = ?1",
        talent, to.at(), to.today(), status);
}

}  // namespace

void tell(Teller& to, const TalentRegistered& event) {
    const Talent& t = event.talent;
    to.run("INSERT OR REPLACE INTO talent(id, day, district, willingness) VALUES(?, ?, '', '')",
           t.id, to.today());
    put_profile(to, t.id, t.profile);
    set_status(to, t.id, t.status);
}

void tell(Teller& to, const TalentUpdated& e) {
    put_profile(to, e.talent, e.profile);
}

void tell(Teller& to, const TalentReviewed& e) {
    to.run("UPDATE talent SET willingness = ?2 WHERE id = ?1", e.talent, e.willingness);
}

void tell(Teller& to, const TalentStatusChanged& e) {
    set_status(to, e.talent, e.status);
}

void tell(Teller& to, const TalentSkillExpired& e) {
    to.run(
        "INSERT OR REPLACE INTO skill_end(talent, skill, at, day, district)"
        " SELECT id, ?2, ?3, ?4, district FROM talent WHERE id = ?1",
        e.talent, e.skill, to.at(), to.today());
}

// That somebody was there, and when, goes on counting; what else was known of him is gone. Most had
// left before; who is erased leaves by it.
void tell(Teller& to, const TalentForgotten& e) {
    to.run(
        "UPDATE talent_status SET until_day = ?2"
        " WHERE talent = ?1 AND until_day IS NULL AND status <> 'left'",
        e.talent, to.today());
    to.run(
        "INSERT OR REPLACE INTO talent_status(talent, at, day, status)"
        " SELECT id, ?2, ?3, 'left' FROM talent WHERE id = ?1 AND NOT EXISTS"
        " (SELECT * FROM talent_status WHERE talent = ?1 AND until_day IS NULL)",
        e.talent, to.at(), to.today());
    to.run("UPDATE talent SET willingness = '', born_year = NULL WHERE id = ?", e.talent);
    to.run("DELETE FROM talent_field WHERE talent = ?", e.talent);
}

}  // namespace muster::reports
