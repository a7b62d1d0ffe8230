#include "tests/core/scenario.hpp"

#include <boost/json.hpp>
#include <sstream>
#include <utility>
#include <vector>

#include "engine/codec/commands_json.hpp"
#include "engine/core/kernel/names.hpp"
#include "tests/core/scenario_stage.hpp"
#include "tests/core/scenario_values.hpp"
#include "tests/core/scenario_verbs.hpp"
#include "tests/core/scenario_words.hpp"

namespace muster::test {
namespace {

namespace json = boost::json;

class Runner {
  public:
    void line(const std::string& text) {
        Words words{words_of(text)};
        if (!words.more() || words.words[0][0] == '#') return;
        if (words.next_is(">") || words.next_is("!")) return expect(words);
        finish_step();
        if (const auto scene = scene_in_full(words, stage_, names_); !scene.empty()) {
            for (const std::vector<std::string>& in_full : scene) {
                command({in_full});
                finish_step();
            }
            return;
        }
        const std::string first = words.take();
        if (first == "rules") return change_rules(words);
        if (first == "post") return add_post(words);
        if (first == "demand") return add_demand(words);
        if (first == "state") return check_state(words);
        if (first == "until") {
            stage_.pass_time(time_of(words.take()));
            return;
        }
        if (first != "at") throw Failure{"no line begins with \"" + first + "\""};
        stage_.set_time(time_of(words.take()));
        command(in_full(words));
    }

    void finish() { finish_step(); }

  private:
    [[nodiscard]] Words in_full(Words words) const {
        Words rest{
            {words.words.begin() + static_cast<std::ptrdiff_t>(words.next), words.words.end()}};
        if (!rest.more()) throw Failure{"the line ends too early"};
        if (is_command(rest.words[0])) return rest;
        return {said_in_full(rest, stage_, names_)};
    }

    // IssueCard member=M uid="04 11" as C
    void command(Words words) {
        const std::string name = words.take();
        std::vector<std::string> pairs;
        std::string called;
        std::string key;
        std::string source = "test";
        while (words.more()) {
            const std::string word = words.take();
            if (word.find('=') != std::string::npos) {
                pairs.push_back(word);
            } else if (word == "as") {
                called = words.take();
            } else if (word == "key") {
                key = words.take();
            } else if (word == "source") {
                source = words.take();
            } else {
                throw Failure{"\"" + word + "\" is neither key=value nor as, key or source"};
            }
        }
        const json::object fields = object_of(name, pairs, names_);
        Command command;
        const auto error =
            codec::read_command_named(name, json::serialize(fields), command, codec::Mode::strict);
        if (error) throw Failure{name + ": " + error->path + " " + error->message};
        stage_.send(std::move(command), key, source);
        // What a command creates has the number of its record.
        const bool done = !stage_.rejection() && !stage_.events().empty();
        if (!called.empty() && done) names_.set(called, stage_.engine().last_seq());
    }

    void expect(Words& words) {
        const std::string sign = words.take();
        const std::string name = words.take();
        expecting_ = true;
        if (sign == "!") {
            const Rejection& rejection = stage_.rejection();
            if (core::name_of(rejection.reason) != name) {
                throw Failure{"is " + std::string(core::name_of(rejection.reason)) + " (" +
                              rejection.detail + ")"};
            }
            rejected_ = true;
            return;
        }
        const std::vector<json::object>& events = stage_.events();
        if (name == "nothing") {
            if (!events.empty()) throw Failure{"there are events:\n" + listing()};
            return;
        }
        if (const std::string wrong = wrong_event(name); !wrong.empty()) throw Failure{wrong};
        if (seen_ >= events.size()) throw Failure{"no such event; there are:\n" + listing()};
        const json::object& event = events[seen_++];
        if (event.at("type").as_string() != name) {
            throw Failure{"event " + std::to_string(seen_) + " is another one:\n" + listing()};
        }
        compare(name, event, words);
    }

    // key=value, or key=?NAME: what stands there is called NAME from now on.
    void compare(const std::string& type, const json::object& got, Words& words) {
        std::vector<std::string> pairs;
        while (words.more()) {
            const std::string pair = words.take();
            const std::size_t named = pair.find("=?");
            if (named == std::string::npos) {
                pairs.push_back(pair);
                continue;
            }
            const std::string value = value_at(got, pair.substr(0, named));
            if (value.empty() || value.find_first_not_of("0123456789") != std::string::npos) {
                throw Failure{"there is no id at " + pair.substr(0, named) + ":\n    " +
                              json::serialize(got)};
            }
            names_.set(pair.substr(named + 2), std::stoull(value));
        }
        const std::string wrong = difference(got, object_of(type, pairs, names_));
        if (!wrong.empty()) throw Failure{wrong + ":\n    " + json::serialize(got)};
    }

    void finish_step() {
        if (!rejected_ && stage_.rejection()) {
            throw Failure{
                "(line before) refused: " + std::string(core::name_of(stage_.rejection().reason)) +
                " " + stage_.rejection().detail};
        }
        if (expecting_ && seen_ < stage_.events().size()) {
            throw Failure{"(line before) more events than expected:\n" + listing()};
        }
        stage_.forget();
        seen_ = 0;
        expecting_ = rejected_ = false;
    }

    [[nodiscard]] std::string listing() const {
        std::string text;
        for (const json::object& event : stage_.events())
            text += "    " + json::serialize(event) + "\n";
        return text;
    }

    void change_rules(Words& words) {
        std::string text;
        codec::write(text, stage_.rules());
        const json::object rules =
            object_of("Rules", words.pairs(), names_, json::parse(text).as_object());
        if (words.more()) throw Failure{"\"" + words.take() + "\" is not key=value"};
        stage_.rules() = {};
        if (const auto error =
                codec::read_rules(json::serialize(rules), stage_.rules(), codec::Mode::strict)) {
            throw Failure{"rules: " + error->path + " " + error->message};
        }
        stage_.rules_changed();
    }

    [[nodiscard]] static Point take_place(Words& words) {
        words.skip("at");
        const double east = std::stod(words.take());
        return place_of(east, std::stod(words.take()));
    }

    void add_post(Words& words) {
        PostRule post;
        post.code = Code(words.take());
        post.place = take_place(words);
        stage_.rules().standby.posts.push_back(std::move(post));
    }

    void add_demand(Words& words) {
        const std::int64_t weight = std::stoll(words.take());
        stage_.rules().standby.demand.push_back({take_place(words), weight});
    }

    // state R dispatched P1 · state Card C status=lost · state M gone
    void check_state(Words& words) {
        std::string type;
        std::string name = words.take();
        if (Stage::is_type(name)) {
            type = std::move(name);
            name = words.take();
        }
        const Stage::Found found = stage_.find(type, names_.id(name));
        if (words.next_is("gone")) {
            if (!found.type.empty()) throw Failure{name + " is there"};
            return;
        }
        if (found.type.empty()) throw Failure{name + " is gone"};
        Words pairs;
        for (const char* const field : {"status", "urgency"}) {
            if (words.more() && !words.next_is_pair()) {
                pairs.words.push_back(std::string(field) + "=" + words.take());
            }
        }
        while (words.more())
            pairs.words.push_back(words.take());
        compare(found.type, found.fields, pairs);
    }

    Stage stage_;
    Names names_;
    std::size_t seen_ = 0;  // events that were expected and came
    bool expecting_ = false;
    bool rejected_ = false;
};

}  // namespace

std::string run_scenario(const std::string& file, const std::string& text) {
    Runner runner;
    std::istringstream in(text);
    std::string line;
    int number = 0;
    const auto failed = [&](const std::string& what) {
        return file + ":" + std::to_string(number) + ": " + line + "\n  " + what;
    };
    try {
        while (std::getline(in, line)) {
            ++number;
            runner.line(line);
        }
        runner.finish();
    } catch (const Failure& failure) {
        return failed(failure.what);
    } catch (const std::exception& error) {
        return failed(error.what());
    }
    return {};
}

}  // namespace muster::test
