// Messages of SMPP 3.4 (Short Message Peer-to-Peer Protocol Specification v3.4, issue 1.2): bytes
// in, PDUs out, and back. Integers are big-endian, texts end with a zero byte. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::outbox {

// 5.1.2.1. What answers has the highest bit.
namespace smpp {
constexpr std::uint32_t answer_bit = 0x8000'0000;
constexpr std::uint32_t generic_nack = 0x8000'0000;
constexpr std::uint32_t bind_receiver = 0x0000'0001;
constexpr std::uint32_t bind_transmitter = 0x0000'0002;
constexpr std::uint32_t submit_sm = 0x0000'0004;
constexpr std::uint32_t deliver_sm = 0x0000'0005;
constexpr std::uint32_t unbind = 0x0000'0006;
constexpr std::uint32_t bind_transceiver = 0x0000'0009;
constexpr std::uint32_t enquire_link = 0x0000'0015;
constexpr std::uint32_t alert_notification = 0x0000'0102;

// 5.1.3: those that we say or look for.
constexpr std::uint32_t ok = 0x00;
constexpr std::uint32_t invalid_command_length = 0x02;
constexpr std::uint32_t invalid_command = 0x03;
constexpr std::uint32_t wrong_bind_state = 0x04;
constexpr std::uint32_t queue_full = 0x14;
constexpr std::uint32_t throttled = 0x58;
}  // namespace smpp

constexpr std::size_t pdu_head_bytes = 16;
// The longest that a centre may send: a message_payload of 65,535 octets beside the other fields.
constexpr std::size_t pdu_bytes_max = 65'536 + 1'024;

struct Pdu {
    std::uint32_t command = 0;
    std::uint32_t status = 0;
    std::uint32_t sequence = 0;
    std::string body;
};

// Of one connection.
class PduReader {
  public:
    // Takes bytes off the front until a PDU is whole; nothing when all are taken. A command_length
    // that no PDU has breaks the reader: where the next one begins is not known any longer.
    [[nodiscard]] std::optional<Pdu> next(std::string_view& bytes);
    [[nodiscard]] bool is_broken() const { return broken_; }

  private:
    std::string held_;
    bool broken_ = false;
};

// An optional parameter (5.3); of any tag.
struct Tlv {
    std::uint16_t tag = 0;
    std::string value;
    bool operator==(const Tlv&) const = default;
};

struct SmppAddress {
    std::uint8_t ton = 0;  // type of number: 1 international, 5 alphanumeric
    std::uint8_t npi = 0;  // numbering plan: 1 E.164
    std::string digits;
    bool operator==(const SmppAddress&) const = default;
};

// bind_transmitter, bind_receiver and bind_transceiver, 4.1.
struct BindRequest {
    std::string system_id;
    std::string password;
    std::string system_type;
    std::uint8_t version = 0x34;
    SmppAddress range;
    bool operator==(const BindRequest&) const = default;
};

// submit_sm and deliver_sm, 4.4.1 and 4.6.1.
struct ShortMessage {
    std::string service_type;
    SmppAddress source;
    SmppAddress destination;
    std::uint8_t esm_class = 0;
    std::uint8_t protocol_id = 0;
    std::uint8_t priority = 0;
    std::string schedule;
    std::string validity;
    std::uint8_t registered_delivery = 0;
    std::uint8_t replace = 0;
    std::uint8_t data_coding = 0;
    std::uint8_t default_message = 0;
    std::string text;
    std::vector<Tlv> more;
    bool operator==(const ShortMessage&) const = default;
};
constexpr std::uint8_t esm_has_header = 0x40;  // of esm_class: the text begins with one

// Of each field's length 5.2 says the limit; what is longer is cut off when it is written, and
// refused when it is read. Nothing where a body is not of its kind.
[[nodiscard]] std::string write_pdu(std::uint32_t command, std::uint32_t status,
                                    std::uint32_t sequence, std::string_view body = {});
[[nodiscard]] std::string write_bind(const BindRequest& bind);
[[nodiscard]] std::optional<BindRequest> read_bind(std::string_view body);
[[nodiscard]] std::string write_message(const ShortMessage& message);
[[nodiscard]] std::optional<ShortMessage> read_message(std::string_view body);
// The message_id of submit_sm_resp and deliver_sm_resp. A centre may leave the body out.
[[nodiscard]] std::string write_message_id(std::string_view id);
[[nodiscard]] std::optional<std::string> read_message_id(std::string_view body);

enum class ReceiptState : std::uint8_t { delivered, failed, under_way };
// What became of a message that was submitted: 5.3.2.35, and where that is left out, the text that
// Appendix B shows, "id:... stat:DELIVRD err:000". Nothing where the message is no receipt.
struct Receipt {
    std::string message_id;
    ReceiptState state = ReceiptState::under_way;
    std::string said;  // in the centre's words
};
[[nodiscard]] std::optional<Receipt> read_receipt(const ShortMessage& message);

struct StatusMeaning {
    std::string text;       // "ESME_RTHROTTLED (0x58)"
    bool for_good = false;  // the same again would be refused again
};
[[nodiscard]] StatusMeaning meaning_of(std::uint32_t status);

}  // namespace muster::outbox
