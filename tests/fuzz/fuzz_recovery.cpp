// A log folder as a crash left it, with damaged bytes, opened as a service opens it. Either it is
// refused with words, or every record that a witness left unharmed knows of is there as it was.
//
// An input is a list of changes of 8 bytes: file, kind, place (3, little-endian), size (2), value.
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "engine/log/high_water.hpp"
#include "engine/log/verify.hpp"
#include "engine/pipeline/disk_log.hpp"
#include "engine/pipeline/pipeline.hpp"
#include "engine/pipeline/recovery.hpp"
#include "engine/pipeline/snapshots.hpp"
#include "engine/pipeline/state_text.hpp"
#include "tests/log/fault_vfs.hpp"
#include "tests/pipeline/small_city.hpp"

namespace {

using namespace muster;
namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::abort();
}

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// In memory where there is such a place, because no input asks for a disk.
fs::path new_folder() {
    const fs::path base = fs::exists("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path();
    std::string name = (base / "muster-fuzz-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) fail("no folder");
    return name;
}

struct File {
    std::string name;
    std::string bytes;
};

// The files of a log that died, and what was acknowledged.
class Crashed {
  public:
    Crashed() : folder(new_folder()) {
        options.vfs = disk.name();
        options.wal_frames_preallocated = 8;
        options.checkpoint_frames = 40;
        auto opened = pipeline::open_engine(folder, options, {}, {});
        if (!opened) fail(opened.error().message);
        auto over = pipeline::DiskLog::over(std::move(opened->log), {.vfs = disk.name()});
        if (!over) fail(over.error().message);
        pipeline::Recovered& state = *opened->state;
        pipeline::Pipeline pipeline({.engine = state.engine,
                                     .log = **over,
                                     .timelines = state.timelines,
                                     .index = state.index},
                                    {});
        TimePoint now{1'760'000'000'000};
        const auto run = [&](Submission submission) {
            pipeline.submit(std::move(submission), {});
            while (pipeline.step(now).more_waiting) {
            }
        };
        for (Submission& one : muster::test::small_city(8, 8, 1))
            run(std::move(one));
        muster::test::Storyteller teller(7);
        for (int i = 0; i < 60; ++i) {
            now = now + seconds(1);
            run(teller.next(state.engine.board()));
            if (i != 30) continue;
            snapshot_seq = state.engine.last_seq();
            if (pipeline::write_engine_snapshot(folder, state.engine, state.timelines,
                                                (*over)->writer().last_hash(), 2)) {
                fail("no snapshot");
            }
        }
        last = {state.engine.last_seq(), (*over)->writer().last_hash()};
        state_hash = pipeline::state_hash(state.engine);
        for (const std::string& name :
             {std::string("decisions.sqlite-wal"), std::string("decisions.sqlite"),
              std::string(log::high_water_name),
              "snapshot-" + std::to_string(snapshot_seq) + ".json"}) {
            files.push_back({name, bytes_of(folder / name)});
        }
    }
    ~Crashed() { fs::remove_all(folder); }

    void put(const std::vector<File>& damaged) const {
        for (const auto& entry : fs::directory_iterator(folder))
            fs::remove_all(entry.path());
        for (const File& file : damaged)
            std::ofstream(folder / file.name, std::ios::binary) << file.bytes;
    }

    log::test::FaultDisk disk;  // does not sync
    log::LogOptions options;
    fs::path folder;
    std::vector<File> files;
    std::uint64_t snapshot_seq = 0;
    log::ChainAnchor last;
    log::Hash state_hash{};
};

void damage(std::string& bytes, const std::uint8_t* change) {
    if (bytes.empty()) return;
    const std::size_t place =
        (change[2] | std::size_t{change[3]} << 8 | std::size_t{change[4]} << 16) % bytes.size();
    const std::size_t size =
        std::min<std::size_t>(change[5] | std::size_t{change[6]} << 8, bytes.size() - place);
    const auto value = static_cast<char>(change[7]);
    constexpr std::size_t frame = 4120;
    switch (change[1] % 6) {
        case 0:
            bytes[place] = static_cast<char>(bytes[place] ^ (1 << (change[7] % 8)));
            break;
        case 1:
            bytes[place] = value;
            break;
        case 2:
            bytes.resize(place);
            break;
        case 3:
            std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(place), size, value);
            break;
        case 4:
            bytes.insert(place, std::string(size % 9000, value));
            break;
        default: {
            // Two frames change places.
            const std::size_t frames = bytes.size() / frame;
            if (frames < 2) break;
            const std::size_t a = 32 % bytes.size() + place % (frames - 1) * frame;
            const std::size_t b = 32 % bytes.size() + size % (frames - 1) * frame;
            if (std::max(a, b) + frame > bytes.size()) break;
            const std::string kept = bytes.substr(a, frame);
            bytes.replace(a, frame, bytes, b, frame);
            bytes.replace(b, frame, kept);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Crashed crashed;
    constexpr std::size_t change_bytes = 8;
    constexpr std::size_t changes_max = 6;
    std::vector<File> files = crashed.files;
    for (std::size_t i = 0; i < std::min(size / change_bytes, changes_max); ++i) {
        const std::uint8_t* change = data + i * change_bytes;
        damage(files[change[0] % files.size()].bytes, change);
    }
    crashed.put(files);
    // What unharmed witnesses know.
    std::uint64_t known = 0;
    if (files[2].bytes == crashed.files[2].bytes) {
        known = crashed.last.seq;
    } else if (files[3].bytes == crashed.files[3].bytes) {
        known = crashed.snapshot_seq;
    }
    pipeline::RecoverOptions options;
    options.reader.vfs = crashed.disk.name();
    auto opened = pipeline::open_engine(crashed.folder, crashed.options, options, {});
    if (!opened) {
        if (opened.error().message.empty()) fail("refused without a word");
        return 0;
    }
    const core::Engine& engine = opened->state->engine;
    if (engine.last_seq() < known) {
        fail("opened with record " + std::to_string(engine.last_seq()) + " as the last of " +
             std::to_string(known));
    }
    auto reader = log::LogReader::open(crashed.folder, options.reader);
    if (!reader) fail(reader.error().message);
    auto chain = log::verify_chain(*reader, {}, {});
    // Rot in front of the snapshot is for the scrub to find, which asks the same.
    if (!chain || chain->fault) return 0;
    if (engine.last_seq() == crashed.last.seq &&
        (chain->end.hash != crashed.last.hash ||
         pipeline::state_hash(engine) != crashed.state_hash)) {
        fail("opened with another history");
    }
    return 0;
}
