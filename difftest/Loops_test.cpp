// Random functions with loops that may run more often than they are walked: where the explorer says that more rounds
// lead only where fewer did, runs of the simulator and of the compiler's code are held against it; and so are contracts
// that it calls proved.
#include "difftest/CrossCheck.h"
#include "difftest/RandomState.h"
#include "difftest/Trial.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace kverdict {
namespace {

const char *const Parameters = "s32 n, s32 m, struct obj *o";

/// Makes one function after the other.
class Looping {
public:
  explicit Looping(std::uint64_t Seed) : R(Seed) {}

  std::string function(const std::string &Name) {
    Inner = 0;
    return "s32 " + Name + "(" + Parameters +
           ")\n{\n\ts32 bad = 0, err = 0, s = 0, last = -1;\n\tstruct obj *p = o;\n" +
           (R.chance(40) ? "\tif (" + guard() + ")\n\t\treturn " + number() + ";\n" : "") + loop() +
           (R.chance(25) ? loop() : "") +
           (R.chance(50) ? "\tif (" + after() + ")\n\t\treturn " + number() + ";\n" : "") + "\treturn " +
           R.pick<std::string>({"0", "0", "bad", "err", "s", "last", "bad ? -EINVAL : 0"}) + ";\n}\n";
  }

private:
  std::string number() { return R.pick<std::string>({"1", "2", "5", "-EPERM", "-EINVAL", "0"}); }
  std::string guard() {
    return R.pick<std::string>({"m == 9", "o->flags & VM_IO", "n > 100", "!ext_ok(o, 4)", "o->count < 0"});
  }
  std::string after() {
    return R.pick<std::string>(
        {"bad", "s == 8", "s > 3", "last == 4", "o->flags & VM_SHARED", "m == n", "err", "p != o"});
  }

  std::string statement(const std::string &I) {
    static const std::vector<std::string> Kinds = {
        "if (ext_int($) & 1) return #;",
        "if (ext_int($) > 3) bad = #;",
        "if (bad && ext_int(m) == 2) return #;",
        "err = ext_int($); if (err < 0) return err;",
        "err = ext_int($); if (err < 0) break;",
        "if (err) { last = $; continue; }",
        "s += 2;",
        "if (ext_int(m) & 1) s++;",
        "if ($ == 5) return #;",
        "if (s == 6) return #;",
        "o->count += 1;",
        "if (o->count == 4) return #;",
        "if (ext_change(o) == 3) return #;",
        "if (o->array[1] == 3) return #;",
        "if (m & 4) continue;",
        "if (p->next) p = p->next;",
        "if (p->flags & VM_WRITE) return #;",
        "p->byte = 7;",
        "last = $;",
        "if (last == 3) bad = #;",
        "{ s32 t = ext_int($); if (t == bad) return #; bad = t & 1; }",
        "if (ext_fill(&err)) return #;",
        "if (!ext_ok(p, $)) break;",
    };
    std::string Text = R.pick(Kinds);
    for (size_t At; (At = Text.find('$')) != std::string::npos;)
      Text.replace(At, 1, I);
    for (size_t At; (At = Text.find('#')) != std::string::npos;)
      Text.replace(At, 1, number());
    return "\t\t" + Text + "\n";
  }

  std::string loop() {
    const std::string I = "i" + std::to_string(Inner++);
    const std::string Bound = R.pick<std::string>({"(n & 15)", "(s32)o->low", "(o->byte % 12)", "(n & 7)"});
    std::string Body;
    for (unsigned Count = 1 + R.below(3); Count; --Count)
      Body += statement(I);
    if (Inner < 3 && R.chance(15))
      Body += loop();
    switch (R.below(5)) {
    case 0:
      return "\tfor (s32 " + I + " = " + Bound + "; " + I + " > 0; " + I + "--) {\n" + Body + "\t}\n";
    case 1:
      return "\t{ s32 " + I + " = 0; do {\n" + Body + "\t} while (++" + I + " < " + Bound + "); }\n";
    case 2:
      return "\tfor (s32 " + I + " = 0; " + I + " < " + Bound + "; " + I + " += 2) {\n" + Body + "\t}\n";
    default:
      return "\tfor (s32 " + I + " = 0; " + I + " < " + Bound + "; " + I + "++) {\n" + Body + "\t}\n";
    }
  }

  Random R;
  unsigned Inner = 0;
};

constexpr unsigned PerFile = 20;

std::string fileOf(std::uint64_t Seed, std::vector<std::string> &Names) {
  std::string Text = fileText({});
  Looping Make(Seed);
  for (unsigned I = 0; I < PerFile; ++I) {
    Names.push_back("f" + std::to_string(I));
    Text += Make.function(Names.back());
  }
  return Text;
}

std::string bodyOf(const std::string &Text, const std::string &Function) {
  const size_t At = Text.find("s32 " + Function + "(" + Parameters);
  return Text.substr(At, Text.find("\n}\n", At) + 3 - At);
}

TEST(Loops, MoreRoundsLeadOnlyWhereFewerDid) {
  const char *Files = std::getenv("KVERDICT_LOOPS"); // so many files, for a long run
  Tally T;
  for (unsigned Seed = 1, Last = Files ? std::stoul(Files) : 3; Seed <= Last; ++Seed) {
    std::vector<std::string> Names;
    const std::string Text = fileOf(Seed, Names);
    UnitRequest Request;
    Request.Command = {"/t/loops.c", "/t", {"-std=gnu11"}};
    Request.Text = Text;
    Request.AllBodies = true;
    const std::unique_ptr<Unit> U = parseUnit(Request);
    const Rules NoRules;
    const std::set<std::string> NoAliases(Names.begin(), Names.end());
    for (const Disagreement &D : compare({*U, Text, NoRules, Names, NoAliases, {}, 60, Seed, true}, T))
      ADD_FAILURE() << "seed " << Seed << ": " << D.Function << ": " << D.Kind << " disagree: " << D.Text << "\n"
                    << bodyOf(Text, D.Function);
  }
  std::printf("%u functions, %u not decided, %u states, %u natively, %u matched a row, %u went round more often\n",
              T.Functions, T.Undecided, T.States, T.Native, T.Matched, T.Covered);
  EXPECT_GE(T.Covered, T.States / 50);
  EXPECT_LE(T.Undecided, T.Functions * 5 / 6);
}

struct Ensured {
  std::string Text;
  bool (*Holds)(std::int64_t);
};

const std::vector<Ensured> Results = {
    {"result != 1", [](std::int64_t R) { return R != 1; }},
    {"result != 5", [](std::int64_t R) { return R != 5; }},
    {"result <= 0", [](std::int64_t R) { return R <= 0; }},
    {"result >= 0", [](std::int64_t R) { return R >= 0; }},
    {"result != -EINVAL", [](std::int64_t R) { return R != -22; }},
    {"result == 0", [](std::int64_t R) { return R == 0; }},
};
const std::vector<std::string> States = {"1",      "n > 3",       "m == 9", "!(o->flags & VM_IO)", "o->count > 5",
                                         "m != n", "o->byte == 7"};

TEST(Loops, WhatIsProvedHoldsInRuns) {
  const char *Files = std::getenv("KVERDICT_LOOPS");
  unsigned Proved = 0, Open = 0, Runs = 0;
  for (unsigned Seed = 101, Last = Files ? 100 + std::stoul(Files) : 103; Seed <= Last; ++Seed) {
    std::vector<std::string> Names;
    std::string Text = fileOf(Seed, Names);
    for (size_t I = 0; I < States.size(); ++I)
      Text += "int state" + std::to_string(I) + "(" + Parameters + ") { return " + States[I] + "; }\n";
    UnitRequest Request;
    Request.Command = {"/t/loops.c", "/t", {"-std=gnu11"}};
    Request.Text = Text;
    Request.AllBodies = true;
    for (const std::string &Name : Names) {
      for (size_t I = 0; I < States.size(); ++I)
        Request.Extras.push_back(
            {Extra::Kind::Condition, Name + "_if" + std::to_string(I), Name, false, {States[I], {"r", 1, 1}}, {}});
      for (size_t I = 0; I < Results.size(); ++I)
        Request.Extras.push_back({Extra::Kind::Condition,
                                  Name + "_then" + std::to_string(I),
                                  Name,
                                  true,
                                  {Results[I].Text, {"r", 2, 1}},
                                  {}});
    }
    const std::unique_ptr<Unit> U = parseUnit(Request);
    const Rules NoRules;
    Explorer Explore(*U, NoRules);
    Simulator Sim(*U, NoRules.Models);
    for (const std::string &Name : Names) {
      const Table Rows = Explore.table(Name);
      const bool Rounds = std::any_of(Rows.Rows.begin(), Rows.Rows.end(), [](const Row &Each) { return Each.Covered; });
      if (!Rows.exact() || !Rounds)
        continue;
      std::set<std::pair<size_t, size_t>> Holding;
      for (size_t I = 0; I < States.size(); ++I)
        for (size_t J = 0; J < Results.size(); ++J) {
          const Reply Said =
              Explore.ask({Name, Name + "_if" + std::to_string(I), Name + "_then" + std::to_string(J), {}});
          Open += Said.What == Reply::Kind::Undecided;
          if (Said.What == Reply::Kind::Holds && Said.Exact)
            Holding.insert({I, J});
        }
      Proved += Holding.size();
      Random R(Seed);
      const std::map<std::string, std::uint64_t> Nowhere;
      RandomState Maker(*U, R, Nowhere, false);
      for (unsigned N = 0; N < 150; ++N) {
        Witness W = Maker.make(U->definition(Name));
        kverdict::Run Ran;
        if (!runWithCalls(*U, Sim, Name, Maker, W, Ran) || Ran.End != RunEnd::Returned)
          continue;
        ++Runs;
        for (const auto &[I, J] : Holding) {
          const kverdict::Run Asked = Sim.run("state" + std::to_string(I), W);
          if (Asked.End == RunEnd::Returned && Asked.Result.Bits)
            EXPECT_TRUE(Results[J].Holds(Ran.Result.asSigned()))
                << "seed " << Seed << ": " << Name << ": where " << States[I] << ", " << Results[J].Text
                << " is proved; " << Ran.Result.asSigned() << "\n"
                << show(W);
        }
      }
    }
  }
  std::printf("%u contracts proved, %u not decided, %u runs\n", Proved, Open, Runs);
  EXPECT_GE(Proved, 100u);
  EXPECT_GE(Runs, 300u);
}

} // namespace
} // namespace kverdict
