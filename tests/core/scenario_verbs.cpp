#include "tests/core/scenario_verbs.hpp"

#include <boost/json.hpp>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "engine/core/board.hpp"

namespace muster::test {
namespace {

// How a verb is said in full. What is filled in:
//
//   $         the subject: who or what the line is about
//   $work     the request that the subject, a responder, is bound to
//   $offer    the live (or last) offer made to the subject
//   #         the next word; #helped: "helped" when there is none; #?: left out when there is none
//   @         a place: the next two words
//   ?from     the word behind "from", if that comes next; else it is left out
//   ~         so many seconds ago: the next word
//   %         contacts: kin:101,key_holder:102
//   *         all words left; left out when there are none
//
// Options may follow in any order.
struct Verb {
    std::string_view verb;
    std::string_view in_full;
    std::span<const Verb> options = {};
};

constexpr Verb fix_options[] = {{"ago", "fixes.0.fix_at=~"}, {"within", "fixes.0.accuracy_m=#"}};

// With the subject before the verb.
constexpr Verb subject_verbs[] = {
    {"is_taken", "TakeRequest request=$ owner=# expected_owner=?from"},
    {"is_located", "LocateRequest request=$ place=@"},
    {"is_reclassified", "ReclassifyRequest request=$ urgency=# reason=*"},
    {"is_held", "HoldRequest request=$ hold_until=# reason=*"},
    {"is_cancelled", "CancelRequest request=$ reason=*"},
    {"is_merged", "MergeRequest request=$ into=#"},
    {"is_split", "SplitRequest request=$ reason=*"},
    {"is_dismissed", "DismissDuplicate request=$ reason=*"},
    {"is_transferred", "TransferRequest request=$ to=*"},
    {"is_reopened", "ReopenRequest request=$ reason=*"},
    {"is_safe", "VerifySafe request=$ how=*"},
    {"is_handed_over", "RecordHandover request=$ agency=# person=Zhang result=accepted"},
    {"contact", "RecordContact request=$ outcome=#"},
    {"is_called_back", "RecordCallback request=$ reached=true rating=#"},
    {"is_closed", "CloseRequest request=$ disposition=#helped"},
    {"note", "AddNote request=$ text=*"},
    {"breach", "ExplainBreach request=$ milestone=# cause=*"},
    {"acknowledges", "AcknowledgeAssignment request=$work responder=$"},
    {"en_route", "ReportEnRoute request=$work responder=$"},
    {"on_scene", "ReportOnScene request=$work responder=$"},
    {"completes", "CompleteAssignment request=#$work responder=$ disposition=helped"},
    {"accepts", "AcceptOffer offer=$offer"},
    {"declines", "DeclineOffer offer=$offer reason=*"},
    {"moves", "ReportPositions fixes.0.responder=$ fixes.0.point=@", fix_options},
    {"at_degrees", "ReportPositions fixes.0.responder=$ fixes.0.point.lat=# fixes.0.point.lon=#",
     fix_options},
    {"stands_by", "OrderStandby responder=$ post=#? reason=*"},
    {"available", "SetDuty responder=$ status=available shift_until=?until"},
    {"off_duty", "SetDuty responder=$ status=off_duty"},
    {"out_of_service", "SetDuty responder=$ status=out_of_service shift_until=?until"},
    {"removed", "RemoveMember member=$ reason=\"moved away\""},
    {"renewed", "RenewCard card=$"},
    {"lost", "RevokeCard card=$ lost=true reason=lost"},
};

// With the verb first.
constexpr Verb plain_verbs[] = {
    {"assign", "AssignResponder responder=# request=# slot=# expected_responder=?from reason=*"},
    {"release", "ReleaseResponder request=# slot=# expected_responder=?from reason=*"},
};

constexpr Verb request_options[] = {
    {"by", "member=#"},     {"at", "place=@"},         {"class", "urgency=#"},
    {"caller", "caller=#"}, {"address", "address=#"},  {"note", "note=#"},
    {"skills", "skills=#"}, {"silent", "silent=true"}, {"key", "key #"},
};
constexpr Verb member_options[] = {
    {"at", "profile.home=@"},
    {"phone", "profile.phone=#"},
    {"flags", "profile.flags=#"},
    {"contacts", "profile.contacts=%"},
};
constexpr Verb responder_options[] = {
    {"at", "profile.post=@"},
    {"walk", "profile.travel=walk"},
    {"urgent", "profile.travel=urgent"},
};

// With the verb first and then the name of what there is from now on.
constexpr Verb request_verb{"request", "CreateRequest service=# as $", request_options};
constexpr Verb scenes[] = {
    {"member", "RegisterMember profile.name=$ as $", member_options},
    {"card", "IssueCard member=?of as $"},
    {"staff", "RegisterResponder profile.kind=staff profile.name=$ profile.skills=# as $",
     responder_options},
    {"volunteer", "RegisterResponder profile.kind=volunteer profile.name=$ profile.skills=# as $",
     responder_options},
    {"team", "RegisterResponder profile.kind=team profile.name=$ profile.skills=# as $",
     responder_options},
};

const Verb* row_of(std::span<const Verb> rows, std::string_view verb) {
    for (const Verb& row : rows) {
        if (row.verb == verb) return &row;
    }
    return nullptr;
}

std::string contacts_of(const std::string& text) {
    boost::json::array contacts;
    for (const std::string& contact : split(text, ',')) {
        const std::vector<std::string> parts = split(contact, ':');
        boost::json::object& added = contacts.emplace_back(boost::json::object()).as_object();
        added["relation"] = parts.at(0);
        if (parts.size() > 1) added["phone"] = parts[1];
    }
    return boost::json::serialize(contacts);
}

class Speaker {
  public:
    Speaker(Words& words, std::string subject, const Stage& stage, const Names& names)
        : words_(words), subject_(std::move(subject)), stage_(stage), names_(names) {}

    std::vector<std::string> say(const Verb& row) {
        fill(row.in_full);
        while (words_.more()) {
            const std::string word = words_.take();
            const Verb* const option = row_of(row.options, word);
            if (option == nullptr) throw Failure{wrong_option(row, word)};
            fill(option->in_full);
        }
        return in_full_;
    }

  private:
    void fill(std::string_view in_full) {
        for (const std::string& word : words_of(std::string(in_full))) {
            const std::size_t equals = word.find('=');
            const std::size_t from = equals == std::string::npos ? 0 : equals + 1;
            const auto value = filled(word.substr(from));
            if (value) in_full_.push_back(word.substr(0, from) + *value);
        }
    }

    std::optional<std::string> filled(const std::string& text) {
        if (text == "$") return subject_;
        if (text == "$work") return std::to_string(work().value);
        if (text == "$offer") return std::to_string(offer().value);
        if (text == "@") {
            const std::string east = words_.take();
            return east + "," + words_.take();
        }
        if (text == "~") {
            const double seconds = std::stod(words_.take());
            return std::to_string(stage_.now().value - std::llround(seconds * 1000));
        }
        if (text == "%") return contacts_of(words_.take());
        if (text == "*") {
            if (!words_.more()) return std::nullopt;
            return boost::json::serialize(boost::json::string(words_.rest()));
        }
        if (text.starts_with('?')) {
            if (!words_.next_is(text.substr(1))) return std::nullopt;
            words_.take();
            const std::string word = words_.take();
            return word == "nobody" ? "" : word;
        }
        if (text == "#" || (text.starts_with('#') && words_.more())) return words_.take();
        if (text == "#?") return std::nullopt;
        return text.starts_with('#') ? filled(text.substr(1)) : text;
    }

    // One that does not exist if there is none.
    [[nodiscard]] RequestId work() const {
        const Responder* const responder =
            stage_.engine().board().responders().get({names_.id(subject_)});
        return responder == nullptr || !responder->request ? RequestId{999'999}
                                                           : responder->request;
    }

    [[nodiscard]] OfferId offer() const {
        OfferId latest;
        const auto& offers = stage_.engine().board().offers();
        for (const core::Index index : offers.in_order()) {
            if (offers[index].responder.value == names_.id(subject_)) latest = offers[index].id;
        }
        return latest;
    }

    static std::string wrong_option(const Verb& row, const std::string& word) {
        std::string known;
        for (const Verb& option : row.options)
            known += " " + std::string(option.verb);
        return "unknown word \"" + word + "\" behind \"" + std::string(row.verb) + "\"" +
               (known.empty() ? "" : "; there may be:" + known);
    }

    Words& words_;
    std::string subject_;
    const Stage& stage_;
    const Names& names_;
    std::vector<std::string> in_full_;
};

}  // namespace

std::vector<std::string> said_in_full(Words words, const Stage& stage, const Names& names) {
    std::string first = words.take();
    if (first == request_verb.verb) {
        return Speaker(words, words.take(), stage, names).say(request_verb);
    }
    if (const Verb* const plain = row_of(plain_verbs, first)) {
        return Speaker(words, "", stage, names).say(*plain);
    }
    const std::string verb = words.more() ? words.take() : "";
    const Verb* const row = row_of(subject_verbs, verb);
    if (row == nullptr) {
        throw Failure{words.words.size() > 1 && verb.find('=') == std::string::npos
                          ? "unknown verb \"" + verb +
                                "\"; a command can be written out: CancelRequest request=R"
                          : wrong_command(first)};
    }
    return Speaker(words, std::move(first), stage, names).say(*row);
}

std::vector<std::vector<std::string>> scene_in_full(Words words, const Stage& stage,
                                                    const Names& names) {
    const Verb* const row = row_of(scenes, words.take());
    if (row == nullptr) return {};
    const std::string name = words.take();

    // Whoever can be sent is on duty from the start, unless the line says otherwise.
    const bool responder = row->options.data() == responder_options;
    std::vector<std::string> duty{"SetDuty", "responder=" + name, "status=available"};
    bool on_duty = responder;
    Words others;
    while (words.more()) {
        if (responder && words.next_is("off_duty")) {
            words.take();
            on_duty = false;
        } else if (responder && words.next_is("until")) {
            words.take();
            duty.push_back("shift_until=" + words.take());
        } else {
            others.words.push_back(words.take());
        }
    }
    std::vector<std::vector<std::string>> lines{Speaker(others, name, stage, names).say(*row)};
    if (on_duty) lines.push_back(duty);
    return lines;
}

}  // namespace muster::test
