// Who lives in which district, and no more of anybody.
#include "engine/reports/tell.hpp"

namespace muster::reports {
namespace {

void put_member(Teller& to, const Member& member) {
    to.run("INSERT OR REPLACE INTO member(id, district) VALUES(?, ?)", member.id,
           member.profile.district);
}

void put_place(Teller& to, const Place& place) {
    to.run("INSERT OR REPLACE INTO place(id, district) VALUES(?, ?)", place.id,
           place.profile.district);
}

// What was done goes on counting where it was done; for whom, nobody can tell any more, and what
// was written about it is gone.
void forget_member(Teller& to, MemberId member) {
    to.run("UPDATE request SET member = NULL WHERE member = ?", member);
    to.run("UPDATE breach SET member = NULL, cause = NULL WHERE member = ?", member);
    to.run("UPDATE visit SET member = NULL WHERE member = ?", member);
    to.run("UPDATE booking SET member = NULL WHERE member = ?", member);
    to.run("UPDATE service_record SET member = NULL WHERE member = ?", member);
    to.run("DELETE FROM need WHERE member = ?", member);
    to.run("DELETE FROM member WHERE id = ?", member);
}

}  // namespace

void tell(Teller& to, const RulesLoaded& event) {
    const CalendarRule& calendar = or_usual(event.rules.calendar);
    to.set_offset(minutes(calendar.utc_offset_min));
    // What is not offered any more keeps its name: reports of then have it.
    for (const ServiceRule& service : event.rules.services) {
        to.run("INSERT OR REPLACE INTO service(code, name_en, name_zh) VALUES(?, ?, ?)",
               service.code, service.name_en, service.name_zh);
    }
    for (const Department& department : event.rules.departments) {
        to.run("INSERT OR REPLACE INTO department(code, name_en, name_zh) VALUES(?, ?, ?)",
               department.code, department.name_en, department.name_zh);
    }
    to.run("DELETE FROM talent_field_name");
    for (const TalentField& field : or_usual(event.rules.talents).fields) {
        to.run("INSERT OR REPLACE INTO talent_field_name(code, name_en, name_zh) VALUES(?, ?, ?)",
               field.code, field.name_en, field.name_zh);
    }
}

void tell(Teller& to, const MemberRegistered& event) {
    put_member(to, event.member);
}

void tell(Teller& to, const MemberUpdated& event) {
    put_member(to, event.member);
}

void tell(Teller& to, const MemberRemoved& event) {
    forget_member(to, event.member);
}

void tell(Teller& to, const MemberErased& event) {
    forget_member(to, event.member);
}

void tell(Teller& to, const PlaceAdded& event) {
    put_place(to, event.place);
}

void tell(Teller& to, const PlaceUpdated& event) {
    put_place(to, event.place);
}

}  // namespace muster::reports
