// Certificates of service in reads and on the feed.
#include "engine/core/certificates/certificate_state.hpp"
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

// Whoever checks one knows nothing but its number: only those that may have it are looked at.
Test certificate_number(const Wanted& w) {
    std::vector<std::uint64_t> found;
    for (const CertificateId id : w.board.derived<Certificate>().with_number(w.value)) {
        if (w.board.store<Certificate>().get(id)->number == w.value) found.push_back(id.value);
    }
    w.filters.candidates = found;
    return test_of<Certificate>(
        w, [v = std::string(w.value)](const Certificate& one) { return one.number == v; });
}

constexpr Filter certificate_filters[] = {{"number", false, certificate_number},
                                          {"volunteer", false, by<&Certificate::volunteer>},
                                          {"member", false, of_member<Certificate>},
                                          {"status", false, by<&Certificate::status>}};

}  // namespace

template <>
constexpr Collection<Certificate> collection<Certificate>{
    .filters = certificate_filters,
    // Whoever served has the paper.
    .open_to =
        [](const core::Board& board, const Responder& self, CertificateId id) {
            const Certificate* const one = board.store<Certificate>().get(id);
            return one && one->volunteer == self.id;
        },
};
template class EntityView<Certificate>;

}  // namespace muster::views
