#include "engine/reports/schema.hpp"

namespace muster::reports {
namespace {

// Times are milliseconds since 1970 UTC, days are local ones since 1970-01-01, by the calendar in
// force when the record was made. Nobody's name, phone, address or health is in here: people are
// numbers, and what somebody wrote about a delay goes when its member is erased.
constexpr const char* tables_and_views = R"sql(
CREATE TABLE cursor(
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL, at INTEGER NOT NULL, hash BLOB NOT NULL,
    offset_ms INTEGER NOT NULL);
INSERT INTO cursor VALUES(1, 0, 0, zeroblob(32), 28800000);

CREATE TABLE member(id INTEGER PRIMARY KEY, district TEXT NOT NULL);
CREATE TABLE place(id INTEGER PRIMARY KEY, district TEXT NOT NULL);
CREATE TABLE service(
    code TEXT PRIMARY KEY, name_en TEXT NOT NULL, name_zh TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE department(
    code TEXT PRIMARY KEY, name_en TEXT NOT NULL, name_zh TEXT NOT NULL) WITHOUT ROWID;

-- urgency is the class as it is now, which its promises go by. One that is caught up was written on
-- paper first: when somebody took it nobody knows.
CREATE TABLE request(
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, day INTEGER NOT NULL,
    urgency TEXT NOT NULL, service TEXT NOT NULL, channel TEXT NOT NULL,
    district TEXT NOT NULL, member INTEGER,
    taken_at INTEGER, on_scene_at INTEGER, ended_at INTEGER,
    status TEXT NOT NULL DEFAULT 'open', late INTEGER NOT NULL DEFAULT 0,
    caught_up INTEGER NOT NULL DEFAULT 0, reopened INTEGER NOT NULL DEFAULT 0,
    urged INTEGER NOT NULL DEFAULT 0);
CREATE INDEX request_member ON request(member) WHERE member IS NOT NULL;

-- A promise that was broken. cause is what was said of it; of a visit, `milestone` is 'visit'.
CREATE TABLE breach(
    about INTEGER NOT NULL, milestone TEXT NOT NULL, at INTEGER NOT NULL, day INTEGER NOT NULL,
    urgency TEXT NOT NULL, district TEXT NOT NULL, member INTEGER, cause TEXT,
    explained INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY(about, milestone, at)) WITHOUT ROWID;
CREATE INDEX breach_member ON breach(member) WHERE member IS NOT NULL;

CREATE TABLE offer(
    id INTEGER PRIMARY KEY, request INTEGER, responder INTEGER,
    made_at INTEGER NOT NULL, day INTEGER NOT NULL, ended_at INTEGER,
    status TEXT NOT NULL DEFAULT 'live');

-- A call on the hotline, as the telephone exchange told of it; what came of it when it has ended.
CREATE TABLE hotline_call(
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, day INTEGER NOT NULL, district TEXT NOT NULL,
    outcome TEXT, waited_ms INTEGER, talked_ms INTEGER);

-- A call of a contact chain: due, and what came of it.
CREATE TABLE contact(
    request INTEGER NOT NULL, step INTEGER NOT NULL, due_at INTEGER NOT NULL,
    day INTEGER NOT NULL, district TEXT NOT NULL, called_at INTEGER, outcome TEXT,
    PRIMARY KEY(request, step, due_at)) WITHOUT ROWID;

-- How a round of service was rated, and calls back. A call back that nobody answered, or where no
-- rating was given, has none.
CREATE TABLE rating(
    request INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, day INTEGER NOT NULL,
    district TEXT NOT NULL, service TEXT NOT NULL, reached INTEGER NOT NULL, rating INTEGER,
    PRIMARY KEY(request, at, kind)) WITHOUT ROWID;

CREATE TABLE visit(
    id INTEGER PRIMARY KEY, member INTEGER, district TEXT NOT NULL, kind TEXT NOT NULL,
    tier TEXT NOT NULL, status TEXT NOT NULL, due_at INTEGER, due_day INTEGER NOT NULL,
    met_at INTEGER, ended_at INTEGER);
CREATE INDEX visit_member ON visit(member) WHERE member IS NOT NULL;

CREATE TABLE booking(
    id INTEGER PRIMARY KEY, member INTEGER, district TEXT NOT NULL, service TEXT NOT NULL,
    starts_at INTEGER, day INTEGER NOT NULL, status TEXT NOT NULL);
CREATE INDEX booking_member ON booking(member) WHERE member IS NOT NULL;

CREATE TABLE need(
    id INTEGER PRIMARY KEY, member INTEGER, code TEXT NOT NULL, district TEXT NOT NULL,
    survey INTEGER, found_at INTEGER, day INTEGER NOT NULL, status TEXT NOT NULL);
CREATE INDEX need_member ON need(member) WHERE member IS NOT NULL;

-- The kind and the district of an account, nothing of who holds it.
CREATE TABLE account(
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, district TEXT NOT NULL, status TEXT NOT NULL,
    opened_at INTEGER);
-- Each entry of the time bank twice, once for each of its accounts, with the balance after it. What
-- an account gives away is less than 0.
CREATE TABLE posting(
    id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, account INTEGER NOT NULL, other INTEGER,
    at INTEGER NOT NULL, day INTEGER NOT NULL, minutes INTEGER NOT NULL, balance INTEGER NOT NULL,
    kind TEXT NOT NULL, service TEXT NOT NULL, service_record INTEGER, reverses INTEGER,
    district TEXT NOT NULL);
CREATE TABLE service_record(
    id INTEGER PRIMARY KEY, volunteer INTEGER, member INTEGER, district TEXT NOT NULL,
    service TEXT NOT NULL, starts_at INTEGER, day INTEGER NOT NULL, minutes INTEGER NOT NULL,
    status TEXT NOT NULL);
CREATE INDEX service_record_member ON service_record(member) WHERE member IS NOT NULL;
-- What became of the minutes of an approved service.
CREATE TABLE credited(
    id INTEGER PRIMARY KEY, service_record INTEGER NOT NULL, at INTEGER NOT NULL,
    day INTEGER NOT NULL, district TEXT NOT NULL, minutes INTEGER NOT NULL,
    credited INTEGER NOT NULL, over_limit INTEGER NOT NULL, over_cap INTEGER NOT NULL,
    cut INTEGER NOT NULL);

-- As its author made it; neither what it says nor who made it. grade and fed_back are of the round
-- that it is in.
CREATE TABLE suggestion(
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, day INTEGER NOT NULL, status TEXT NOT NULL,
    merged_into INTEGER,
    grade TEXT NOT NULL DEFAULT 'none', satisfaction TEXT NOT NULL DEFAULT 'none',
    fed_back INTEGER NOT NULL DEFAULT 0, late INTEGER NOT NULL DEFAULT 0);

-- Who is in the register of talents. Of somebody who was forgotten nothing is left but that he was
-- there, and when.
CREATE TABLE talent(
    id INTEGER PRIMARY KEY, day INTEGER NOT NULL, district TEXT NOT NULL,
    willingness TEXT NOT NULL, born_year INTEGER);
CREATE TABLE talent_field(
    talent INTEGER NOT NULL, field TEXT NOT NULL, PRIMARY KEY(talent, field)) WITHOUT ROWID;
CREATE TABLE talent_field_name(
    code TEXT PRIMARY KEY, name_en TEXT NOT NULL, name_zh TEXT NOT NULL) WITHOUT ROWID;
-- How he was there, from the day of the change until before that of the next one; NULL = until now.
CREATE TABLE talent_status(
    talent INTEGER NOT NULL, at INTEGER NOT NULL, day INTEGER NOT NULL, until_day INTEGER,
    status TEXT NOT NULL, PRIMARY KEY(talent, at)) WITHOUT ROWID;
-- A skill of a talent whose time was over.
CREATE TABLE skill_end(
    talent INTEGER NOT NULL, skill TEXT NOT NULL, at INTEGER NOT NULL, day INTEGER NOT NULL,
    district TEXT NOT NULL, PRIMARY KEY(talent, skill, at)) WITHOUT ROWID;

-- A step of a project while one department had it.
CREATE TABLE step(
    project INTEGER NOT NULL, step TEXT NOT NULL, given_at INTEGER NOT NULL,
    department TEXT NOT NULL, day INTEGER NOT NULL, district TEXT NOT NULL, due_at INTEGER,
    ended_at INTEGER, outcome TEXT NOT NULL DEFAULT 'open', late INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY(project, step, given_at, department)) WITHOUT ROWID;
CREATE TABLE project(
    id INTEGER PRIMARY KEY, template TEXT NOT NULL, district TEXT NOT NULL, status TEXT NOT NULL,
    opened_at INTEGER, ended_at INTEGER);

CREATE VIEW report_requests AS
    SELECT day, district, urgency, service, channel, status, late, caught_up, reopened, urged,
        on_scene_at - at AS response_ms, taken_at - at AS taken_ms
    FROM request WHERE status <> 'merged';
CREATE VIEW report_hotline AS
    SELECT day, district, taken_ms FROM report_requests
    WHERE channel = 'hotline' AND NOT caught_up;
CREATE VIEW report_hotline_calls AS
    SELECT day, district, outcome, talked_ms,
        CASE outcome WHEN 'answered' THEN waited_ms END AS answered_ms
    FROM hotline_call WHERE outcome IS NOT NULL;
CREATE VIEW report_on_site AS
    SELECT day, district, urgency, response_ms, late FROM report_requests;
CREATE VIEW report_calls AS
    SELECT day, district, outcome, called_at - due_at AS waited_ms FROM contact;
CREATE VIEW report_late AS
    SELECT day, district, milestone, urgency, explained, cause FROM breach
    WHERE milestone = 'visit' OR NOT EXISTS
        (SELECT 1 FROM request WHERE request.id = breach.about AND request.status = 'merged');
CREATE VIEW report_offers AS
    SELECT offer.day, request.district, offer.status, offer.ended_at - offer.made_at AS answer_ms
    FROM offer JOIN request ON request.id = offer.request;
CREATE VIEW report_satisfaction AS
    SELECT day, district, service, kind, reached, rating FROM rating;
-- Nobody is late with a visit to the dead.
CREATE VIEW report_visits AS
    SELECT due_day AS day, district, tier, status,
        status = 'done' AS done, status = 'done' AND met_at > due_at AS late
    FROM visit
    WHERE status <> 'cancelled' AND (status <> 'closed' OR due_at <= ended_at);
CREATE VIEW report_bookings AS SELECT day, district, service, status FROM booking;
CREATE VIEW report_hours AS
    SELECT day, district, status, minutes, volunteer FROM service_record;
CREATE VIEW report_credited AS
    SELECT day, district, minutes, credited, over_limit, over_cap, cut FROM credited;
-- Once for each entry, by the account that was given to.
CREATE VIEW report_credits AS SELECT day, district, kind, minutes FROM posting WHERE minutes > 0;
CREATE VIEW report_suggestions AS
    SELECT day, status, grade, satisfaction, fed_back, late FROM suggestion;
CREATE VIEW report_talents AS
    SELECT talent.id, talent.district, talent.willingness, talent.born_year,
        talent.day AS joined, talent_status.day, talent_status.until_day, talent_status.status
    FROM talent_status JOIN talent ON talent.id = talent_status.talent;
CREATE VIEW report_skill_ends AS SELECT day, district, skill, talent FROM skill_end;
CREATE VIEW report_steps AS
    SELECT day, district, department, outcome, late, ended_at - given_at AS took_ms FROM step;
CREATE VIEW report_demand AS SELECT day, district, code, status FROM need;
)sql";

}  // namespace

const char* schema_sql() {
    return tables_and_views;
}

// Entries and credits are counted from their indexes alone, in the order in which these have them:
// there are millions in a month.
const char* index_sql() {
    return "CREATE INDEX IF NOT EXISTS request_day ON request(day);"
           "CREATE INDEX IF NOT EXISTS breach_day ON breach(day);"
           "CREATE INDEX IF NOT EXISTS offer_day ON offer(day);"
           "CREATE INDEX IF NOT EXISTS contact_day ON contact(day);"
           "CREATE INDEX IF NOT EXISTS rating_day ON rating(day);"
           "CREATE INDEX IF NOT EXISTS visit_due_day ON visit(due_day);"
           "CREATE INDEX IF NOT EXISTS booking_day ON booking(day);"
           "CREATE INDEX IF NOT EXISTS need_day ON need(day);"
           "CREATE INDEX IF NOT EXISTS service_record_day ON service_record(day);"
           "CREATE INDEX IF NOT EXISTS suggestion_day ON suggestion(day);"
           "CREATE INDEX IF NOT EXISTS step_day ON step(day);"
           "CREATE INDEX IF NOT EXISTS posting_account ON posting(account, at);"
           "CREATE INDEX IF NOT EXISTS posting_day ON posting(day, district, kind, minutes)"
           " WHERE minutes > 0;"
           "CREATE INDEX IF NOT EXISTS credited_day ON credited(day, district, minutes, credited,"
           " over_limit, over_cap, cut)";
}

}  // namespace muster::reports
