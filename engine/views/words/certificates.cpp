// The words of the events of certificates.

#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/certificates.hpp"

namespace muster::views {

template <>
constexpr auto words_of<CertificatesEvents> = std::tuple{
    Row<CertificateIssued>{
        "certificate {certificate.id} of {certificate.minutes} minutes of service issued to "
        "{certificate.volunteer}[, in place of certificate {certificate.replaces}]",
        "为{certificate.volunteer}开具服务证明 {certificate.id}，共 {certificate.minutes} "
        "分钟[，取代证明 {certificate.replaces}]",
        Tone::good},
    Row<CertificateEnded>{
        "certificate {certificate} of {volunteer} {status}[; certificate {replaced_by} takes "
        "its place][: the hours of service record {record} were reversed][: {reason}]",
        "{volunteer}的服务证明 {certificate} {status}[，由证明 {replaced_by} 取代][：服务记录 "
        "{record} 的时长已撤销][：{reason}]",
        [](const CertificateEnded& e) {
            return e.status == CertificateStatus::revoked ? Tone::warn : Tone::plain;
        }},
    Row<CertificateForgotten>{"certificate {certificate} left the list",
                              "服务证明 {certificate} 移出列表", Tone::quiet},
};
template std::span<const EventView> list_view<CertificatesEvents>();

}  // namespace muster::views
