// The look of pages for people without an account: few words, very large, by day and by night, with
// more contrast where the device asks for it. One text, so that its hash is the one that the policy
// of these pages allows.
//
// Sizes are in rem: whoever sets larger letters gets larger everything. At 360 x 640 the number to
// call and four buttons are in the first view; where two do not fit beside each other, the buttons
// stand below each other, and the number stays in sight. Each text has a contrast of 4.5 or more.
#pragma once

#include <string_view>

namespace muster::http {

inline constexpr std::string_view page_style = R"css(
:root{color-scheme:light dark;--ink:#111;--paper:#fff;--soft:#333;--bar:#111;--bar-ink:#fff;
--focus:#0b4ea2;--alarm:#b00020;--done:#00662b;--now:#0b4ea2}
@media(prefers-color-scheme:dark){:root{--ink:#f4f4f4;--paper:#101418;--soft:#d0d4d8;--bar:#1d3a57;
--focus:#8ec5ff;--alarm:#ff9ca6}}
@media(prefers-contrast:more){:root{--ink:#000;--soft:#000;--bar:#000;--alarm:#8a0016}}
@media(prefers-contrast:more) and (prefers-color-scheme:dark){:root{--ink:#fff;--paper:#000;
--soft:#fff;--alarm:#ffc2c8}}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;padding:.25rem .75rem 1rem;font:1.5rem/1.4 sans-serif;color:var(--ink);
background:var(--paper);overflow-wrap:break-word}
nav,header,main{max-width:36rem;margin:0 auto}
h1{font-size:1.75rem;line-height:1.2;margin:.4rem 0 .6rem}
h2{font-size:1.5rem;line-height:1.25;margin:1.5rem 0 .5rem}
p{margin:.5rem 0}
.other{color:var(--soft)}
a{color:inherit}
:focus-visible{outline:.3rem solid var(--focus);outline-offset:.2rem}
@media(max-width:24rem){body{padding:.25rem .5rem 1rem}}
nav{display:flex;justify-content:flex-end}
.lang{min-width:3rem;min-height:3rem;padding:.4rem .5rem}
header{position:sticky;top:0;z-index:1;padding:.25rem 0;background:var(--paper)}
.call{display:block;padding:.5rem;border:.15rem solid var(--bar-ink);border-radius:.8rem;
background:var(--bar);color:var(--bar-ink);font-size:1.75rem;font-weight:bold;line-height:1.2;
text-align:center;text-decoration:none}
.number{display:inline-block}
button,.button{display:flex;flex-direction:column;align-items:center;justify-content:center;
gap:.3rem;width:100%;min-height:4rem;padding:.5rem;border:.2rem solid var(--ink);
border-radius:1rem;font:inherit;font-weight:bold;line-height:1.15;text-align:center;
text-decoration:none;color:#fff;background:#444;overflow-wrap:break-word;hyphens:auto}
.plain{color:var(--ink);background:transparent}
.button,.more{margin-top:1rem}
svg{width:3rem;height:3rem;fill:currentColor;flex:none}
.red{background:#b00020}.green{background:#00662b}.blue{background:#0b4ea2}
.yellow{background:#ffd400;color:#111}.grey{background:#444}
.choices{display:grid;gap:.5rem;max-width:30rem;margin:0 auto;
grid-template-columns:repeat(auto-fit,minmax(min(100%,10rem),1fr))}
.choices button{min-height:clamp(8rem,calc(50vh - 7.5rem),18rem);padding:.3rem .1rem;
letter-spacing:-.02em}
.ask{--ink:#fff;--soft:#fff;--focus:#fff;--bar:#111;--bar-ink:#fff}
.ask h1{display:flex;align-items:center;gap:.75rem;font-size:2rem;margin:.5rem 0 .75rem}
.ask .yes{min-height:6rem;font-size:2rem;color:#111;background:#fff}
.ask-red{--paper:#b00020}.ask-green{--paper:#00662b}.ask-blue{--paper:#0b4ea2}
.ask-grey{--paper:#444}
.ask-yellow{--paper:#ffd400;--ink:#111;--soft:#111;--focus:#111}
@media(prefers-color-scheme:dark){.ask-yellow{--paper:#5f4e00;--ink:#fff;--soft:#fff;
--focus:#fff}}
.ask .plain{margin-top:.75rem;min-height:4rem}
#stop{flex-direction:row;gap:.75rem}#left{font-size:2.5rem;line-height:1}
.eta{font-size:1.75rem;font-weight:bold}
.dial{display:block;margin:.75rem 0;padding:1rem .5rem;border:.25rem solid var(--ink);
border-radius:1rem;background:#b00020;color:#fff;font-size:3.25rem;font-weight:bold;
line-height:1.1;text-align:center;text-decoration:none}
.later{visibility:hidden;height:0;overflow:hidden;animation:appear 0s 60s forwards}
@keyframes appear{to{visibility:visible;height:auto}}
.in0 .later{animation-delay:0s}.in5 .later{animation-delay:5s}.in10 .later{animation-delay:10s}
.in15 .later{animation-delay:15s}.in20 .later{animation-delay:20s}
.in25 .later{animation-delay:25s}.in30 .later{animation-delay:30s}
.in35 .later{animation-delay:35s}.in40 .later{animation-delay:40s}
.in45 .later{animation-delay:45s}.in50 .later{animation-delay:50s}
.in55 .later{animation-delay:55s}
.steps{list-style:none;margin:.75rem 0;padding:0}
.steps li{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.6rem;align-items:center;
min-height:3rem;color:var(--soft)}
.steps b{width:2.4rem;height:2.4rem;border:.2rem solid currentColor;border-radius:50%;
line-height:2rem;text-align:center}
.steps .done b{background:var(--done);color:#fff;border-color:var(--done)}
.steps [aria-current]{font-weight:bold;color:var(--ink)}
.steps [aria-current] b{background:var(--now);color:#fff;border-color:var(--now)}
.alarm{font-weight:bold;color:var(--alarm)}
.told{padding:.5rem .75rem;border:.2rem solid var(--ink);border-radius:.8rem;font-weight:bold}
.rates{display:grid;gap:.5rem;grid-template-columns:repeat(5,minmax(0,1fr))}
@media(max-width:19rem){.rates{grid-template-columns:1fr 1fr}}
.rates label{grid-column:1/-1}
textarea{display:block;width:100%;margin-top:.3rem;padding:.5rem;font:inherit;
border:.2rem solid var(--ink);border-radius:.5rem;color:var(--ink);background:var(--paper)}
.story{padding-left:2rem}.story li{margin:.6rem 0}
.story time{display:block;color:var(--soft)}
@media(max-width:14rem){h1,.ask h1{font-size:1.5rem}.ask h1{flex-wrap:wrap;gap:.25rem}
svg{width:2rem;height:2rem}.steps li{gap:.3rem}.call{padding:.3rem 0;font-size:1.25rem}
.dial{font-size:2.25rem}}
@media(min-width:36rem) and (max-height:30rem){
.choices{max-width:none;grid-template-columns:repeat(4,minmax(0,1fr))}}
dt{color:var(--soft)}dd{margin:0 0 .75rem;font-weight:bold}
)css";

}  // namespace muster::http
