// What dead-guard says of two versions of a function, and what it passes over.
#include "testing/Suspected.h"

namespace kverdict {
namespace {

class DeadGuard : public testing::TestWithParam<Case> {};

TEST_P(DeadGuard, IsSaid) { expectSaid("dead-guard", GetParam()); }

const Case Dead[] = {
    {"RefusedAlready", "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->order > 9)\n\t\treturn -34;\n\treturn 0;\n",
     "\tif (d->index < 0 || d->order > 9)\n\t\treturn -22;\n\tif (d->order > 9)\n\t\treturn -34;\n\treturn 0;\n",
     nullptr}, // the words stand there twice now
    {"TestsTheOther", "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->order > 9)\n\t\treturn -34;\n\treturn 0;\n",
     "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->index < -1)\n\t\treturn -34;\n\treturn 0;\n",
     "`d->index < -1` is never true when this is reached, so it decides nothing."},
    {"OneOfTwo", "\tif (d->index != 1 && d->index != 2)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->index != 1 || d->index != 2)\n\t\treturn -22;\n\treturn 0;\n",
     "`d->index != 2` is always true when this is reached, so it decides nothing; before, it did."},
    {"BehindAStricterOne", "\tif (d->order > 9)\n\t\treturn -34;\n\tif (d->order > 20)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->order > 9)\n\t\treturn -34;\n\tif (d->order > 30)\n\t\treturn -22;\n\treturn 0;\n",
     nullptr}, // it was dead before, behind the same guard

    {"LessForMore", "\tif (d->order > 20)\n\t\treturn -34;\n\tif (d->order > 9)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->order > 5)\n\t\treturn -34;\n\tif (d->order > 9)\n\t\treturn -22;\n\treturn 0;\n",
     "`d->order > 9` is never true when this is reached, so it decides nothing; before, it did."},
    {"ReturnsFirst", "\tif (d->index)\n\t\treturn -22;\n\tif (d->order)\n\t\treturn -34;\n\treturn 0;\n",
     "\tif (d->index)\n\t\treturn -22;\n\treturn 0;\n\tif (d->order)\n\t\treturn -34;\n\treturn 0;\n",
     "`d->order` is never reached, so it decides nothing; before, it did."},
    {"AlwaysTheSame", "\tif (d->order & 3)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif ((d->order & 3) == 4)\n\t\treturn -22;\n\treturn 0;\n", "`(d->order & 3) == 4` is never true"},
    {"GivenUp", "\tint e = g(d);\n\n\tif (e)\n\t\treturn e;\n\treturn 0;\n",
     "\tint e = 0;\n\n\tg(d);\n\tif (e)\n\t\treturn e;\n\treturn 0;\n", "`e` is never true"},
    {"AddedForNothing", "\tif (d->order > 7)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->order > 9)\n\t\treturn -22;\n\tif (d->order > 7)\n\t\treturn -22;\n\treturn 0;\n",
     "`if (d->order > 9) return -22;` decides nothing: without it, f() does the same in every state."},
    {"AddedForSomething", "\tif (d->order > 7)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->order == 5)\n\t\treturn -22;\n\tif (d->order > 7)\n\t\treturn -22;\n\treturn 0;\n", nullptr},
    {"Split", "\tif (d->order > 7 || d->index)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->order > 7)\n\t\treturn -22;\n\tif (d->index)\n\t\treturn -22;\n\treturn 0;\n", nullptr},
    {"AddedForAnotherConfiguration", "\tif (d->order > 7)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->order & NOTHING_HERE)\n\t\treturn -22;\n\tif (d->order > 7)\n\t\treturn -22;\n\treturn 0;\n", nullptr},
    {"FiresOnAnotherWay",
     "\tif (d->table[0])\n\t\tgoto tail;\n\tif (d->index)\n\t\treturn -22;\ntail:\n\tif (d->order)\n\t\treturn -34;\n"
     "\treturn 0;\n",
     "\tif (d->table[0])\n\t\tgoto tail;\n\tif (d->order != 0)\n\t\treturn -22;\ntail:\n\tif "
     "(d->order)\n\t\treturn -34;\n"
     "\treturn 0;\n",
     nullptr},
    {"FiresOnNoOtherWay",
     "\tif (d->table[0])\n\t\treturn -5;\n\tif (d->index)\n\t\treturn -22;\n\tif (d->index + 1 == 4)\n\t\treturn -34;\n"
     "\treturn 0;\n",
     "\tif (d->table[0])\n\t\treturn -5;\n\tif (d->index || d->index == 7)\n\t\treturn -22;\n\tif (d->index + 1 == "
     "4)\n\t\treturn -34;\n"
     "\treturn 0;\n",
     "`d->index == 7` is never true"},
    {"ByThatNameAlone", "\td->index = 0;\n\td->order = 7;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->index = 0;\n\td->order = 7;\n\tif (d->index == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "`d->index == 7` is never true when this is reached"},
    // What is read may have been written by another name.
    {"ANumberSomewhere",
     "\td->index = 0;\n\t*number_at = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->index = 0;\n\t*number_at = d->order;\n\tif (d->index == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"TwoNumbers",
     "\t*other_number = 0;\n\t*number_at = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\t*other_number = 0;\n\t*number_at = d->order;\n\tif (*other_number == 7)\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    {"AnElement", "\td->table[2] = 0;\n\t*number_at = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->table[2] = 0;\n\t*number_at = d->order;\n\tif (d->table[2] == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"AGlobal", "\tcounter = 0;\n\t*number_at = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tcounter = 0;\n\t*number_at = d->order;\n\tif (counter == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"AnElementOfAGlobal",
     "\ttable[3] = 0;\n\t*number_at = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\ttable[3] = 0;\n\t*number_at = d->order;\n\tif (table[3] == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"AGlobalStruct",
     "\twhole.index = 0;\n\td->index = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\twhole.index = 0;\n\td->index = d->order;\n\tif (whole.index == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"TheSameStruct",
     "\td->index = 0;\n\tsecond->index = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->index = 0;\n\tsecond->index = d->order;\n\tif (d->index == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"APointer", "\td->ops = NULL;\n\t*ops_at = get(d);\n\tif (d->order)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->ops = NULL;\n\t*ops_at = get(d);\n\tif (d->ops)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"TheNext", "\tlist->a = 0;\n\tlist->next->a = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tlist->a = 0;\n\tlist->next->a = d->order;\n\tif (list->a == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"TheNextButOne",
     "\tlist->next->a = 0;\n\tlist->next->next->a = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tlist->next->a = 0;\n\tlist->next->next->a = d->order;\n\tif (list->next->a == 7)\n\t\treturn -16;\n\treturn "
     "0;\n",
     nullptr},
    {"WhatAMemberLeadsTo",
     "\tlist->a = 0;\n\t*list->count = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tlist->a = 0;\n\t*list->count = d->order;\n\tif (list->a == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"InsideAnother",
     "\t((struct around *)raw)->n.a = 0;\n\tlist->a = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\t((struct around *)raw)->n.a = 0;\n\tlist->a = d->order;\n\tif (((struct around *)raw)->n.a == 7)\n\t\treturn "
     "-16;\n\treturn 0;\n",
     nullptr},
    {"AroundAnother",
     "\tentry->a = 0;\n\t((struct around *)((char *)list - 8))->n.a = d->order;\n\tif (d->order == 7)\n\t\treturn "
     "-16;\n\treturn 0;\n",
     "\tentry->a = 0;\n\t((struct around *)((char *)list - 8))->n.a = d->order;\n\tif (entry->a == 7)\n\t\treturn "
     "-16;\n\treturn 0;\n",
     nullptr},
    {"OfAnotherType", "\tlist->a = 0;\n\tstranger->a = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tlist->a = 0;\n\tstranger->a = d->order;\n\tif (list->a == 7)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"Bytes", "\td->index = 0;\n\t*text = 7;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->index = 0;\n\t*text = 7;\n\tif (d->index)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"InACallee",
     "\td->index = 0;\n\tset(&second->index, d->order);\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->index = 0;\n\tset(&second->index, d->order);\n\tif (d->index == 7)\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    {"Filled",
     "\td->index = 1;\n\tmemset(second, 0, sizeof(*second));\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->index = 1;\n\tmemset(second, 0, sizeof(*second));\n\tif (!d->index)\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    {"Copied",
     "\td->index = 1;\n\tmemcpy(second, &whole, sizeof(*second));\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn "
     "0;\n",
     "\td->index = 1;\n\tmemcpy(second, &whole, sizeof(*second));\n\tif (!d->index)\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    {"Assigned", "\td->index = 1;\n\t*second = whole;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->index = 1;\n\t*second = whole;\n\tif (!d->index)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"Bits", "\tbits->one = 0;\n\t*text = 7;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tbits->one = 0;\n\t*text = 7;\n\tif (bits->one)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"OfAUnion",
     "\tboth->word = 0;\n\tboth_too->bytes[1] = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tboth->word = 0;\n\tboth_too->bytes[1] = d->order;\n\tif (both->word)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"OwnBytesOfAUnion",
     "\tboth->word = 0;\n\tboth->bytes[1] = d->order;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tboth->word = 0;\n\tboth->bytes[1] = d->order;\n\tif (both->word)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    // By others, meanwhile.
    {"ReadOnce",
     "\tif (READ_ONCE(d->index))\n\t\treturn -5;\n\td->order++;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (READ_ONCE(d->index))\n\t\treturn -5;\n\td->order++;\n\tif (READ_ONCE(d->index))\n\t\treturn -16;\n\treturn "
     "0;\n",
     nullptr},
    {"StoredThenReadOnce", "\td->index = 0;\n\td->order++;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\td->index = 0;\n\td->order++;\n\tif (READ_ONCE(d->index))\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"Volatile", "\tif (ticks)\n\t\treturn -5;\n\td->order++;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (ticks)\n\t\treturn -5;\n\td->order++;\n\tif (ticks)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"ByACall", "\tif (d->index)\n\t\treturn -5;\n\ttell(d);\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (d->index)\n\t\treturn -5;\n\ttell(d);\n\tif (d->index)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"AGlobalByACall", "\tcounter = 0;\n\ttell(d);\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tcounter = 0;\n\ttell(d);\n\tif (counter)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"AStaticByACall",
     "\tstatic int seen;\n\tseen = 0;\n\ttell(d);\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tstatic int seen;\n\tseen = 0;\n\ttell(d);\n\tif (seen)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"Barrier",
     "\tif (d->index)\n\t\treturn -5;\n\t__asm__ volatile(\"\" ::: \"memory\");\n\tif (d->order == 7)\n\t\treturn "
     "-16;\n\treturn 0;\n",
     "\tif (d->index)\n\t\treturn -5;\n\t__asm__ volatile(\"\" ::: \"memory\");\n\tif (d->index)\n\t\treturn "
     "-16;\n\treturn 0;\n",
     nullptr},
    {"ALocalThatACallKept",
     "\tint v;\n\tkeep(&v);\n\tv = 0;\n\ttell(d);\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tint v;\n\tkeep(&v);\n\tv = 0;\n\ttell(d);\n\tif (v)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"ALocalThatACallKeptAndAnAlias",
     "\tint v;\n\tkeep(&v);\n\tv = 0;\n\t*number_at = 7;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tint v;\n\tkeep(&v);\n\tv = 0;\n\t*number_at = 7;\n\tif (v)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"ALocalThatWasKept",
     "\tint v = 0;\n\tkept = &v;\n\ttell(d);\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tint v = 0;\n\tkept = &v;\n\ttell(d);\n\tif (v)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"ALocalThatACalleeKept",
     "\tint v = 0;\n\tkeep_it(&v);\n\ttell(d);\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tint v = 0;\n\tkeep_it(&v);\n\ttell(d);\n\tif (v)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"ALocalThatACalleeKeptAndAnAlias",
     "\tint v = 0;\n\tkeep_it(&v);\n\t*number_at = 7;\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tint v = 0;\n\tkeep_it(&v);\n\t*number_at = 7;\n\tif (v)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"ALocalOfOnesOwn", "\tint v = 0;\n\tset(&v, 3);\n\ttell(d);\n\tif (d->order == 7)\n\t\treturn -16;\n\treturn 0;\n",
     "\tint v = 0;\n\tset(&v, 3);\n\ttell(d);\n\tif (v == 4)\n\t\treturn -16;\n\treturn 0;\n",
     "`v == 4` is never true when this is reached"},
    {"ALocalThatWasKeptAndABarrier",
     "\tint v = 0;\n\tkept = &v;\n\t__asm__ volatile(\"\" ::: \"memory\");\n\tif (d->order)\n\t\treturn -16;\n\treturn "
     "0;\n",
     "\tint v = 0;\n\tkept = &v;\n\t__asm__ volatile(\"\" ::: \"memory\");\n\tif (v)\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    {"ALocalThatAStructLedTo",
     "\tint v = 0;\n\tstruct holder h = {&v};\n\n\tsee(&h);\n\tv = 0;\n\ttell(d);\n\tif (d->order)\n\t\treturn "
     "-16;\n\treturn 0;\n",
     "\tint v = 0;\n\tstruct holder h = {&v};\n\n\tsee(&h);\n\tv = 0;\n\ttell(d);\n\tif (v)\n\t\treturn -16;\n\treturn "
     "0;\n",
     nullptr},
    {"ALocalThatAnAssignedStructLeadsTo",
     "\tint v = 0;\n\tstruct holder h = {&v};\n\n\t*holder = h;\n\ttell(d);\n\tif (d->order)\n\t\treturn "
     "-16;\n\treturn 0;\n",
     "\tint v = 0;\n\tstruct holder h = {&v};\n\n\t*holder = h;\n\ttell(d);\n\tif (v)\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    // Both versions go on to do the same.
    {"Renamed", "\tint o = d->order;\n\n\tif (o)\n\t\treturn -16;\n\tif (d->index > 3)\n\t\treturn -5;\n\treturn 0;\n",
     "\tint p = d->order;\n\n\tif (p)\n\t\treturn -16;\n\tif (d->index > 5)\n\t\treturn -5;\n\treturn 0;\n", nullptr},
    // What a macro joins is one test, and what it jumps by is hidden.
    {"AMacroJoins", "\tif (d->index > 9)\n\t\treturn -22;\n\tif (d->order)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (d->index > 9)\n\t\treturn -22;\n\tif (EITHER(d->index > 9, d->order))\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    {"AMacroJoinsTwoThatAreDead",
     "\tif (d->index > 9)\n\t\treturn -22;\n\tif (d->order)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (d->index > 9)\n\t\treturn -22;\n\tif (EITHER(d->index > 19, d->index == 12))\n\t\treturn -16;\n\treturn "
     "0;\n",
     "`EITHER(d->index > 19, d->index == 12)` is never true when this is reached"},
    {"AMacroJumps", "\tif (d->index > 9)\n\t\treturn -22;\n\tif (d->order)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (d->index > 9)\n\t\treturn -22;\n\tREFUSE_IF(d->index > 9 || d->order, -16);\n\treturn 0;\n", nullptr},
    {"AMacroTakesTwo", "\tif (d->index > 9)\n\t\treturn -22;\n\tif (d->order)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (d->index > 9)\n\t\treturn -22;\n\tREFUSE_IF(d->index > 12, -16);\n\treturn 0;\n", nullptr},
    // Where it ends in undefined behaviour, it was reached.
    {"FollowsNull", "\tif (second && second->index > 3)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (second || second->index > 3)\n\t\treturn -22;\n\treturn 0;\n", nullptr},
    // Only here.
    {"AnOptionReturns", "\tif (d->order)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (!NOTHING_HERE)\n\t\treturn 0;\n\tif (d->order)\n\t\treturn -16;\n\treturn 0;\n", nullptr},
    {"AnOptionJoins",
     "\tif (d->index > 9 && d->order)\n\t\treturn -22;\n\tif (d->index > 9)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (d->index > 9 && !NOTHING_HERE)\n\t\treturn -22;\n\tif (d->index > 9)\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    {"SetByAStub", "\tint e = g(d);\n\tif (e)\n\t\treturn e;\n\treturn 0;\n",
     "\tint e = is_enabled();\n\tif (e)\n\t\treturn e;\n\treturn 0;\n", nullptr},
    {"SetByAnOption", "\tint e = g(d);\n\tif (e)\n\t\treturn e;\n\treturn 0;\n",
     "\tint n = NOTHING_HERE, e = n;\n\tif (e)\n\t\treturn e;\n\treturn 0;\n", nullptr},
    {"SetToNull", "\tstruct ops *o = get(d);\n\tif (!o)\n\t\treturn -12;\n\treturn 0;\n",
     "\tstruct ops *o = NULL;\n\tif (!o)\n\t\treturn -12;\n\treturn 0;\n", "`!o` is always true"},
    {"LeftOutByTheText", "\tif (d->index > 9)\n\t\treturn -16;\n\treturn 0;\n",
     "\tif (d->index)\n\t\treturn 0;\n#if NOTHING_HERE\n\td->index = d->order;\n#endif\n\tif (d->index > "
     "9)\n\t\treturn -16;\n\treturn 0;\n",
     nullptr},
    {"AFlagThatIsNoneDenied", "\treturn 0;\n", "\tif (!(d->order & NOTHING_HERE))\n\t\treturn -22;\n\treturn 0;\n",
     "`!(d->order & NOTHING_HERE)` is always true"},
    // What the configuration or a callee says, what decides in some state, what guards nothing.
    {"OfAnOption", "\treturn 0;\n", "\tif (NOTHING_HERE)\n\t\treturn -22;\n\treturn 0;\n", nullptr},
    {"OfAFlagThatIsNone", "\treturn 0;\n", "\tif (d->order & NOTHING_HERE)\n\t\treturn -22;\n\treturn 0;\n", nullptr},
    {"Another", "\tif (d->index)\n\t\treturn -22;\n\treturn 0;\n",
     "\tif (d->index)\n\t\treturn -22;\n\tif (d->order)\n\t\treturn -34;\n\treturn 0;\n", nullptr},
    {"WasDead", "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->index < -1)\n\t\treturn -34;\n\treturn 0;\n",
     "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->index < -1)\n\t\treturn -34;\n\treturn 1;\n", nullptr},
    {"WasDeadInOtherWords",
     "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->index < -1)\n\t\treturn -34;\n\treturn 0;\n",
     "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->index < -2)\n\t\treturn -34;\n\treturn 0;\n", nullptr},
    {"WasDeadAndIsLonger", "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->index < -1)\n\t\treturn -34;\n\treturn 0;\n",
     "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->index < -1 && d->index < -3)\n\t\treturn -34;\n\treturn 0;\n",
     nullptr},
    {"WasDeadBesideAnother",
     "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->index < -1)\n\t\treturn -34;\n\tif (d->order > 5)\n\t\treturn "
     "-16;\n\treturn 0;\n",
     "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->index < -2)\n\t\treturn -34;\n\tif (d->index < -5)\n\t\treturn "
     "-16;\n\treturn 0;\n",
     "`d->index < -5` is never true when this is reached"},
    {"BothPartsAtOnce", "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->order > 9)\n\t\treturn -34;\n\treturn 0;\n",
     "\tif (d->index < 0)\n\t\treturn -22;\n\tif (d->index < -9 || d->index == -1)\n\t\treturn -34;\n\treturn 0;\n",
     "`d->index < -9 || d->index == -1` is never true when this is reached, so it decides nothing."},
    {"NotAllIsKnown", "\treturn 0;\n",
     "\tfor (unsigned i = 0; i < d->order; i++)\n\t\tif (d->table[i & 3] > 4 && d->table[i & 3] < 2)\n\t\t\treturn "
     "-22;\n"
     "\treturn 0;\n",
     nullptr},
};

INSTANTIATE_TEST_SUITE_P(Kinds, DeadGuard, testing::ValuesIn(Dead), [](const auto &Info) { return Info.param.Name; });

class Guarded : public testing::TestWithParam<Case> {};

TEST_P(Guarded, IsSaid) {
  const auto Found = suspected("dead-guard", GetParam().Old, GetParam().New);
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found[0].What.Verdict, GetParam().Says);
}

constexpr const char *Before = "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->order)\n\t\treturn -16;\n\treturn 0;\n";

const Case Jumps[] = {
    {"Never", Before, "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->index > 12)\n\t\treturn -16;\n\treturn 0;\n",
     "goes past `return -16`"},
    {"NeverOfSeveralReturns", Before,
     "\tif (d->index > 10)\n\t\treturn -16;\n\tif (d->index > 12)\n\t\treturn -16;\n\treturn 0;\n",
     "goes past the `return -16` behind `d->index > 12`"},
    {"AlwaysOfSeveralReturns", Before,
     "\tif (d->index > 10)\n\t\treturn -16;\n\tif (d->index < 11)\n\t\treturn -16;\n\treturn 0;\n",
     "gets no further than the `return -16` behind `d->index < 11`"},
    {"NeverWhereOtherCodeHasItsWords", Before,
     "\tif (d->index > 10)\n\t\treturn -16;\n\tif (d->index > 12)\n\t\treturn -16;\n\treturn d->index > 12;\n",
     "goes past the `return -16` behind line 53"},
    {"Always", Before, "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->index < 11)\n\t\treturn -16;\n\treturn 0;\n",
     "gets no further than `return -16`"},
    {"NeverButWhereItOverflows", Before,
     "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->index + 1 < d->index)\n\t\treturn -16;\n\treturn 0;\n",
     "goes past `return -16`"},
    {"NeverButWhereItIsUndefined", Before,
     "\tif (d->index > 10)\n\t\treturn -22;\n\tif (!(1 << d->index))\n\t\treturn -16;\n\treturn 0;\n", ""},
    {"NeverOfBoth", Before,
     "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->order && d->index > 12)\n\t\treturn -16;\n\treturn 0;\n",
     "goes past `return -16`"},
    {"NeverAndAnother", Before,
     "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->index > 12 && d->order)\n\t\treturn -16;\n\treturn 0;\n",
     "goes past `return -16`"},
    {"NeverOfEither", Before,
     "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->order || d->index > 12)\n\t\treturn -16;\n\treturn 0;\n", ""},
    {"AlwaysOfBoth", Before,
     "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->index < 11 && d->order)\n\t\treturn -16;\n\treturn 0;\n", ""},
    {"AlwaysOfEither", Before,
     "\tif (d->index > 10)\n\t\treturn -22;\n\tif (d->order || d->index < 11)\n\t\treturn -16;\n\treturn 0;\n",
     "gets no further than `return -16`"},
};

INSTANTIATE_TEST_SUITE_P(Kinds, Guarded, testing::ValuesIn(Jumps), [](const auto &Info) { return Info.param.Name; });

} // namespace
} // namespace kverdict
