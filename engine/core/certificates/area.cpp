// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/certificates/area.hpp"

#include "engine/core/certificates/certificate_state.hpp"
#include "engine/core/changes.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const IssueCertificate& command);
Rejection decide(Step& step, const CorrectCertificate& command);
Rejection decide(Step& step, const RevokeCertificate& command);

namespace {

struct Apply {
    Changes& changes;
    const TimePoint at;

    void operator()(const CertificateIssued& e) { changes.put(e.certificate); }

    void operator()(const CertificateEnded& e) {
        changes.change(e.certificate, [&](Certificate& c) {
            c.status = e.status;
            c.replaced_by = e.replaced_by;
            c.ended_at = at;
            c.reason = e.reason;
        });
    }

    void operator()(const CertificateForgotten& e) { changes.forget(e.certificate); }
};

}  // namespace

Rejection CertificatesArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void CertificatesArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.at()}, event);
}

}  // namespace muster::core
