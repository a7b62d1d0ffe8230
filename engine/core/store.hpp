// A chunked store of entities by id: references and indexes stay valid while others come and go,
// and growing never moves an entity.
#pragma once

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "muster/ids.hpp"

namespace muster::core {

// Dense index of an entity within its store; reused after the entity is gone.
using Index = std::uint32_t;
constexpr Index no_index = 0xFFFFFFFFu;

// T has a member `id` of type IdT. Aux is what the board derives for each T; it starts as Aux{}.
template <class T, class IdT, class Aux>
class Store {
  public:
    struct Entry {
        T entity{};
        Aux aux{};
        bool used = false;
    };

    // Precondition: no entity with this id. Returns the index at which it now lives.
    Index insert(T entity) {
        Index index = 0;
        if (!free_.empty()) {
            index = free_.back();
            free_.pop_back();
        } else {
            index = end_++;
            if (index / chunk_size == chunks_.size()) {
                chunks_.push_back(std::make_unique<Entry[]>(chunk_size));
            }
        }
        Entry& entry = at(index);
        by_id_.emplace(entity.id.value, index);
        entry.entity = std::move(entity);
        entry.used = true;
        return index;
    }

    void erase(Index index) {
        Entry& entry = at(index);
        by_id_.erase(entry.entity.id.value);
        entry.entity = T{};
        entry.aux = Aux{};
        entry.used = false;
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
    [[nodiscard]] bool used(Index index) const { return index < end_ && at(index).used; }

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
            if (at(i).used) indexes.push_back(i);
        }
        std::sort(indexes.begin(), indexes.end(),
                  [this](Index a, Index b) { return at(a).entity.id < at(b).entity.id; });
        return indexes;
    }

  private:
    static constexpr std::size_t chunk_size = 1024;

    [[nodiscard]] Entry& at(Index index) { return chunks_[index / chunk_size][index % chunk_size]; }
    [[nodiscard]] const Entry& at(Index index) const {
        return chunks_[index / chunk_size][index % chunk_size];
    }

    std::vector<std::unique_ptr<Entry[]>> chunks_;
    std::vector<Index> free_;
    Index end_ = 0;
    boost::unordered_flat_map<std::uint64_t, Index> by_id_;  // looked up, never walked
};

}  // namespace muster::core
