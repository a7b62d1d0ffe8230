#include "engine/pipeline/state_text.hpp"

#include <openssl/evp.h>

#include <cstdlib>
#include <memory>
#include <tuple>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/codec/personal_json.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/subjects.hpp"
#include "engine/seal/sealed_text.hpp"

namespace muster::pipeline {

// The first line. A type of its own, so that it is read and written as everything else.
struct StateHead {
    std::uint64_t format = 0;
    std::uint64_t seq = 0;
    TimePoint at;
};
BOOST_DESCRIBE_STRUCT(StateHead, (), (format, seq, at))

namespace {

constexpr std::size_t notes_per_line = 1000;

template <class T>
void write_line(std::string& line, std::string_view kind, const T& value, const LineSink& sink) {
    line.assign("{\"").append(kind).append("\":");
    codec::write(line, value);
    line += "}\n";
    sink(line);
}

// Lines of entities, each sealed with the key of whose it is.
class SealedLines {
  public:
    SealedLines(const StateSeal& seal, std::uint64_t seq, const LineSink& sink)
        : seal_(seal), place_{seq, seal::Place::Part::state}, sink_(sink) {}

    template <AnEntity T>
    void write(std::string_view kind, const T& entity) {
        spans_.clear();
        line_.assign("{\"").append(kind).append("\":");
        codec::write_entity(line_, &entity, spans_);
        line_ += '}';
        subjects_.clear();
        core::add_subjects(seal_.board, entity, subjects_);
        if (subjects_.size() != spans_.size()) std::abort();
        seal::seal_text(line_, spans_, subjects_, place_, seal_.keys, sealed_);
        sealed_ += '\n';
        sink_(sealed_);
    }

  private:
    const StateSeal& seal_;
    const seal::Place place_;
    const LineSink& sink_;
    std::vector<PersonalSpan> spans_;
    std::vector<Subject> subjects_;
    std::string line_;
    std::string sealed_;
};

struct Sha256 {
    Sha256() : context(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
        if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) std::abort();
    }
    void add(std::string_view bytes) {
        if (EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1) std::abort();
    }
    log::Hash finish() {
        log::Hash hash{};
        if (EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) != 1) std::abort();
        return hash;
    }

    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context;
};

// Reads the lines of one snapshot.
struct StateReader {
    core::BoardState& state;
    std::vector<Timelines::Note>& notes;
    codec::Parser parser{codec::own_text};
    std::string error{};

    template <class T>
    bool value(std::string_view text, T& out) {
        const auto failed = parser.read(text, out, codec::Mode::lenient);
        if (failed) error = codec::to_string(*failed);
        return !failed;
    }

    bool head(std::string_view text) {
        StateHead head;
        if (!value(text, head)) return false;
        if (head.format != state_format) {
            error = "is of format " + std::to_string(head.format) + ", not " +
                    std::to_string(state_format);
            return false;
        }
        state.seq = head.seq;
        state.at = head.at;
        return true;
    }

    bool note_pairs(std::string_view text) {
        std::vector<std::array<std::uint64_t, 2>> pairs;
        if (!value(text, pairs)) return false;
        for (const auto& [seq, request] : pairs)
            notes.push_back({seq, RequestId{request}});
        return true;
    }

    bool line(std::string_view text) {
        // {"kind":value}
        const std::size_t colon = text.find(':');
        if (!text.starts_with("{\"") || !text.ends_with('}') || colon == std::string_view::npos) {
            error = "is not one of a snapshot";
            return false;
        }
        const std::string_view kind = text.substr(2, colon - 3);
        const std::string_view body = text.substr(colon + 1, text.size() - colon - 2);
        if (kind == "state") return head(body);
        if (kind == "rules") return value(body, state.rules);
        if (kind == "key") return value(body, state.keys.emplace_back());
        if (kind == "speeds_in_use") return value(body, state.speeds_in_use.emplace());
        if (kind == "speeds_requested") return value(body, state.speeds_requested.emplace());
        if (kind == "access_sheet") return value(body, state.access_sheet.emplace());
        if (kind == "notes") return note_pairs(body);
        return entity(kind, body);
    }

    bool entity(std::string_view kind, std::string_view text) {
        std::optional<codec::ParseError> failed;
        const bool known = any_type(Entities(), [&]<class T>(std::type_identity<T>) {
            if (kind != entity_row<T>.one) return false;
            T* const read = &state.all<T>().emplace_back();
            failed = codec::read_entity(text, read, codec::Mode::lenient, codec::own_text);
            return true;
        });
        if (!known) error = "is of an unknown kind";
        if (failed) error = codec::to_string(*failed);
        return known && !failed;
    }
};

}  // namespace

void write_state(const core::BoardState& state, const LineSink& sink, Cancelled cancelled,
                 const StateSeal* seal) {
    std::string line;
    std::optional<SealedLines> sealed;
    if (seal) sealed.emplace(*seal, state.seq, sink);
    const auto write_all = [&]<class T>(std::string_view kind, const std::vector<T>& all) {
        for (const T& one : all) {
            if (cancelled && *cancelled) return;
            if constexpr (AnEntity<T>) {
                if (sealed) {
                    sealed->write(kind, one);
                    continue;
                }
            }
            write_line(line, kind, one, sink);
        }
    };
    write_line(line, "state", StateHead{state_format, state.seq, state.at}, sink);
    write_line(line, "rules", state.rules, sink);
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        write_all(entity_row<T>.one, state.all<T>());
    });
    write_all("key", state.keys);
    if (state.speeds_in_use) write_line(line, "speeds_in_use", *state.speeds_in_use, sink);
    if (state.speeds_requested) {
        write_line(line, "speeds_requested", *state.speeds_requested, sink);
    }
    if (state.access_sheet) write_line(line, "access_sheet", *state.access_sheet, sink);
}

void write_notes(std::span<const Timelines::Note> notes, const LineSink& sink) {
    std::string line;
    std::vector<std::array<std::uint64_t, 2>> pairs;
    for (std::size_t i = 0; i < notes.size(); i += notes_per_line) {
        pairs.clear();
        for (const auto& note : notes.subspan(i, std::min(notes_per_line, notes.size() - i))) {
            pairs.push_back({note.seq, note.request.value});
        }
        write_line(line, "notes", pairs, sink);
    }
}

std::optional<std::string> read_state(std::string_view text, core::BoardState& state,
                                      std::vector<Timelines::Note>& notes, Cancelled cancelled,
                                      const seal::KeyBook* keys) {
    StateReader reader{.state = state, .notes = notes};
    std::string opened;
    std::size_t number = 0;
    while (!text.empty()) {
        ++number;
        if (cancelled && *cancelled) return "it was cancelled";
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return "the last line is cut off";
        const seal::Opened how = seal::open_text(
            text.substr(0, end), {state.seq, seal::Place::Part::state}, keys, opened);
        if (how == seal::Opened::damaged) {
            return "line " + std::to_string(number) + " is sealed with a key that is not there";
        }
        if (!reader.line(opened)) {
            return "line " + std::to_string(number) + " " + reader.error;
        }
        text.remove_prefix(end + 1);
    }
    if (number == 0) return "the snapshot is empty";
    return std::nullopt;
}

log::Hash state_hash(const core::Engine& engine) {
    Sha256 hash;
    write_state(engine.state(), [&](std::string_view line) { hash.add(line); });
    return hash.finish();
}

}  // namespace muster::pipeline
