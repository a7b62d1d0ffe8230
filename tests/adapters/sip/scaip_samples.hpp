// Bodies of SCAIP alarms.
#pragma once

#include <string_view>

namespace muster::sip::testing {

// Short codes, a blank and a plus before the number, an address for calling back that is none.
constexpr std::string_view s1_first =
    "<mrq><ref>0Ab7</ref><cid> +700001</cid><dty>3</dty><stc>10</stc><crd>gsm:</crd></mrq>";
constexpr std::string_view s1_second =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
    "<mrq><crd>gsm:+</crd><stc>0010</stc><dty>0004</dty><cid> 700001</cid><ref>0Ab8</ref></mrq>";

// Several addresses, a tag that nobody knows, a place.
constexpr std::string_view s3 =
    "<mrq><ref>c3</ref><cha>1</cha><cid>700001</cid><dty>0005</dty><stc>0009</stc>"
    "<crd>no-voice:</crd><crd>gsm:+8613700000042</crd><crd>sip:700001@127.0.0.1</crd>"
    "<lge><geo>32.3942,119.4129</geo></lge><zzz>1</zzz></mrq>";

}  // namespace muster::sip::testing
