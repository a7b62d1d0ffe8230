// A chunked store of entities by id: references and indexes stay valid while others come and go,
// and growing never moves an entity.
#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "engine/match/large_pages.hpp"
#include "muster/ids.hpp"

namespace muster::core {

// Dense index of an entity within its store; reused after the entity is gone.
using Index = std::uint32_t;
constexpr Index no_index = 0xFFFFFFFFu;

// T has a member `id` of type IdT, which is never 0. Aux is what the board derives for each T; it
// starts as Aux{}.
template <class T, class IdT, class Aux>
class Store {
  public:
    // There are many of some small kinds, so it has nothing but these: an Aux of nothing takes no
    // room, and the id tells whether an entity lives here.
    struct Entry {
        T entity{};
        [[no_unique_address]] Aux aux{};
    };

    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    Store(Store&& other) noexcept { *this = std::move(other); }
    Store& operator=(Store&& other) noexcept {
        std::swap(chunks_, other.chunks_);
        std::swap(free_, other.free_);
        std::swap(end_, other.end_);
        std::swap(by_id_, other.by_id_);
        return *this;
    }
    ~Store() {
        for (Index i = 0; i < end_; ++i)
            std::destroy_at(&at(i));
        for (Entry* chunk : chunks_)
            std::free(chunk);
    }

    // Preconditions: no entity with this id, which is not 0. Returns the index at which it now
    // lives.
    Index insert(T entity) {
        const Index index = add(entity.id);
        at(index).entity = std::move(entity);
        return index;
    }

    // The same for an entity that is filled in at its place: all but the id is as in T{}.
    Index add(IdT id) {
        Index index = 0;
        if (!free_.empty()) {
            index = free_.back();
            free_.pop_back();
        } else {
            index = end_;
            if (index / chunk_entries == chunks_.size()) {
                chunks_.push_back(new_chunk());
            }
            std::construct_at(&at(index));
            ++end_;
        }
        Entry& entry = at(index);
        by_id_.emplace(id.value, index);
        entry.entity.id = id;
        return index;
    }

    void erase(Index index) {
        Entry& entry = at(index);
        by_id_.erase(entry.entity.id.value);
        entry.entity = T{};
        entry.aux = Aux{};
        free_.push_back(index);
    }

    [[nodiscard]] Index find(IdT id) const {
        const auto it = by_id_.find(id.value);
        return it == by_id_.end() ? no_index : it->second;
    }

    [[nodiscard]] T& operator[](Index index) { return at(index).entity; }
    [[nodiscard]] const T& operator[](Index index) const { return at(index).entity; }
    [[nodiscard]] Aux& aux(Index index) { return at(index).aux; }
    [[nodiscard]] const Aux& aux(Index index) const { return at(index).aux; }
    [[nodiscard]] bool used(Index index) const {
        return index < end_ && at(index).entity.id != IdT{};
    }

    [[nodiscard]] const T* get(IdT id) const {
        const Index index = find(id);
        return index == no_index ? nullptr : &at(index).entity;
    }

    [[nodiscard]] std::size_t size() const { return by_id_.size(); }
    // One past the largest index ever used.
    [[nodiscard]] Index end_index() const { return end_; }

    void reserve(std::size_t n) { by_id_.reserve(n); }

    // Indexes in order of id: the only order in which a whole store is ever walked.
    [[nodiscard]] std::vector<Index> in_order() const {
        std::vector<Index> indexes;
        indexes.reserve(size());
        for (Index i = 0; i < end_; ++i) {
            if (used(i)) indexes.push_back(i);
        }
        std::sort(indexes.begin(), indexes.end(),
                  [this](Index a, Index b) { return at(a).entity.id < at(b).entity.id; });
        return indexes;
    }

  private:
    // A chunk is one large page. The first of a store is asked to be one only when it is full: of
    // most kinds there are few, which would take two megabytes each.
    [[nodiscard]] Entry* new_chunk() {
        constexpr std::size_t bytes = match::large_page_bytes;
        void* const chunk = std::aligned_alloc(bytes, bytes);
        if (chunk == nullptr) throw std::bad_alloc();
        if (chunks_.size() == 1) madvise(chunks_.front(), bytes, MADV_HUGEPAGE);
        if (!chunks_.empty()) madvise(chunk, bytes, MADV_HUGEPAGE);
        return static_cast<Entry*>(chunk);
    }

    static constexpr std::size_t chunk_entries = match::large_page_bytes / sizeof(Entry);
    using ById =
        boost::unordered_flat_map<std::uint64_t, Index, boost::hash<std::uint64_t>, std::equal_to<>,
                                  match::LargePages<std::pair<const std::uint64_t, Index>>>;

    [[nodiscard]] Entry& at(Index index) {
        return chunks_[index / chunk_entries][index % chunk_entries];
    }
    [[nodiscard]] const Entry& at(Index index) const {
        return chunks_[index / chunk_entries][index % chunk_entries];
    }

    std::vector<Entry*> chunks_;
    std::vector<Index> free_;
    Index end_ = 0;
    ById by_id_;  // looked up, never walked
};

}  // namespace muster::core
