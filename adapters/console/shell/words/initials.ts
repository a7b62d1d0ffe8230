// The letters that a name is typed by: 王小明 -> "wxm", "Family doctor's visit" -> "fdv". A Chinese
// sign's letter is found by its place among signs in the order of pinyin, which the browser knows; of
// signs with several readings the usual one counts (the server's search knows the readings of names).

const letters = "abcdefghjklmnopqrstwxyz";
// The first sign of each of these letters.
const firsts = [..."阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他穵夕丫帀"];
const order = new Intl.Collator("zh-u-co-pinyin");
const known = new Map<string, string>();
const most_known = 20_000;

function letter_of(sign: string): string {
    let letter = known.get(sign);
    if (letter === undefined) {
        let at = firsts.length - 1;
        while (at > 0 && order.compare(sign, firsts[at] ?? "") < 0) at--;
        letter = letters[at] ?? "";
        if (known.size < most_known) known.set(sign, letter);
    }
    return letter;
}

const chinese = /\p{Script=Han}/u;

export function letters_of(name: string): string {
    let out = "";
    let begins = true;
    for (const sign of name) {
        if (chinese.test(sign)) out += letter_of(sign);
        else if (/[\p{L}\p{N}]/u.test(sign)) {
            if (begins) out += sign.toLowerCase();
            begins = false;
            continue;
        } else if (sign === "'" || sign === "’") continue;
        begins = true;
    }
    return out;
}
