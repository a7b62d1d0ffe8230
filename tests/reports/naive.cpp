#include "tests/reports/naive.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>

#include "tests/reports/facts.hpp"
#include "tests/reports/naive_counting.hpp"

namespace muster::reports::test {
namespace {

std::vector<std::int64_t> responses(const std::vector<const NaiveRequest*>& all) {
    std::vector<std::int64_t> out;
    for (const NaiveRequest* r : all) {
        if (r->on_scene) out.push_back(*r->on_scene - r->at);
    }
    return out;
}

Rows request_rows(const Facts& f, const Counter& c) {
    Groups<NaiveRequest> groups;
    for (const auto& [id, r] : f.requests) {
        if (r.status == "merged" || !c.within(r.day)) continue;
        for (const std::string& part : c.parts(r.district))
            groups[{part}].push_back(&r);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        const auto is = [](const char* status) {
            return [status](const NaiveRequest& r) { return r.status == status; };
        };
        rows.push_back({key[0], static_cast<std::int64_t>(all.size()),
                        static_cast<std::int64_t>(responses(all).size()),
                        count_if<NaiveRequest>(all, [](auto& r) { return r.late != 0; }),
                        count_if<NaiveRequest>(all, is("cancelled")),
                        count_if<NaiveRequest>(all, is("transferred")),
                        count_if<NaiveRequest>(all, [](auto& r) { return r.reopened > 0; }),
                        count_if<NaiveRequest>(all, [](auto& r) { return r.urged > 0; })});
    }
    return rows;
}

Rows day_rows(const Facts& f, const Counter& c) {
    std::map<std::int64_t, std::vector<const NaiveRequest*>> groups;
    for (const auto& [id, r] : f.requests) {
        if (r.status == "merged" || !c.within(r.day)) continue;
        if (c.wanted.empty() || r.district == c.wanted) groups[r.day].push_back(&r);
    }
    Rows rows;
    for (const auto& [day, all] : groups) {
        rows.push_back({day, static_cast<std::int64_t>(all.size()),
                        static_cast<std::int64_t>(responses(all).size()),
                        count_if<NaiveRequest>(all, [](auto& r) { return r.late != 0; })});
    }
    return rows;
}

Rows hotline_rows(const Facts& f, const Counter& c) {
    Groups<NaiveRequest> groups;
    for (const auto& [id, r] : f.requests) {
        if (r.status == "merged" || r.channel != "hotline" || !c.within(r.day)) continue;
        for (const std::string& part : c.parts(r.district))
            groups[{part}].push_back(&r);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        std::vector<std::int64_t> waits;
        for (const NaiveRequest* r : all) {
            if (r->taken) waits.push_back(*r->taken - r->at);
        }
        const auto size = static_cast<std::int64_t>(all.size());
        const auto taken = static_cast<std::int64_t>(waits.size());
        const std::int64_t quick =
            std::count_if(waits.begin(), waits.end(), [](auto wait) { return wait <= 15'000; });
        rows.push_back({key[0], size, taken, share(taken, size), quick, share(quick, size),
                        rank(waits, 500), rank(waits, 900)});
    }
    return rows;
}

Rows hotline_call_rows(const Facts& f, const Counter& c) {
    Groups<NaiveCall> groups;
    for (const auto& [id, call] : f.calls) {
        if (call.outcome.empty() || !c.within(call.day)) continue;
        for (const std::string& part : c.parts(call.district))
            groups[{part}].push_back(&call);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        std::vector<std::int64_t> waits;
        std::int64_t talked = 0;
        for (const NaiveCall* call : all) {
            talked += call->talked;
            if (call->outcome == "answered") waits.push_back(call->waited);
        }
        const auto size = static_cast<std::int64_t>(all.size());
        const auto answered = static_cast<std::int64_t>(waits.size());
        const std::int64_t quick =
            std::count_if(waits.begin(), waits.end(), [](auto wait) { return wait <= 15'000; });
        rows.push_back({key[0], size, answered, share(answered, size), quick, share(quick, size),
                        count_if<NaiveCall>(all, [](auto& o) { return o.outcome == "abandoned"; }),
                        count_if<NaiveCall>(all, [](auto& o) { return o.outcome == "lost"; }),
                        rank(waits, 500), rank(waits, 900),
                        answered == 0 ? Cell{} : Cell{talked / answered}});
    }
    return rows;
}

Rows call_rows(const Facts& f, const Counter& c) {
    Groups<NaiveContact> groups;
    for (const auto& [key, contact] : f.contacts) {
        if (!c.within(contact.day)) continue;
        for (const std::string& part : c.parts(contact.district))
            groups[{part}].push_back(&contact);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        const auto made = count_if<NaiveContact>(all, [](auto& one) { return one.called; });
        const auto answered =
            count_if<NaiveContact>(all, [](auto& one) { return one.outcome == "answered"; });
        rows.push_back(
            {key[0], static_cast<std::int64_t>(all.size()), made, answered, share(answered, made),
             count_if<NaiveContact>(all, [](auto& o) { return o.outcome == "refused"; })});
    }
    return rows;
}

Rows on_site_rows(const Facts& f, const Counter& c) {
    Groups<NaiveRequest> groups;
    for (const auto& [id, r] : f.requests) {
        if (r.status == "merged" || !c.within(r.day)) continue;
        for (const std::string& part : c.parts(r.district))
            groups[{part, r.urgency}].push_back(&r);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        const auto size = static_cast<std::int64_t>(all.size());
        const auto times = responses(all);
        const auto late = count_if<NaiveRequest>(all, [](auto& r) { return r.late != 0; });
        rows.push_back({key[0], key[1], size, static_cast<std::int64_t>(times.size()),
                        rank(times, 500), rank(times, 900), rank(times, 990), late,
                        share(late, size)});
    }
    return rows;
}

// Of a merged request the one that it went into has them.
bool is_of_merged(const Facts& f, std::uint64_t about, const std::string& milestone) {
    const auto request = f.requests.find(about);
    return milestone != "visit" && request != f.requests.end() &&
           request->second.status == "merged";
}

Rows late_rows(const Facts& f, const Counter& c) {
    Groups<NaiveBreach> groups;
    for (const auto& [key, breach] : f.breaches) {
        if (!c.within(breach.day) || is_of_merged(f, std::get<0>(key), std::get<1>(key))) continue;
        for (const std::string& part : c.parts(breach.district))
            groups[{part, std::get<1>(key), breach.urgency}].push_back(&breach);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        rows.push_back({key[0], key[1], key[2], static_cast<std::int64_t>(all.size()),
                        count_if<NaiveBreach>(all, [](auto& one) { return one.explained; })});
    }
    return rows;
}

Rows cause_rows(const Facts& f, const Counter& c) {
    std::map<std::string, std::int64_t> times;
    for (const auto& [key, breach] : f.breaches) {
        if (!c.within(breach.day) || breach.cause.empty()) continue;
        if (is_of_merged(f, std::get<0>(key), std::get<1>(key))) continue;
        if (!c.wanted.empty() && breach.district != c.wanted) continue;
        const std::size_t from = breach.cause.find_first_not_of(' ');
        ++times[breach.cause.substr(from)];
    }
    std::vector<std::pair<std::int64_t, std::string>> often;
    std::int64_t others = 0;
    for (const auto& [cause, many] : times) {
        if (many >= 3) {
            often.emplace_back(-many, cause);
        } else {
            others += many;
        }
    }
    std::sort(often.begin(), often.end());
    Rows rows;
    for (const auto& [many, cause] : often)
        rows.push_back({cause, -many});
    if (others > 0) rows.push_back({std::string(), others});
    return rows;
}

Rows offer_rows(const Facts& f, const Counter& c) {
    Groups<NaiveOffer> groups;
    for (const auto& [id, offer] : f.offers) {
        const auto request = f.requests.find(offer.request);
        if (request == f.requests.end() || !c.within(offer.day)) continue;
        for (const std::string& part : c.parts(request->second.district))
            groups[{part}].push_back(&offer);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        const auto how_many = [&all = all](const char* status) {
            return count_if<NaiveOffer>(all, [&](auto& one) { return one.status == status; });
        };
        const auto size = static_cast<std::int64_t>(all.size());
        rows.push_back({key[0], size, how_many("accepted"), how_many("declined"),
                        how_many("expired"), how_many("withdrawn"),
                        share(how_many("accepted"), size)});
    }
    return rows;
}

Rows satisfaction_rows(const Facts& f, const Counter& c) {
    struct Sums {
        std::int64_t calls = 0, reached = 0, rated = 0, good = 0, sum = 0, bad = 0;
    };
    std::map<std::vector<std::string>, Sums, PartOrder> groups;
    for (const auto& [key, one] : f.ratings) {
        if (!c.within(one.day)) continue;
        for (const std::string& part : c.parts(one.district)) {
            Sums& sums = groups[{part}];
            const bool call = std::get<2>(key) == "call_back";
            sums.calls += call;
            sums.reached += call && one.reached;
            if (one.rating == 0) continue;
            ++sums.rated;
            sums.sum += one.rating;
            sums.good += one.rating >= 4;
            sums.bad += one.rating <= 2;
        }
    }
    Rows rows;
    for (const auto& [key, s] : groups) {
        rows.push_back({key[0], s.calls, s.reached, s.rated, s.good, share(s.good, s.rated),
                        s.rated == 0 ? Cell{} : Cell{s.sum * 100 / s.rated}, s.bad});
    }
    return rows;
}

Rows visit_rows(const Facts& f, const Counter& c) {
    Groups<NaiveVisit> groups;
    for (const auto& [id, v] : f.visits) {
        if (v.status == "cancelled" || !c.within(v.due_day)) continue;
        if (v.status == "closed" && v.due > v.ended.value_or(0)) continue;
        for (const std::string& part : c.parts(v.district)) {
            groups[{part, v.tier}].push_back(&v);
            groups[{part, "*"}].push_back(&v);
        }
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        const auto done = count_if<NaiveVisit>(all, [](auto& v) { return v.status == "done"; });
        const auto size = static_cast<std::int64_t>(all.size());
        rows.push_back(
            {key[0], key[1], size, done, share(done, size),
             count_if<NaiveVisit>(
                 all, [](auto& v) { return v.status == "done" && v.met.value_or(0) > v.due; }),
             count_if<NaiveVisit>(all, [](auto& v) { return v.status == "missed"; })});
    }
    return rows;
}

Rows booking_rows(const Facts& f, const Counter& c) {
    Groups<NaiveBooking> groups;
    for (const auto& [id, b] : f.bookings) {
        if (b.status == "moved" || !c.within(b.day)) continue;
        for (const std::string& part : c.parts(b.district))
            groups[{part, b.service}].push_back(&b);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        const auto how_many = [&all = all](const char* status) {
            return count_if<NaiveBooking>(all, [&](auto& one) { return one.status == status; });
        };
        rows.push_back({key[0], key[1], static_cast<std::int64_t>(all.size()), how_many("served"),
                        how_many("cancelled"), how_many("no_show")});
    }
    return rows;
}

// Most first within a part.
void order_by_count(Rows& rows, std::size_t column) {
    std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
        const std::string& part_a = std::get<std::string>(a[0]);
        const std::string& part_b = std::get<std::string>(b[0]);
        if (part_a != part_b) return PartOrder()({part_a}, {part_b});
        return std::get<std::int64_t>(a[column]) > std::get<std::int64_t>(b[column]);
    });
}

Rows demand_rows(const Facts& f, const Counter& c) {
    Groups<NaiveNeed> groups;
    std::map<std::string, std::map<std::string, std::size_t>> found;  // by code, by district
    for (const auto& [id, need] : f.needs) {
        if (!c.within(need.day)) continue;
        ++found[need.code][need.district];
        for (const std::string& part : c.parts(need.district))
            groups[{part, need.code}].push_back(&need);
    }
    // Of few people together, who would be known from the sum: one district more is hidden.
    for (const auto& [code, districts] : found) {
        std::size_t hidden = 0, smallest = SIZE_MAX;
        std::string with;
        for (const auto& [district, many] : districts) {
            if (many < 5) {
                hidden += many;
            } else if (many < smallest) {
                smallest = many;
                with = district;
            }
        }
        if (hidden > 0 && hidden < 5 && smallest != SIZE_MAX) groups.erase({with, code});
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        if (all.size() < 5) continue;
        const auto how_many = [&all = all](const char* status) {
            return count_if<NaiveNeed>(all, [&](auto& one) { return one.status == status; });
        };
        rows.push_back({key[0], key[1], static_cast<std::int64_t>(all.size()), how_many("open"),
                        how_many("planned"), how_many("resolved")});
    }
    order_by_count(rows, 2);
    return rows;
}

Rows service_rows(const Facts& f, const Counter& c) {
    Groups<NaiveRequest> groups;
    for (const auto& [id, r] : f.requests) {
        if (r.status == "merged" || !c.within(r.day)) continue;
        for (const std::string& part : c.parts(r.district))
            groups[{part, r.service}].push_back(&r);
    }
    Rows rows;
    for (const auto& [key, all] : groups)
        rows.push_back({key[0], key[1], static_cast<std::int64_t>(all.size())});
    order_by_count(rows, 2);
    return rows;
}

Rows hours_rows(const Facts& f, const Counter& c) {
    Groups<NaiveService> groups;
    for (const auto& [id, one] : f.services) {
        if (!c.within(one.day)) continue;
        for (const std::string& part : c.parts(one.district))
            groups[{part}].push_back(&one);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        std::int64_t approved = 0, minutes = 0, waiting = 0, reversed = 0, rejected = 0;
        std::set<std::uint64_t> volunteers;
        for (const NaiveService* one : all) {
            if (one->status == "approved") {
                ++approved;
                minutes += one->minutes;
                volunteers.insert(one->volunteer);
            } else if (one->status == "reversed") {
                ++reversed;
            } else if (one->status == "rejected") {
                ++rejected;
            } else {
                ++waiting;
            }
        }
        rows.push_back({key[0], approved, minutes, static_cast<std::int64_t>(volunteers.size()),
                        waiting, reversed, rejected});
    }
    return rows;
}

Rows credited_rows(const Facts& f, const Counter& c) {
    std::map<std::vector<std::string>, NaiveCredited, PartOrder> groups;
    for (const auto& [key, one] : f.credited) {
        if (!c.within(one.day)) continue;
        for (const std::string& part : c.parts(one.district)) {
            NaiveCredited& sum = groups[{part}];
            sum.minutes += one.minutes;
            sum.credited += one.credited;
            sum.over_limit += one.over_limit;
            sum.over_cap += one.over_cap;
            sum.cut += one.cut;
        }
    }
    Rows rows;
    for (const auto& [key, sum] : groups)
        rows.push_back({key[0], sum.minutes, sum.credited, sum.over_limit, sum.over_cap, sum.cut});
    return rows;
}

Rows credit_rows(const Facts& f, const Counter& c) {
    Groups<NaiveEntry> groups;
    for (const NaiveEntry& one : f.entries) {
        if (!c.within(one.day)) continue;
        for (const std::string& part : c.parts(one.district))
            groups[{part, one.kind}].push_back(&one);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        std::int64_t minutes = 0;
        for (const NaiveEntry* one : all)
            minutes += one->minutes;
        rows.push_back({key[0], key[1], static_cast<std::int64_t>(all.size()), minutes});
    }
    return rows;
}

Rows suggestion_rows(const Facts& f, const Counter& c) {
    std::vector<std::int64_t> n(12);
    for (const auto& [id, s] : f.suggestions) {
        if (!c.within(s.day) || !c.wanted.empty()) continue;
        const bool replied = s.status == "replied" || s.status == "closed";
        ++n[0];
        n[1] += s.status != "merged";
        n[2] += replied || s.status == "reported" || s.status == "assigned";
        n[3] += replied;
        n[4] += s.grade == "solved";
        n[5] += s.grade == "under_way";
        n[6] += s.grade == "deferred";
        n[7] += s.grade == "for_reference";
        n[8] += s.fed_back;
        n[9] += s.satisfaction == "satisfied";
        n[10] += s.satisfaction == "dissatisfied";
        n[11] += s.late;
    }
    if (n[0] == 0) return {};
    Rows rows(1);
    for (const std::int64_t count : n)
        rows[0].emplace_back(count);
    return rows;
}

struct TalentThen {
    const NaiveTalent* talent = nullptr;
    std::string status;  // when the time is over
};

// Of each part, and of each key that `keys` gives a talent: who is there when the time is over.
template <class Keys>
std::map<std::vector<std::string>, std::vector<TalentThen>, PartOrder> talents_by(const Facts& f,
                                                                                  const Counter& c,
                                                                                  Keys keys) {
    std::map<std::vector<std::string>, std::vector<TalentThen>, PartOrder> groups;
    for (const auto& [id, t] : f.talents) {
        std::pair<std::int64_t, std::string> then;
        for (const auto& one : t.statuses) {
            if (one.first <= c.last.days) then = one;
        }
        const bool left_before = then.second == "left" && then.first < c.first.days;
        if (then.second.empty() || left_before) continue;
        for (const std::string& part : c.parts(t.district)) {
            for (const std::string& key : keys(t))
                groups[{part, key}].push_back({&t, then.second});
        }
    }
    return groups;
}

std::int64_t with_status(const std::vector<TalentThen>& all, const char* status) {
    return std::count_if(all.begin(), all.end(),
                         [&](const TalentThen& one) { return one.status == status; });
}

Rows talent_rows(const Facts& f, const Counter& c) {
    Rows rows;
    for (const auto& [key, all] :
         talents_by(f, c, [](const NaiveTalent&) { return std::vector<std::string>{""}; })) {
        const std::int64_t left = with_status(all, "left");
        const std::int64_t joined = std::count_if(
            all.begin(), all.end(),
            [&](const TalentThen& one) { return one.talent->joined >= c.first.days; });
        rows.push_back({key[0], static_cast<std::int64_t>(all.size()) - left,
                        with_status(all, "registered"), with_status(all, "candidate"),
                        with_status(all, "paused"), joined, left});
    }
    return rows;
}

// How many are there of each key, and how many of them can be asked.
template <class Keys>
Rows talent_key_rows(const Facts& f, const Counter& c, Keys keys) {
    Rows rows;
    for (const auto& [key, all] : talents_by(f, c, keys)) {
        const std::int64_t there = static_cast<std::int64_t>(all.size()) - with_status(all, "left");
        if (there > 0) rows.push_back({key[0], key[1], there, with_status(all, "registered")});
    }
    return rows;
}

Rows talent_field_rows(const Facts& f, const Counter& c) {
    Rows rows = talent_key_rows(f, c, [](const NaiveTalent& t) {
        return t.fields.empty() ? std::set<std::string>{""} : t.fields;
    });
    for (auto& row : rows) {
        const auto name = f.field_names.find(std::get<std::string>(row[1]));
        row.insert(row.begin() + 2, name == f.field_names.end() ? Cell{} : Cell{name->second});
    }
    return rows;
}

Rows talent_age_rows(const Facts& f, const Counter& c) {
    const std::int64_t year = year_month_day(c.last).year;
    return talent_key_rows(f, c, [year](const NaiveTalent& t) -> std::vector<std::string> {
        if (!t.born) return {""};
        const std::int64_t years = year - *t.born;
        if (years < 60) return {"0_59"};
        if (years >= 90) return {"90_over"};
        const std::string tens = std::to_string(years / 10);
        return {tens + "0_" + tens + "9"};
    });
}

Rows skill_end_rows(const Facts& f, const Counter& c) {
    std::map<std::vector<std::string>, std::vector<std::uint64_t>, PartOrder> groups;
    for (const auto& [which, one] : f.skill_ends) {
        if (!c.within(one.day)) continue;
        for (const std::string& part : c.parts(one.district))
            groups[{part, std::get<1>(which)}].push_back(std::get<0>(which));
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        const std::set<std::uint64_t> people(all.begin(), all.end());
        rows.push_back({key[0], key[1], static_cast<std::int64_t>(all.size()),
                        static_cast<std::int64_t>(people.size())});
    }
    return rows;
}

Rows step_rows(const Facts& f, const Counter& c) {
    std::map<std::string, std::vector<const NaiveStep*>> groups;
    for (const NaiveStep& one : f.steps) {
        if (!c.within(one.day) || (!c.wanted.empty() && one.district != c.wanted)) continue;
        groups[one.department].push_back(&one);
    }
    Rows rows;
    for (const auto& [department, all] : groups) {
        std::int64_t done = 0, open = 0, returned = 0, late = 0, took = 0;
        for (const NaiveStep* one : all) {
            done += one->outcome == "done";
            took += one->outcome == "done" ? one->ended - one->given : 0;
            open += one->outcome == "open";
            returned += one->outcome == "returned";
            late += one->late;
        }
        const auto size = static_cast<std::int64_t>(all.size());
        rows.push_back({department, size, done, open, returned, late, share(late, size),
                        done == 0 ? Cell{} : Cell{took / done * 100 / 86'400'000}});
    }
    return rows;
}

}  // namespace

std::map<std::string, Rows> naive_report(const std::vector<Told>& told, Date first, Date last,
                                         const std::string& district) {
    const Facts facts = facts_of(told);
    const Counter c{first, last, district};
    return {{"requests", request_rows(facts, c)},
            {"days", day_rows(facts, c)},
            {"hotline_calls", hotline_call_rows(facts, c)},
            {"hotline", hotline_rows(facts, c)},
            {"calls", call_rows(facts, c)},
            {"on_site", on_site_rows(facts, c)},
            {"late", late_rows(facts, c)},
            {"causes", cause_rows(facts, c)},
            {"offers", offer_rows(facts, c)},
            {"satisfaction", satisfaction_rows(facts, c)},
            {"visits", visit_rows(facts, c)},
            {"bookings", booking_rows(facts, c)},
            {"demand", demand_rows(facts, c)},
            {"services", service_rows(facts, c)},
            {"hours", hours_rows(facts, c)},
            {"credited", credited_rows(facts, c)},
            {"credits", credit_rows(facts, c)},
            {"suggestions", suggestion_rows(facts, c)},
            {"talents", talent_rows(facts, c)},
            {"talent_fields", talent_field_rows(facts, c)},
            {"talent_willingness",
             talent_key_rows(facts, c,
                             [](const NaiveTalent& t) { return std::vector{t.willingness}; })},
            {"talent_ages", talent_age_rows(facts, c)},
            {"skill_ends", skill_end_rows(facts, c)},
            {"steps", step_rows(facts, c)}};
}

}  // namespace muster::reports::test
