// The record of accesses while the service runs: its closed sheets go into the log, all of them are
// compared with it now and then, and what the program was started with stands in it too.
#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>

#include "engine/app/service.hpp"
#include "engine/log/files.hpp"
#include "engine/log/hash.hpp"
#include "muster/service.hpp"

namespace muster::app {

void Service::start_access_record() {
    audit_->start_sheets(board().access_sheet(), [this](const AccessSheet& sheet) {
        boost::asio::post(io_, [this, sheet] { note_sheet(sheet); });
    });
    if (const std::string aside = audit_->stats().set_aside; !aside.empty()) {
        spdlog::error(
            "the record of accesses could not be read any more and is kept as {}; a new one was "
            "begun, and what the log knows of the old one is missing in it",
            aside);
    }
    if (options_.config_file.empty()) return;
    const auto text = log::read_file(options_.config_file);
    if (!text) return;
    auto store = AuditStore::open(options_.data);
    const log::LogError failed =
        store ? store->note_settings(system_now(), operator_name(),
                                     options_.config_file.filename().string() +
                                         " sha256:" + log::to_hex(log::Hasher().digest(*text)))
              : store.error();
    if (failed) spdlog::warn("the settings are not noted: {}", failed.message);
}

void Service::note_sheet(const AccessSheet& sheet) {
    if (stopping_) return;
    pipeline_->submit({"engine", "", NoteAccessSheet{sheet}},
                      [this, number = sheet.number](const Outcome& outcome) {
                          if (outcome.rejection) return audit_->sheet_is_refused();
                          audit_->sheet_is_noted(number);
                      });
    wake();
}

AuditWitness Service::audit_witness() const {
    AuditWitness witness{.noted = board().access_sheet()};
    if (anchors_) {
        for (const AnchorTargetState& one : anchors_->states())
            witness.anchors.push_back({one.target, one.seq, one.sent_at, !one.failing.empty()});
    }
    return witness;
}

void Service::prove_accesses() {
    if (proving_ || steady_.now() < prove_at_) return;
    proving_ = audit_desk_->prove([this](const Expected<AccessProof, std::string>& proof) {
        proving_.reset();
        if (proof) {
            access_proof_ = *proof;
        } else {
            spdlog::warn("the record of accesses could not be compared with the log: {}",
                         proof.error());
        }
    });
    if (proving_) prove_at_ = steady_.now() + options_.audit.prove_ms;
}

std::optional<Alarm> Service::access_alarm() const {
    if (access_proof_.fault == ProofFault::none) return std::nullopt;
    return Alarm{"accesses_changed",
                 "the record of who read what is not as it was written, from sheet " +
                     std::to_string(access_proof_.fault_first) +
                     " on: keep a copy of audit.sqlite, and see `muster audit verify`"};
}

}  // namespace muster::app
