#include "adapters/outbox/smpp_codec.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace muster::outbox {
namespace {

// 5.2, without the zero byte at the end.
constexpr std::size_t system_id_max = 15;
constexpr std::size_t password_max = 8;
constexpr std::size_t system_type_max = 12;
constexpr std::size_t range_max = 40;
constexpr std::size_t service_type_max = 5;
constexpr std::size_t address_max = 20;
constexpr std::size_t time_max = 16;
constexpr std::size_t message_id_max = 64;
constexpr std::size_t text_max = 254;
constexpr std::size_t tlv_value_max = 65'535;

constexpr std::uint16_t receipted_message_id = 0x001E;
constexpr std::uint16_t message_state = 0x0427;
// Of esm_class, 5.2.12: which kind of message a deliver_sm is.
constexpr std::uint8_t esm_kind = 0x3C;
constexpr std::uint8_t esm_receipt = 0x04;
constexpr std::size_t said_max = 40;

void put8(std::string& out, std::uint8_t value) {
    out.push_back(static_cast<char>(value));
}
void put16(std::string& out, std::size_t value) {
    put8(out, static_cast<std::uint8_t>(value >> 8 & 0xFFu));
    put8(out, static_cast<std::uint8_t>(value & 0xFFu));
}
void put32(std::string& out, std::uint32_t value) {
    put16(out, value >> 16);
    put16(out, value & 0xFFFFu);
}
void put_text(std::string& out, std::string_view text, std::size_t most) {
    text = text.substr(0, most);
    out.append(text.substr(0, text.find('\0')));
    out.push_back('\0');
}
void put_address(std::string& out, const SmppAddress& address, std::size_t most) {
    put8(out, address.ton);
    put8(out, address.npi);
    put_text(out, address.digits, most);
}

std::uint32_t get32(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + 4; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

// Reads fields off the front; the first that is not there makes all of it wrong.
class Fields {
  public:
    explicit Fields(std::string_view bytes) : rest_(bytes) {}

    std::uint8_t byte() {
        const std::string_view one = take(1);
        return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one[0]);
    }
    std::uint16_t two() {
        const auto high = static_cast<unsigned>(byte());
        return static_cast<std::uint16_t>(high << 8 | byte());
    }
    std::string text(std::size_t most) {
        const std::size_t end = rest_.substr(0, most + 1).find('\0');
        if (end == std::string_view::npos) {
            fail();
            return {};
        }
        std::string out(take(end));
        static_cast<void>(take(1));
        return out;
    }
    std::string octets(std::size_t count) { return std::string(take(count)); }
    SmppAddress address(std::size_t most) {
        SmppAddress out;
        out.ton = byte();
        out.npi = byte();
        out.digits = text(most);
        return out;
    }
    std::vector<Tlv> tlvs() {
        std::vector<Tlv> out;
        while (good_ && !rest_.empty()) {
            Tlv one;
            one.tag = two();
            one.value = octets(two());
            out.push_back(std::move(one));
        }
        return out;
    }
    [[nodiscard]] bool good() const { return good_; }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

  private:
    void fail() {
        good_ = false;
        rest_ = {};
    }
    std::string_view take(std::size_t count) {
        if (count > rest_.size()) {
            fail();
            return {};
        }
        const std::string_view front = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return front;
    }

    std::string_view rest_;
    bool good_ = true;
};

struct Named {
    std::uint32_t status;
    const char* name;
    bool for_good;
};
// 5.1.3. What is neither known nor listed, that of a maker too, may pass.
constexpr std::array statuses = std::to_array<Named>({
    {0x01, "ESME_RINVMSGLEN", true},       {0x02, "ESME_RINVCMDLEN", true},
    {0x03, "ESME_RINVCMDID", true},        {0x04, "ESME_RINVBNDSTS", false},
    {0x05, "ESME_RALYBND", false},         {0x06, "ESME_RINVPRTFLG", true},
    {0x07, "ESME_RINVREGDLVFLG", true},    {0x08, "ESME_RSYSERR", false},
    {0x0A, "ESME_RINVSRCADR", true},       {0x0B, "ESME_RINVDSTADR", true},
    {0x0C, "ESME_RINVMSGID", true},        {0x0D, "ESME_RBINDFAIL", false},
    {0x0E, "ESME_RINVPASWD", false},       {0x0F, "ESME_RINVSYSID", false},
    {0x14, "ESME_RMSGQFUL", false},        {0x15, "ESME_RINVSERTYP", true},
    {0x33, "ESME_RINVNUMDESTS", true},     {0x40, "ESME_RINVDESTFLAG", true},
    {0x42, "ESME_RINVSUBREP", true},       {0x43, "ESME_RINVESMCLASS", true},
    {0x45, "ESME_RSUBMITFAIL", false},     {0x48, "ESME_RINVSRCTON", true},
    {0x49, "ESME_RINVSRCNPI", true},       {0x50, "ESME_RINVDSTTON", true},
    {0x51, "ESME_RINVDSTNPI", true},       {0x53, "ESME_RINVSYSTYP", false},
    {0x54, "ESME_RINVREPFLAG", true},      {0x58, "ESME_RTHROTTLED", false},
    {0x61, "ESME_RINVSCHED", true},        {0x62, "ESME_RINVEXPIRY", true},
    {0x63, "ESME_RINVDFTMSGID", true},     {0x64, "ESME_RX_T_APPN", false},
    {0x65, "ESME_RX_P_APPN", true},        {0x66, "ESME_RX_R_APPN", true},
    {0xC0, "ESME_RINVOPTPARSTREAM", true}, {0xC1, "ESME_ROPTPARNOTALLWD", true},
    {0xC2, "ESME_RINVPARLEN", true},       {0xC3, "ESME_RMISSINGOPTPARAM", true},
    {0xC4, "ESME_RINVOPTPARAMVAL", true},  {0xFE, "ESME_RDELIVERYFAILURE", false},
    {0xFF, "ESME_RUNKNOWNERR", false},
});

// "stat:DELIVRD" in the text of a receipt; empty where it is not there.
std::string_view word_behind(std::string_view text, std::string_view name) {
    const std::size_t at = text.find(name);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + name.size());
    return text.substr(0, text.find(' '));
}

// What a centre says goes into the log of the operator.
std::string printable(std::string_view text) {
    std::string out(text.substr(0, said_max));
    std::replace_if(
        out.begin(), out.end(), [](char c) { return c <= ' ' || c > '~'; }, '?');
    return out;
}

ReceiptState state_of(std::string_view word) {
    if (word == "DELIVRD") return ReceiptState::delivered;
    for (const std::string_view failed : {"EXPIRED", "DELETED", "UNDELIV", "REJECTD"}) {
        if (word == failed) return ReceiptState::failed;
    }
    return ReceiptState::under_way;
}

// 5.2.28.
constexpr std::array<std::string_view, 9> state_words = {
    "", "ENROUTE", "DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD", "UNKNOWN", "REJECTD"};

}  // namespace

std::optional<Pdu> PduReader::next(std::string_view& bytes) {
    const auto fill = [&](std::size_t wanted) {
        const std::size_t some = std::min(wanted - held_.size(), bytes.size());
        held_.append(bytes.substr(0, some));
        bytes.remove_prefix(some);
        return held_.size() == wanted;
    };
    if (!broken_ && (held_.size() >= 4 || fill(4))) {
        const std::size_t length = get32(held_, 0);
        broken_ = length < pdu_head_bytes || length > pdu_bytes_max;
        if (!broken_) {
            if (!fill(length)) return std::nullopt;
            Pdu pdu{get32(held_, 4), get32(held_, 8), get32(held_, 12),
                    held_.substr(pdu_head_bytes)};
            held_.clear();
            return pdu;
        }
    }
    if (broken_) bytes = {};
    return std::nullopt;
}

std::string write_pdu(std::uint32_t command, std::uint32_t status, std::uint32_t sequence,
                      std::string_view body) {
    std::string out;
    put32(out, static_cast<std::uint32_t>(pdu_head_bytes + body.size()));
    put32(out, command);
    put32(out, status);
    put32(out, sequence);
    return out.append(body);
}

std::string write_bind(const BindRequest& bind) {
    std::string out;
    put_text(out, bind.system_id, system_id_max);
    put_text(out, bind.password, password_max);
    put_text(out, bind.system_type, system_type_max);
    put8(out, bind.version);
    put_address(out, bind.range, range_max);
    return out;
}

std::optional<BindRequest> read_bind(std::string_view body) {
    Fields fields(body);
    BindRequest out;
    out.system_id = fields.text(system_id_max);
    out.password = fields.text(password_max);
    out.system_type = fields.text(system_type_max);
    out.version = fields.byte();
    out.range = fields.address(range_max);
    if (!fields.good()) return std::nullopt;
    return out;
}

std::string write_message(const ShortMessage& message) {
    std::string out;
    put_text(out, message.service_type, service_type_max);
    put_address(out, message.source, address_max);
    put_address(out, message.destination, address_max);
    put8(out, message.esm_class);
    put8(out, message.protocol_id);
    put8(out, message.priority);
    put_text(out, message.schedule, time_max);
    put_text(out, message.validity, time_max);
    put8(out, message.registered_delivery);
    put8(out, message.replace);
    put8(out, message.data_coding);
    put8(out, message.default_message);
    const std::string_view text = std::string_view(message.text).substr(0, text_max);
    put8(out, static_cast<std::uint8_t>(text.size()));
    out.append(text);
    for (const Tlv& one : message.more) {
        const std::string_view value = std::string_view(one.value).substr(0, tlv_value_max);
        put16(out, one.tag);
        put16(out, value.size());
        out.append(value);
    }
    return out;
}

std::optional<ShortMessage> read_message(std::string_view body) {
    Fields fields(body);
    ShortMessage out;
    out.service_type = fields.text(service_type_max);
    out.source = fields.address(address_max);
    out.destination = fields.address(address_max);
    out.esm_class = fields.byte();
    out.protocol_id = fields.byte();
    out.priority = fields.byte();
    out.schedule = fields.text(time_max);
    out.validity = fields.text(time_max);
    out.registered_delivery = fields.byte();
    out.replace = fields.byte();
    out.data_coding = fields.byte();
    out.default_message = fields.byte();
    const std::size_t length = fields.byte();
    if (length > text_max) return std::nullopt;
    out.text = fields.octets(length);
    out.more = fields.tlvs();
    if (!fields.good()) return std::nullopt;
    return out;
}

std::string write_message_id(std::string_view id) {
    std::string out;
    put_text(out, id, message_id_max);
    return out;
}

std::optional<std::string> read_message_id(std::string_view body) {
    if (body.empty()) return std::string();
    Fields fields(body);
    std::string id = fields.text(message_id_max);
    if (!fields.good()) return std::nullopt;
    return id;
}

std::optional<Receipt> read_receipt(const ShortMessage& message) {
    if ((message.esm_class & esm_kind) != esm_receipt) return std::nullopt;
    Receipt out;
    out.message_id = printable(word_behind(message.text, "id:"));
    std::string_view word = word_behind(message.text, "stat:");
    for (const Tlv& one : message.more) {
        if (one.tag == receipted_message_id) {
            out.message_id = printable(one.value.substr(0, one.value.find('\0')));
        }
        if (one.tag != message_state || one.value.size() != 1) continue;
        const auto state = static_cast<unsigned char>(one.value[0]);
        if (state > 0 && state < state_words.size()) word = state_words[state];
    }
    out.state = state_of(word);
    out.said = printable(word);
    return out;
}

StatusMeaning meaning_of(std::uint32_t status) {
    char number[16];
    std::snprintf(number, sizeof number, "0x%02X", static_cast<unsigned>(status));
    for (const Named& one : statuses) {
        if (one.status == status)
            return {std::string(one.name) + " (" + number + ")", one.for_good};
    }
    return {std::string("command_status ") + number, false};
}

}  // namespace muster::outbox
