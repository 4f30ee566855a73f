// The words of which a claim of no functional change is made; Claim.cpp says how they stand in a sentence. Internal to
// review/.
#pragma once

#include <set>
#include <string>

namespace kverdict::claim {

using Set = std::set<std::string>;

inline const Set Negative{"no", "non", "without", "zero"};
inline const Set Kinds{"functional", "functionality", "functionalities", "behaviour",    "behaviours", "behavior",
                       "behaviors",  "behavioural",   "behavioral",      "behaviorally", "semantic",   "semantics",
                       "semantical", "logic",         "logical",         "operational",  "function",   "nonfunctional"};
inline const Set Things{"functionality", "functionalities", "behaviour", "behaviours", "behavior",
                        "behaviors",     "semantics",       "semantic",  "logic",      "function"};
inline const Set Changes{"change",        "changes", "changed", "difference", "differences", "modification",
                         "modifications", "impact",  "effect",  "effects",    "alteration",  "alterations"};
inline const Set Between{
    "any",    "intended",    "intentional", "expected",      "actual",  "real",     "and",      "or",      "nor",
    "no",     "performance", "the",         "its",           "their",   "a",        "existing", "current", "code",
    "code's", "kernel",      "driver's",    "intentionally", "overall", "original", "program",  "runtime"};
inline const Set Produced{"generated", "object", "machine", "compiled", "resulting", "assembly", "binary"};
inline const Set Same{"unchanged",  "same",       "identical", "preserved", "unaffected",
                      "unmodified", "equivalent", "retained",  "kept"};
/// What may stand between the beginning of a clause and the words of a claim that is one of this patch.
inline const Set Leading{
    "there's",    "it's",       "that's",    "one",        "there",    "is",          "are",         "be",
    "was",        "were",       "been",      "should",     "shall",    "will",        "would",       "must",
    "has",        "have",       "having",    "does",       "do",       "did",         "this",        "that",
    "which",      "these",      "it",        "its",        "the",      "a",           "an",          "patch",
    "patches",    "commit",     "change",    "changes",    "series",   "refactoring", "refactor",    "cleanup",
    "conversion", "rename",     "move",      "rework",     "with",     "and",         "so",          "thus",
    "hence",      "therefore",  "as",        "just",       "only",     "simply",      "purely",      "pure",
    "note",       "please",     "i",         "we",         "expect",   "expected",    "intend",      "intended",
    "to",         "in",         "results",   "resulting",  "result",   "leads",       "leading",     "makes",
    "make",       "introduces", "introduce", "causes",     "contains", "contain",     "brings",      "implies",
    "includes",   "all",        "but",       "also",       "again",    "code",        "small",       "minor",
    "simple",     "trivial",    "still",     "ie",         "eg",       "hopefully",   "obviously",   "result",
    "new",        "they",       "both",      "versions",   "existing", "current",     "overall",     "made",
    "keeps",      "keep",       "cause",     "any",        "such",     "tiny",        "preparatory", "preparation",
    "believe",    "think",      "hope",      "mechanical", "ensure",   "ensuring",    "guarantee",   "mean",
    "means",      "for",        "now"};
/// What may follow them and leave nothing open.
inline const Set Trailing{"intended",    "expected",      "here",     "is",         "are",    "was",
                          "were",        "made",          "planned",  "yet",        "at",     "all",
                          "whatsoever",  "either",        "involved", "introduced", "caused", "by",
                          "this",        "patch",         "commit",   "change",     "be",     "should",
                          "anticipated", "intentionally", "only",     "included",   "done",   "wanted"};
inline const Set Limiting{"except",   "excepting", "apart",  "aside",    "besides", "but",      "unless", "outside",
                          "when",     "whenever",  "if",     "until",    "other",   "save",     "beyond", "though",
                          "although", "however",   "for",    "on",       "to",      "with",     "while",  "where",
                          "as",       "under",     "during", "provided", "only",    "otherwise"};
/// "The next patch", "an earlier version".
inline const Set OtherOnes{"next",    "following", "subsequent", "later",   "previous", "preceding",
                           "earlier", "prior",     "up",         "future",  "upcoming", "last",
                           "first",   "second",    "other",      "another", "original", "old"};
inline const Set Patches{"patch", "patches", "commit", "commits", "change", "changes", "series", "version", "versions"};
inline const Set Cosmetics{"renames",  "rename",    "refactoring", "refactor",   "cleanup",     "cleanups",
                           "cosmetic", "cosmetics", "mechanical",  "syntactic",  "syntactical", "stylistic",
                           "textual",  "renaming",  "formatting",  "whitespace", "readability"};

/// What a message speaks of that means to keep what functions do.
inline const Set Tidying{"cleanup",      "cleanups",    "clean",       "refactor",  "refactors",  "refactoring",
                         "rework",       "reworks",     "reworked",    "simplify",  "simplifies", "simplification",
                         "tidy",         "tidies",      "readability", "readable",  "easier",     "restructure",
                         "reorganise",   "reorganize",  "cosmetic",    "style",     "streamline", "consolidate",
                         "consolidates", "deduplicate", "reformat",    "rearrange", "reorder",    "shorten"};
/// Words of a message that speaks of what a function does, or of what was wrong with it.
inline const Set Intents{
    "accept",      "accepts",   "accepted",  "accepting", "allow",       "allows",    "allowed",   "allowing",
    "permit",      "permits",   "permitted", "reject",    "rejects",     "rejected",  "rejecting", "refuse",
    "refuses",     "refused",   "deny",      "denies",    "denied",      "fail",      "fails",     "failed",
    "failing",     "failure",   "failures",  "return",    "returns",     "returned",  "returning", "error",
    "errors",      "errno",     "check",     "checks",    "checked",     "checking",  "validate",  "validates",
    "valid",       "invalid",   "fix",       "fixes",     "fixed",       "fixing",    "bug",       "bugs",
    "buggy",       "oops",      "crash",     "crashes",   "panic",       "null",      "leak",      "leaks",
    "race",        "races",     "racy",      "deadlock",  "overflow",    "overflows", "underflow", "wrap",
    "wraps",       "bound",     "bounds",    "limit",     "limits",      "support",   "supports",  "supported",
    "enable",      "enables",   "disable",   "disables",  "add",         "adds",      "added",     "adding",
    "drop",        "drops",     "dropped",   "dropping",  "remove",      "removes",   "removed",   "removing",
    "skip",        "skips",     "ignore",    "ignores",   "handle",      "handles",   "handling",  "require",
    "requires",    "required",  "prevent",   "prevents",  "avoid",       "avoids",    "warn",      "warning",
    "warnings",    "correct",   "correctly", "wrong",     "wrongly",     "broken",    "breaks",    "missing",
    "unnecessary", "needless",  "redundant", "useless",   "superfluous", "instead",   "longer",    "relax",
    "relaxes",     "restrict",  "restricts", "stricter",  "laxer",       "behaviour", "behavior",  "behave",
    "behaves",     "semantics", "now",       "lock",      "locks",       "locking",   "flag",      "flags",
    "when",        "if",        "unless",    "because",   "since",       "needed",    "possible",  "impossible"};

} // namespace kverdict::claim
