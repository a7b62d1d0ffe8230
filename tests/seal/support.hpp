// A folder of its own, deleted at the end, and a book of keys in it.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "engine/seal/key_book.hpp"

namespace muster::seal::test {

class Folder : public ::testing::Test {
  protected:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "muster-seal-XXXXXX").string();
        if (!mkdtemp(name.data())) std::abort();
        folder = name;
    }
    ~Folder() override { std::filesystem::remove_all(folder); }

    KeyBook::Shared open(std::string_view master = "the master key") const {
        auto book = KeyBook::open(folder, key_from(master), "");
        EXPECT_TRUE(book) << book.error().message;
        return book ? *book : nullptr;
    }
    // The bytes of every file there is.
    std::string all_bytes() const {
        std::string all;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            std::ifstream in(entry.path(), std::ios::binary);
            all.append(std::istreambuf_iterator<char>(in), {});
        }
        return all;
    }
    static std::string text_of(const Key& key) {
        return {reinterpret_cast<const char*>(key.data()), key.size()};
    }

    std::filesystem::path folder;
};

}  // namespace muster::seal::test
