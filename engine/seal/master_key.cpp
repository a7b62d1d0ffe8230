#include "engine/seal/master_key.hpp"

#include <sodium.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <utility>

#include "engine/seal/key_book.hpp"

namespace muster::seal {
namespace {

constexpr std::size_t shortest_bytes = 32;
constexpr const char* variable = "MUSTER_MASTER_KEY";

Expected<Key, std::string> key_of_text(std::string text, const std::string& where) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.pop_back();
    if (text.size() < shortest_bytes) {
        return "the master key from " + where + " is too short: it must have at least " +
               std::to_string(shortest_bytes) + " bytes";
    }
    const Key key = key_from(text);
    wipe(text);
    return key;
}

Expected<Key, std::string> key_in_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return "the master key of the sealed data cannot be read from " + file.string() +
               "; give the file back, or its content in " + variable;
    }
    return key_of_text(std::string(std::istreambuf_iterator<char>(in), {}), file.string());
}

Expected<Key, std::string> printed_by(const std::string& command) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "re"),
                                                               &::pclose);
    if (!pipe) return "sealing.master_key_command cannot be run: " + command;
    std::string text;
    std::array<char, 512> part{};
    while (const std::size_t size = std::fread(part.data(), 1, part.size(), pipe.get()))
        text.append(part.data(), size);
    return key_of_text(std::move(text), "sealing.master_key_command");
}

// For a start without settings, and a demo.
Expected<Key, std::string> made_in(const std::filesystem::path& file) {
    need_sodium();
    std::array<unsigned char, shortest_bytes> drawn{};
    randombytes_buf(drawn.data(), drawn.size());
    std::array<char, 2 * shortest_bytes + 1> text{};
    sodium_bin2hex(text.data(), text.size(), drawn.data(), drawn.size());
    {
        std::error_code ignored;
        std::ofstream out(file, std::ios::binary);
        std::filesystem::permissions(file, sqlite::owner_only, ignored);
        out << text.data() << '\n';
        out.flush();
        if (!out) return "cannot write the master key to " + file.string();
    }
    return key_in_file(file);
}

}  // namespace

Expected<MasterKey, std::string> master_of_service(const std::filesystem::path& folder,
                                                   const SealingOptions& options,
                                                   const std::filesystem::path& config_file) {
    const auto with = [](Expected<Key, std::string> key,
                         std::string from) -> Expected<MasterKey, std::string> {
        if (!key) return key.error();
        return MasterKey{*key, std::move(from), false};
    };
    if (!options.master_key_command.empty())
        return with(printed_by(options.master_key_command), "");
    if (!options.master_key.value.empty()) {
        std::string from;
        if (!options.master_key.file.empty()) {
            from = std::filesystem::absolute(config_file.parent_path() / options.master_key.file)
                       .lexically_normal()
                       .string();
        }
        return with(key_of_text(options.master_key.value, "the settings"), std::move(from));
    }
    const std::filesystem::path file = folder / master_file_name;
    std::error_code ignored;
    const bool new_one = !std::filesystem::exists(file, ignored) &&
                         !std::filesystem::exists(folder / key_file_name, ignored);
    auto made = with(new_one ? made_in(file) : key_in_file(file),
                     std::filesystem::absolute(file).lexically_normal().string());
    if (made) made->beside_the_data = true;
    return made;
}

Expected<Key, std::string> master_of_reader(const std::filesystem::path& folder,
                                            const std::string& from) {
    if (const char* const given = std::getenv(variable)) return key_of_text(given, variable);
    // A folder that was moved still has its own.
    const std::filesystem::path own = folder / master_file_name;
    std::error_code ignored;
    if (from.empty() || std::filesystem::exists(own, ignored)) return key_in_file(own);
    return key_in_file(from);
}

}  // namespace muster::seal
