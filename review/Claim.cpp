#include "review/Claim.h"

#include "review/ClaimWords.h"
#include "review/MessageText.h"

#include <algorithm>
#include <cctype>

namespace kverdict {
namespace {

using namespace claim;

bool in(const Set &All, const std::string &Word) { return All.count(Word) != 0; }

constexpr size_t Longest = 150; ///< words of a sentence that says something

/// One sentence of a message. Positions are those of its words; a match is the position behind its last word, 0 for
/// none.
class Sentence {
public:
  Sentence(const std::string &Text, const std::vector<MessageWord> &Words) : Text(Text), Words(Words) {}

  /// The words of the claim, or nothing.
  std::string claim() const {
    if (Words.size() > Longest)
      return "";
    const bool Another = ofAnotherPatch();
    for (size_t I = 0; I < Words.size(); ++I)
      if (const size_t End = match(I); End && (!Another || ofThis(I)) && leads(I) && !limited(End))
        return quoted(I, withTail(End));
    return "";
  }

  /// Words of the kind that are no claim about all of this patch, with what follows them; or nothing. What is denied,
  /// asked, or said of another patch is none.
  std::string ofPart() const {
    if (Words.size() > Longest)
      return "";
    const bool Another = ofAnotherPatch();
    for (size_t I = 0; I < Words.size(); ++I)
      if ((match(I) || vague(I)) && (!Another || ofThis(I)) && !denied(I))
        return quoted(I, std::min(Words.size(), I + MostShown));
    return "";
  }

private:
  static constexpr size_t MostShown = 12; ///< words

  /// Whether the words before position I, of the whole sentence, take back what follows, or it is a question.
  bool denied(size_t I) const {
    static const Set Asking{"if", "whether", "do", "don't", "is", "are", "does"};
    static const Set More{"more", "than", "hardly", "say", "says", "said", "claimed", "claims", "sure"};
    size_t Begin = I;
    while (Begin > 0 && !Words[Begin].Before)
      --Begin;
    for (size_t At = Begin; At < I; ++At)
      if (in(More, word(At)))
        return true;
    return !noDenial(0, I) || in(Asking, word(Begin)) || Words.back().After == '?';
  }

  /// What may be meant as a claim, and may say less.
  bool vague(size_t I) const {
    static const Set Keeping{"keep", "keeps", "keeping", "preserve", "preserves", "preserving", "retain", "retains"};
    const size_t At = skip(I + 1, {"the", "existing", "current", "old", "previous", "original", "visible", "user",
                                   "change", "changes", "in", "of", "to", "other", "observable"});
    if (word(I) == "no" && word(I + 1) == "op")
      return true;
    if (in(Keeping, word(I)) || word(I) == "no" || word(I) == "nothing")
      return in(Kinds, word(At)) || (word(I) == "no" && word(At - 1) == "change" && word(At - 2) == "visible") ||
             (word(I) == "nothing" && in(Changes, word(I + 1)) && word(I + 2) == "functionally");
    if (word(I) == "equivalent" && word(I + 1) == "to")
      return in({"code", "version", "implementation", "one", "logic", "check", "test"},
                word(skip(I + 2, {"the", "old", "previous", "original", "existing", "open"})));
    return false;
  }

  const std::string &word(size_t I) const {
    static const std::string None;
    return I < Words.size() ? Words[I].Lower : None;
  }
  /// Whether something that ends a clause stands before a word.
  bool boundary(size_t I) const { return I >= Words.size() || I == 0 || Words[I].Before != 0; }

  size_t match(size_t I) const {
    for (auto Pattern : {&Sentence::noKindOfChange, &Sentence::noChangeIn, &Sentence::doesNotChange,
                         &Sentence::sameKind, &Sentence::staysTheSame, &Sentence::pure, &Sentence::onlyCosmetic,
                         &Sentence::noOperation, &Sentence::abbreviated})
      if (const size_t End = (this->*Pattern)(I))
        return End;
    return 0;
  }

  size_t skip(size_t I, const Set &All) const {
    while (I < Words.size() && in(All, word(I)))
      ++I;
    return I;
  }

  /// "no", "without any", "not a": the position behind it.
  size_t negative(size_t I) const {
    if (in(Negative, word(I)))
      return I + 1;
    const bool Not = word(I) == "not" || word(I) == "isn't" || word(I) == "aren't";
    return Not && (word(I + 1) == "a" || word(I + 1) == "any") ? I + 2 : 0;
  }

  /// "no intended functional or behavioural changes", "non-functional cleanup".
  size_t noKindOfChange(size_t I) const {
    if (word(I) == "nonfunctional" && in(Changes, word(I + 1)))
      return I + 2;
    const size_t From = negative(I);
    if (!From)
      return 0;
    bool Kind = false, OnlyFunction = true;
    size_t At = From;
    for (; At < Words.size() && At < From + 9 && (in(Between, word(At)) || in(Kinds, word(At))); ++At)
      if (in(Kinds, word(At))) {
        Kind = true;
        OnlyFunction &= word(At) == "function";
      }
    At += word(At) == "binary";
    const bool Code = At > From && in({"code", "binary"}, word(At - 1)); // "no code changes"
    if (Code && in(Changes, word(At)) && (boundary(At + 1) || in(Trailing, word(At + 1))))
      return At + 1;
    const bool Change = in(Changes, word(At)) || (word(I) == "non" && in(Cosmetics, word(At)));
    if (!Kind || !Change)
      return 0;
    // "No function changes its arguments" is none.
    if (OnlyFunction && !boundary(At + 1) && !in(Trailing, word(At + 1)))
      return 0;
    return At + 1;
  }

  /// "no change in the existing behaviour", "no difference in generated code".
  size_t noChangeIn(size_t I) const {
    const size_t From = negative(I);
    const size_t At = From ? skip(From, Between) : 0;
    static const Set Prepositions{"in", "to", "of", "on", "regarding"};
    if (From && in(Things, word(At)) && in({"is", "are", "was", "were"}, word(At + 1)) &&
        in({"changed", "affected", "altered", "modified"}, word(At + 2)))
      return At + 3;
    if (!From || !in(Changes, word(At)))
      return 0;
    if (in({"functionally", "semantically", "logically"}, word(At + 1)))
      return At + 2;
    const size_t Of = skip(At + 1, {"intended", "expected", "is", "are"});
    return in(Prepositions, word(Of)) ? thing(Of + 1) : 0;
  }

  /// "the existing behaviour", "the generated code", "functional behaviour".
  size_t thing(size_t I) const {
    size_t At = I;
    while (At < Words.size() && At < I + 5 &&
           (in(Between, word(At)) || in(Produced, word(At)) || (in(Kinds, word(At)) && in(Kinds, word(At + 1)))))
      ++At;
    const bool Made = At > I && (in(Produced, word(At - 1)) || (At > I + 1 && in(Produced, word(At - 2))));
    if (in(Things, word(At)))
      return At + 1;
    return Made && (word(At) == "code" || word(At - 1) == "code" || word(At - 1) == "binary")
               ? At + (word(At) == "code")
               : 0;
  }

  /// "does not change functionality", "without altering the logic", "shouldn't introduce any functional changes".
  size_t doesNotChange(size_t I) const {
    static const Set Not{"not",    "doesn't", "don't",   "shouldn't", "won't",
                         "didn't", "never",   "mustn't", "cannot",    "can't"};
    static const Set Alter{"change", "alter", "affect", "modify", "impact"};
    static const Set Altering{"changing", "altering", "affecting", "modifying", "impacting"};
    static const Set Bring{"expect",      "expecting", "introduce", "intend",  "cause",   "have",
                           "make",        "bring",     "imply",     "include", "contain", "involve",
                           "introducing", "causing",   "making",    "bringing"};
    size_t At = I + 1;
    if (word(I) == "without" || word(I) == "not")
      if (in(Altering, word(At)))
        return changed(At + 1);
    if (!in(Not, word(I)) && !(word(I) == "without" && in(Bring, word(At))))
      return 0;
    if (in({"intended", "meant", "supposed", "expected", "going"}, word(At)) && word(At + 1) == "to")
      At += 2;
    At = skip(At, {"intentionally", "actually", "really", "itself", "otherwise"});
    if (in(Alter, word(At)))
      return changed(At + 1);
    if (word(At) == "result" && word(At + 1) == "in")
      ++At;
    else if (!in(Bring, word(At)))
      return 0;
    const size_t Kind = skip(At + 1, Between);
    size_t End = Kind;
    while (in(Kinds, word(End)) || in({"or", "and"}, word(End)))
      ++End;
    return End > Kind && in(Changes, word(End)) ? End + 1 : 0;
  }

  /// "functionality", "any behaviour", "anything functionally".
  size_t changed(size_t I) const {
    if (in({"anything", "nothing"}, word(I)) && in({"functionally", "semantically"}, word(I + 1)))
      return I + 2;
    return thing(I);
  }

  /// "functionally equivalent", "behaviour-preserving".
  size_t sameKind(size_t I) const {
    static const Set Adverbs{"functionally", "semantically", "logically", "behaviourally", "behaviorally"};
    if (in(Things, word(I)) && in({"preserving", "neutral"}, word(I + 1)))
      return I + 2;
    if (in({"functional", "semantic", "logical"}, word(I)) && word(I + 1) == "no" && word(I + 2) == "op")
      return I + 3;
    if (!in(Adverbs, word(I)))
      return 0;
    const size_t At = skip(I + 1, {"the", "fully", "completely", "a", "this", "it", "is", "patch", "commit", "change"});
    if (word(At) == "no" && in({"op", "change", "changes"}, word(At + 1)))
      return At + 2;
    return in(Same, word(At)) || word(At) == "neutral" ? At + 1 : 0;
  }

  /// "behaviour is unchanged", "the generated code stays the same".
  size_t staysTheSame(size_t I) const {
    size_t At = 0;
    if (in(Things, word(I)))
      At = I + 1;
    else if (in(Produced, word(I)) && word(I + 1) == "code")
      At = I + 2;
    if (!At)
      return 0;
    const size_t Verb = At;
    At = skip(At, {"is", "are", "remains", "remain", "stays", "stay", "should", "be", "will", "kept", "left", "has",
                   "been", "the", "exactly", "completely", "fully", "still"});
    if (At == Verb)
      return boundary(I) && in(Same, word(At)) && boundary(At + 1) ? At + 1 : 0;
    if (word(At) == "not" && in({"change", "changed", "affected", "altered", "modified", "impacted"}, word(At + 1)))
      return At + 2;
    return in(Same, word(At)) ? At + 1 : 0;
  }

  /// "pure refactoring", "purely a mechanical change"; and where nothing follows, "just a cleanup".
  size_t pure(size_t I) const {
    if (!in({"pure", "purely", "strictly", "just", "merely"}, word(I)))
      return 0;
    const bool Strong = in({"pure", "purely", "strictly"}, word(I));
    const size_t At = skip(I + 1, {"a", "an", "code"});
    if (Strong && in({"move", "movement", "motion"}, word(At)) && word(At - 1) == "code")
      return At + 1;
    if (word(At) == "clean" && word(At + 1) == "up")
      return Strong || boundary(At + 2) ? At + 2 : 0;
    if (!in(Cosmetics, word(At)))
      return 0;
    const size_t End = At + 1 + (in(Changes, word(At + 1)) || in(Cosmetics, word(At + 1)));
    return Strong || boundary(End) ? End : 0;
  }

  /// "refactor only", "cosmetic changes only", "only cosmetic changes".
  size_t onlyCosmetic(size_t I) const {
    static const Set All = [] {
      Set Out = Cosmetics;
      Out.insert({"comment", "comments", "style"});
      return Out;
    }();
    if (in(All, word(I)) || (word(I) == "code" && in({"movement", "motion", "move"}, word(I + 1)))) {
      size_t At = I + 1 + (word(I) == "code");
      At += in(Changes, word(At));
      if (boundary(I) && in({"cosmetic", "stylistic"}, word(I)) && At == I + 2 && boundary(At))
        return At;
      return word(At) == "only" && boundary(At + 1) ? At + 1 : 0;
    }
    if (word(I) != "only" || !in(All, word(I + 1)))
      return 0;
    const size_t At = I + 2 + in(Changes, word(I + 2));
    return boundary(At) ? At : 0;
  }

  /// "this patch should be a no-op".
  size_t noOperation(size_t I) const {
    if (word(I) != "no" || word(I + 1) != "op")
      return 0;
    for (size_t At = I; At-- > 0 && !Words[At + 1].Before;)
      if (in({"patch", "commit", "change", "refactoring"}, word(At)))
        return I + 2;
    return in({"change", "patch", "refactoring", "cleanup"}, word(I + 2)) ? I + 3 : 0;
  }

  /// NFC and NFCI, where they cannot be the radio.
  size_t abbreviated(size_t I) const {
    const std::string As = Text.substr(Words[I].Begin, Words[I].End - Words[I].Begin);
    if (As == "NFCI")
      return I + 1;
    if (As != "NFC" || !boundary(I))
      return 0;
    const size_t At = skip(I + 1, {"intended", "expected"});
    const bool Ends =
        At == Words.size() ? Words[At - 1].After != ':' : in({")", "]"}, std::string(1, Words[At].Before));
    return Ends ? At : 0;
  }

  /// The words between the beginning of the clause and a claim leave it one of this patch. Whatever it does "with no
  /// functional change", it does so.
  bool leads(size_t I) const {
    size_t Begin = I;
    while (Begin > 0 && !Words[Begin].Before)
      --Begin;
    if ((Begin > 0 && limitsWhatFollows(Begin)) || word(Begin) == "do" || word(Begin) == "don't") // it asks for it
      return false;
    if (in({"which", "that"}, word(Begin)) && namesAnotherPatch(Begin))
      return false;
    if (isTailOf(I))
      return !startsLimited(Begin, I) && noDenial(Begin, I);
    for (size_t At = Begin; At < I; ++At)
      if (!in(Leading, word(At)) || (word(At) == "for" && word(At + 1) != "now"))
        return false;
    return true;
  }

  /// ".. ; this one has no functional change".
  bool ofThis(size_t I) const {
    while (I > 0 && !Words[I].Before)
      --I;
    return I > 0 && word(I) == "this";
  }

  bool isTailOf(size_t I) const {
    return word(I) == "without" || (I > 0 && in({"with", "without", "but", "while"}, word(I - 1)));
  }

  /// "If .. with no functional change": a condition is none.
  bool startsLimited(size_t Begin, size_t I) const {
    static const Set Opening{"if", "unless", "when", "whether", "can", "could", "how", "commit"};
    for (size_t At = Begin; At < I && At < Begin + 2; ++At)
      if (in(Opening, word(At)))
        return true;
    return false;
  }

  bool noDenial(size_t Begin, size_t I) const {
    static const Set Denying{"not",       "cannot", "can't",  "impossible", "longer", "hard",
                             "difficult", "never",  "could",  "later",      "almost", "nearly",
                             "mostly",    "other",  "others", "unlike",     "isn't"};
    for (size_t At = Begin; At < I; ++At)
      if (in(Denying, word(At)))
        return false;
    return true;
  }

  /// "For x86, ..", "Apart from that, ..": the clause before leaves something open.
  bool limitsWhatFollows(size_t Begin) const {
    static const Set Opening{"for",        "on",      "if",        "when",  "unless",  "except", "apart",
                             "aside",      "besides", "otherwise", "other", "outside", "until",  "previously",
                             "originally", "most",    "some",      "under", "without"};
    static const Set Cases{"case", "cases",   "builds",        "kernels", "configurations", "configs",
                           "mode", "systems", "architectures", "users",   "callers"};
    size_t First = Begin - 1;
    while (First > 0 && !Words[First].Before)
      --First;
    if (First != 0) // several clauses: what the first says is told of the others
      return in({"otherwise", "except", "apart"}, word(First));
    if (in(Opening, word(First)))
      return true;
    if (Words[0].Lower.size() > 1 && Words[0].Lower[0] == 'v' && std::isdigit(static_cast<unsigned char>(word(0)[1])))
      return true; // what changed since another version of the patch
    for (size_t At = First; word(First) == "in" && At < Begin; ++At)
      if (in(Cases, word(At)))
        return true;
    return false;
  }

  size_t withTail(size_t End) const {
    while (End < Words.size() && !Words[End].Before && in({"intended", "expected", "here", "is", "are"}, word(End)))
      ++End;
    while (End > 0 && in({"is", "are"}, word(End - 1)))
      --End;
    return End;
  }

  /// What follows takes a part of it back.
  bool limited(size_t End) const {
    if (Words[End - 1].After == '?')
      return true;
    size_t At = End;
    while (At < Words.size() && !Words[At].Before && (in(Trailing, word(At)) || ofThisPatch(At)))
      ++At;
    if (word(At) == "least" || (word(At) == "at" && word(At + 1) == "least"))
      return true;
    if (At >= Words.size())
      return Words.back().After == '?';
    if (Words[At].Before == 0)
      return limitsHere(At);
    return Words[At].Before != ';' && in({"except", "excepting", "apart",    "aside",    "besides", "but",     "unless",
                                          "other",  "save",      "only",     "although", "though",  "however", "if",
                                          "when",   "unless",    "provided", "assuming", "for",     "on",      "with"},
                                         word(At));
  }

  bool limitsHere(size_t At) const {
    if (word(At) == "as" && word(At + 1) == "far" && in({"i", "we"}, word(At + 3))) // as I can see
      return false;
    for (size_t I = At; I < Words.size() && I < At + 4 && (I == At || !Words[I].Before); ++I)
      if (in(Limiting, word(I)) && !ofThisPatch(I))
        return true;
    if (word(At) == "in" || word(At) == "from")
      return !ofThisPatch(At);
    return false;
  }

  /// "in this patch", "with the conversion", "to the code", "for now".
  bool ofThisPatch(size_t At) const {
    static const Set Prepositions{"in", "from", "with", "by", "to", "for", "of", "as", "the"};
    static const Set Own{"this",   "patch", "patches",     "commit",   "change",     "changes",
                         "series", "code",  "refactoring", "now",      "conversion", "cleanup",
                         "result", "a",     "driver",      "function", "that",       "such"};
    if (in({"patch", "commit", "series", "code", "result", "refactoring", "conversion", "cleanup", "now", "driver"},
           word(At)))
      return true;
    if (!in(Prepositions, word(At)))
      return false;
    return in(Own, word(At + 1)) || (word(At + 1) == "the" && in(Own, word(At + 2)));
  }

  /// "The next patch ..", "Commit 1234 ..", "Patch 2 ..".
  bool ofAnotherPatch() const {
    if (word(0) == "commit" || word(0) == "revert" || word(0) == "reverts" || word(0) == "reapply" ||
        (word(0) == "in" && word(1) == "commit"))
      return true;
    if (word(0) == "patch" && word(1).find_first_not_of("0123456789") == std::string::npos && !word(1).empty())
      return true;
    if (in({"prepare", "preparation", "preparing", "for", "to", "as", "like", "needed"}, word(0)) ||
        word(1) == "preparation")
      return false;
    for (size_t I = 0; I < 5 && I + 1 < Words.size(); ++I)
      if (in(OtherOnes, word(I)) && (in(Patches, word(I + 1)) || in(Patches, word(I + 2))))
        return true;
    return false;
  }

  /// ".. the next patch, which ..".
  bool namesAnotherPatch(size_t End) const {
    return End >= 2 && in(Patches, word(End - 1)) &&
           (in(OtherOnes, word(End - 2)) || (End >= 3 && in(OtherOnes, word(End - 3))));
  }

  std::string quoted(size_t Begin, size_t End) const {
    return Text.substr(Words[Begin].Begin, Words[End - 1].End - Words[Begin].Begin);
  }

  const std::string &Text;
  const std::vector<MessageWord> &Words;
};

} // namespace

std::string claimsNoChange(const std::string &Message) {
  const MessageText Text(Message);
  for (const std::vector<MessageWord> &Each : Text.sentences())
    if (const std::string Claim = Sentence(Text.text(), Each).claim(); !Claim.empty())
      return Claim;
  return "";
}

std::string claimsOfPart(const std::string &Message) {
  const MessageText Text(Message);
  for (const std::vector<MessageWord> &Each : Text.sentences())
    if (const std::string Part = Sentence(Text.text(), Each).ofPart(); !Part.empty())
      return Part;
  return "";
}

std::string speaksOfTidying(const std::string &Message) {
  const MessageText Own(Message);
  std::string Found;
  for (const std::vector<MessageWord> &Sentence : Own.sentences())
    for (const MessageWord &Word : Sentence) {
      const bool Name = Word.Lower.find_first_of("_0123456789") != std::string::npos || Word.After == '(';
      if (!Name && in(Intents, Word.Lower))
        return "";
      if (!Name && Found.empty() && in(Tidying, Word.Lower))
        Found = Own.text().substr(Word.Begin, Word.End - Word.Begin);
    }
  return Found;
}

} // namespace kverdict
