#include "engine/core/certificates/certificate_state.hpp"

#include <algorithm>

namespace muster::core {
namespace {

constexpr std::size_t number_digits = 32;

}  // namespace

bool is_certificate_number(std::string_view text) {
    return text.size() == number_digits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

void Derived<Certificate>::add(Index /*index*/, const Certificate& certificate) {
    by_volunteer_.add(certificate.volunteer, certificate.id);
    if (certificate.member) by_member_.add(certificate.member, certificate.id);
    by_number_.add({text_hash(certificate.number)}, certificate.id);
    for (const ServiceRecordId record : certificate.records)
        by_record_.add(record, certificate.id);
}

void Derived<Certificate>::remove(Index /*index*/, const Certificate& certificate) {
    by_volunteer_.remove(certificate.volunteer, certificate.id);
    if (certificate.member) by_member_.remove(certificate.member, certificate.id);
    by_number_.remove({text_hash(certificate.number)}, certificate.id);
    for (const ServiceRecordId record : certificate.records)
        by_record_.remove(record, certificate.id);
}

}  // namespace muster::core
