#include "adapters/sip/sip_transactions.hpp"

#include <algorithm>
#include <utility>

#include "engine/codec/protocol_text.hpp"

namespace muster::sip {

std::string transaction_key(const Message& request, std::string_view source) {
    const Via& top = request.vias.front();
    std::string key(source);
    key += '\n';
    if (top.branch.starts_with("z9hG4bK")) {
        return key + top.branch + '\n' + codec::lower_case(top.host) + ':' + top.port + '\n' +
               request.method;
    }
    return key + request.uri + '\n' + request.to.tag + '\n' + request.from.tag + '\n' +
           request.call_id + '\n' + request.cseq + ' ' + request.method + '\n' + top.text;
}

ServerTransactions::Received ServerTransactions::receive(const std::string& key, bool reliable,
                                                         TimePoint now) {
    const auto known = transactions_.find(key);
    if (known != transactions_.end()) {
        if (known->second.finished) return {Arrival::answered, known->second.answer};
        return {Arrival::repeated, {}};
    }
    if (transactions_.size() >= most_) return {Arrival::full, {}};
    Transaction& made = transactions_[key];
    made.reliable = reliable;
    made.number = ++last_number_;
    if (!reliable) provisional_.push_back({now + late_100, key, made.number});
    return {Arrival::fresh, {}};
}

bool ServerTransactions::finish(const std::string& key, std::string answer, TimePoint now) {
    const auto known = transactions_.find(key);
    if (known == transactions_.end() || known->second.finished) return false;
    // Over a stream nothing is sent twice: timer J is 0.
    if (known->second.reliable) {
        transactions_.erase(known);
        return true;
    }
    known->second.finished = true;
    known->second.answer = std::move(answer);
    forget_.push_back({now + timer_j, key, known->second.number});
    return true;
}

std::vector<std::string> ServerTransactions::due(TimePoint now) {
    std::vector<std::string> waiting;
    while (!provisional_.empty() && provisional_.front().at <= now) {
        const auto found = transactions_.find(provisional_.front().key);
        if (found != transactions_.end() && !found->second.finished &&
            found->second.number == provisional_.front().number) {
            waiting.push_back(found->first);
        }
        provisional_.pop_front();
    }
    while (!forget_.empty() && forget_.front().at <= now) {
        const auto found = transactions_.find(forget_.front().key);
        if (found != transactions_.end() && found->second.number == forget_.front().number) {
            transactions_.erase(found);
        }
        forget_.pop_front();
    }
    return waiting;
}

TimePoint ServerTransactions::next_timer() const {
    TimePoint next = never;
    if (!provisional_.empty()) next = provisional_.front().at;
    if (!forget_.empty()) next = std::min(next, forget_.front().at);
    return next;
}

void ClientTransactions::schedule(const std::string& branch, Transaction& transaction,
                                  TimePoint at) {
    const auto [first, last] = timers_.equal_range(transaction.next_at);
    const auto old = std::find_if(first, last, [&](const auto& t) { return t.second == branch; });
    if (old != last) timers_.erase(old);
    transaction.next_at = at;
    if (at != never) timers_.emplace(at, branch);
}

bool ClientTransactions::start(std::string branch, std::string bytes, bool reliable,
                               TimePoint now) {
    if (transactions_.size() >= most_ || transactions_.contains(branch)) return false;
    Transaction& made = transactions_[branch];
    made.bytes = std::move(bytes);
    made.reliable = reliable;
    made.ends_at = now + timer_f;
    schedule(branch, made, reliable ? made.ends_at : now + made.interval);
    return true;
}

bool ClientTransactions::receive(std::string_view branch, int status, TimePoint now) {
    const auto known = transactions_.find(branch);
    if (known == transactions_.end()) return false;
    Transaction& transaction = known->second;
    if (status >= 200) {
        schedule(known->first, transaction, never);
        transactions_.erase(known);
        return true;
    }
    transaction.proceeding = true;
    transaction.interval = timer_t2;
    if (!transaction.reliable) {
        schedule(known->first, transaction, std::min(now + timer_t2, transaction.ends_at));
    }
    return false;
}

std::vector<ClientTransactions::Due> ClientTransactions::due(TimePoint now) {
    std::vector<Due> out;
    while (!timers_.empty() && timers_.begin()->first <= now) {
        const std::string branch = timers_.begin()->second;
        const auto found = transactions_.find(branch);
        Transaction& transaction = found->second;
        if (now >= transaction.ends_at) {
            schedule(branch, transaction, never);
            out.push_back({branch, {}, true});
            transactions_.erase(found);
            continue;
        }
        out.push_back({branch, transaction.bytes, false});
        transaction.interval = std::min(transaction.interval * 2, timer_t2);
        schedule(branch, transaction, std::min(now + transaction.interval, transaction.ends_at));
    }
    return out;
}

TimePoint ClientTransactions::next_timer() const {
    return timers_.empty() ? never : timers_.begin()->first;
}

}  // namespace muster::sip
