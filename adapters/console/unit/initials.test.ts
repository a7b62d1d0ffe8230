import assert from "node:assert/strict";
import { test } from "node:test";
import { letters_of } from "@/shell/words/initials.ts";

test("a Chinese name is typed by the first letters of its sounds", () => {
    assert.equal(letters_of("王小明"), "wxm");
    assert.equal(letters_of("阿宝"), "ab");
    assert.equal(letters_of("张艳琴"), "zyq");
    assert.equal(letters_of("欧阳娜"), "oyn");
    assert.equal(letters_of("跌倒"), "dd");
});

// The first and the last common sounds of each letter.
test("each letter from its first sound to its last", () => {
    const sounds: Record<string, string> = {
        a: "阿安昂奥",
        b: "八白不布",
        c: "擦才从错",
        d: "大达多朵",
        e: "额恩耳二",
        f: "发法付富",
        g: "该干果过",
        h: "哈海或货",
        j: "机吉军俊",
        k: "卡开阔扩",
        l: "拉来罗洛",
        m: "妈马木目",
        n: "拿那怒诺",
        o: "哦欧藕",
        p: "怕拍普瀑",
        q: "七齐群裙",
        r: "然人若弱",
        s: "撒三所锁",
        t: "他塔脱拓",
        w: "挖瓦武物",
        x: "西希训迅",
        y: "呀牙云运",
        z: "杂在作做",
    };
    for (const [letter, signs] of Object.entries(sounds)) {
        for (const sign of signs) assert.equal(letters_of(sign), letter, sign);
    }
});

test("words of letters are typed by their first, numbers too", () => {
    assert.equal(letters_of("Family doctor's visit"), "fdv");
    assert.equal(letters_of("Wang Xiao-Ming"), "wxm");
    assert.equal(letters_of("B座 3 楼"), "bz3l");
    assert.equal(letters_of(""), "");
});
