// The rows of a table, held against Clang: read from the top as C reads them, they return what the function returns, in
// all states. And over the fixtures against runs: of random states, the first row that holds says what becomes of them.
#include "difftest/RandomState.h"
#include "explore/Explorer.h"
#include "explore/table/Decisions.h"
#include "parse/Complete.h"
#include "report/Condition.h"
#include "simulate/Simulator.h"
#include "testing/Comparisons.h"
#include "testing/Fixtures.h"
#include "testing/NativeBuild.h"

#include <clang/AST/Decl.h>

#include <filesystem>
#include <sstream>

namespace kverdict {
namespace {

const char *const Names =
    "#define A 1ul\n#define B 4ul\n#define C 8ul\n#define EPERM 1\n#define EINVAL 22\n#define EFAULT 14\n"
    "#define unlikely(x) __builtin_expect(!!(x), 0)\n"
    "struct area { unsigned long flags; int n; unsigned len; unsigned char level; };\n";

/// A function that decides: guards that end it, branches that meet again, a verdict that is carried along, switches,
/// and predicates with guards of their own.
class Policy {
public:
  explicit Policy(std::uint64_t Seed) : R(Seed), Number(std::to_string(Seed)) {
    for (unsigned I = 0, Count = R.below(3); I < Count; ++I)
      Predicates.push_back(predicate(I));
    Body = "int f" + Number + "(struct area *v)\n{\n\tint ret = 0;\n" + block(1, 3 + R.below(3)) +
           (R.chance(40) ? "\treturn ret;\n}\n" : "\treturn " + verdict() + ";\n}\n");
  }

  std::string name() const { return "f" + Number; }
  std::string text() const {
    std::string Text;
    for (const std::string &Each : Predicates)
      Text += Each;
    return Text + Body;
  }

private:
  std::string atom() {
    if (R.chance(40))
      return "v->flags & " + R.pick(std::vector<std::string>{"A", "B", "C", "(A | B)", "(B | C)"});
    return R.pick(std::vector<std::string>{"v->n", "v->len", "v->level"}) + " " +
           R.pick(std::vector<std::string>{"<", ">", "<=", "==", "!="}) + " " + std::to_string(R.below(5));
  }

  std::string guard() {
    if (!Predicates.empty() && R.chance(35))
      return (R.chance(40) ? "!p" : "p") + Number + "_" + std::to_string(R.below(Predicates.size())) + "(v)";
    return R.chance(20) ? "!(" + atom() + ")" : R.chance(10) ? "unlikely(" + atom() + ")" : atom();
  }

  std::string condition() {
    if (R.chance(60))
      return guard();
    return "(" + guard() + ")" + (R.chance(50) ? " && " : " || ") + "(" + guard() + ")";
  }

  std::string verdict() { return R.pick(std::vector<std::string>{"-EINVAL", "-EPERM", "-EFAULT", "0"}); }

  std::string predicate(unsigned Index) {
    std::string Text = "static _Bool p" + Number + "_" + std::to_string(Index) + "(struct area *v)\n{\n";
    for (unsigned I = 0, Count = R.below(3); I < Count; ++I)
      Text += "\tif (" + atom() + ")\n\t\treturn " + (R.chance(50) ? "1" : "0") + ";\n";
    return Text + "\treturn " + (R.chance(60) ? atom() : "(" + atom() + ") && " + atom()) + ";\n}\n";
  }

  std::string block(unsigned Depth, unsigned Count) {
    std::string Text;
    for (; Count; --Count)
      Text += statement(Depth);
    return Text;
  }

  std::string statement(unsigned Depth) {
    const std::string In(Depth, '\t');
    const unsigned What = R.below(Depth > 2 ? 55 : 100);
    if (What < 40)
      return In + "if (" + condition() + ")\n" + In + "\treturn " + verdict() + ";\n";
    if (What < 55)
      return In + "if (" + condition() + ")\n" + In + "\tret = " + verdict() + ";\n";
    if (What < 70)
      return In + "if (" + condition() + ") {\n" + block(Depth + 1, 1 + R.below(2)) + In + "}\n";
    if (What < 85)
      return In + "if (" + condition() + ") {\n" + block(Depth + 1, 1 + R.below(2)) + In + "} else {\n" +
             block(Depth + 1, 1) + In + "}\n";
    return In + "switch (v->n) {\n" + In + "case 1:\n" + In + "case -2:\n" + In + "\treturn " + verdict() + ";\n" + In +
           "case 2 ... 4:\n" + In + "\tret = " + verdict() + ";\n" + In + "\tbreak;\n" + In +
           (R.chance(50) ? "default:\n" + In + "\treturn " + verdict() + ";\n" : "case 0:\n" + In + "\treturn 0;\n") +
           In + "}\n";
  }

  Random R;
  std::string Number;
  std::vector<std::string> Predicates;
  std::string Body;
};

/// The table as a function: the first row that holds returns.
std::string asFunction(const Decisions &D) {
  std::string Text = "static int table_" + D.Function + "(struct area *v)\n{\n";
  for (const Decision &Each : D.Rows) {
    std::string All = "1";
    for (const GuardAnswer &G : Each.Guards)
      All += G.Holds ? " && (" + G.Text + ")" : " && !(" + G.Text + ")";
    Text += "\tif (" + All + ")\n\t\treturn " + Each.Is.Verdict + ";\n";
  }
  return Text + "\treturn 4242;\n}\n";
}

std::string mainOver(const std::vector<std::string> &Functions) {
  std::string Text = "int printf(const char *, ...);\nint main(void)\n{\n\tstruct area s;\n";
  for (const std::string &Each : Functions)
    Text += "\t{\n\t\tlong otherwise = 0;\n"
            "\t\tfor (s.flags = 0; s.flags < 16; s.flags++) for (s.n = -3; s.n < 7; s.n++)\n"
            "\t\tfor (s.len = 0; s.len < 7; s.len++) for (s.level = 0; s.level < 7; s.level++)\n"
            "\t\t\totherwise += " +
            Each + "(&s) != table_" + Each + "(&s);\n\t\tprintf(\"%ld\\n\", otherwise);\n\t}\n";
  return Text + "\treturn 0;\n}\n";
}

TEST(Decisions, AreAsClangReadsThem) {
  constexpr unsigned Count = 150;
  std::string Text = Names;
  std::vector<std::string> Functions, Shown;
  size_t Rows = 0, Paths = 0;
  for (unsigned Seed = 0; Seed < Count; ++Seed) {
    const Policy P(Seed);
    const Rules NoRules;
    const auto U = parseUnit(requestFor(Names + P.text()));
    const Decisions D = decisionsOf(*U, NoRules, P.name());
    ASSERT_TRUE(D.Exact) << P.text();
    for (const Decision &Each : D.Rows)
      ASSERT_TRUE(Each.Proved) << P.text();
    Functions.push_back(P.name());
    Shown.push_back(P.text() + asFunction(D));
    Text += Shown.back();
    Rows += D.Rows.size(), Paths += D.Paths;
  }
  EXPECT_LT(Rows * 3, Paths) << "rows that say no less";
  const NativeBuild Program({Text + mainOver(Functions)}, {"-w", "-O1"});
  ASSERT_TRUE(Program.built()) << Program.log();
  const std::vector<std::string> Lines = Program.run();
  ASSERT_EQ(Lines.size(), Count);
  for (unsigned I = 0; I < Count; ++I)
    EXPECT_EQ(Lines[I], "0") << "states of which the table says something else\n" << Shown[I];
  std::printf("%zu rows of %zu paths\n", Rows, Paths);
}

namespace fs = std::filesystem;
const fs::path Home = fs::path(KVERDICT_SOURCE_DIR) / "testdata";

CompleteUnit parsed(const fs::path &File) {
  UnitRequest Request;
  Request.Command = {File.string(),
                     Home.string(),
                     {"-std=gnu11", "-I" + (Home / "include").string(), "-I" + File.parent_path().string()}};
  Request.Text = readFile(File.string());
  Request.AllBodies = true;
  const auto First = parseUnit(Request);
  Request.Wanted.insert(First->functions().begin(), First->functions().end());
  CompleteUnit U(Request);
  U.complete([](Unit &Each) {
    const Rules NoRules;
    for (const std::string &Function : Each.functions())
      if (Each.definition(Function))
        Explorer(Each, NoRules).rowCount(Function);
  });
  return U;
}

/// What the run itself asked, and how it came out; none if it did not, or said it in other words.
std::optional<bool> answerIn(const Run &R, const GuardAnswer &G) {
  if (G.What != GuardAnswer::Kind::Condition)
    return std::nullopt;
  const PlainCondition Wanted = plainCondition(G.Text);
  std::optional<bool> Is;
  for (const TraceStep &Each : R.Trace) {
    if (Each.What != TraceStep::Kind::Branch || Each.Depth ||
        (!G.Where.empty() && !("line " + std::to_string(Each.At.Line)).starts_with(G.Where)))
      continue;
    const PlainCondition Asked = plainCondition(Each.Text);
    if (Asked.Text == Wanted.Text)
      Is = ((Each.Outcome == "true") == Asked.Holds) == (Wanted.Holds == G.Holds);
  }
  return Is;
}

/// The row that a reader comes to who knows what the run asked; none if a guard is in a row's words alone.
const Decision *rowFor(const Decisions &D, const Run &R) {
  for (const Decision &Each : D.Rows) {
    bool Holds = Each.Proved;
    for (const GuardAnswer &G : Each.Guards) {
      if (!Holds)
        break;
      const std::optional<bool> Is = answerIn(R, G);
      if (!Is)
        return nullptr;
      Holds = *Is;
    }
    if (Holds)
      return &Each;
  }
  return nullptr;
}

std::string endOf(const Run &R) {
  unsigned Line = R.StoppedAt.Line;
  for (const TraceStep &Each : R.Trace)
    if (Each.What == TraceStep::Kind::Return && Each.Depth == 0 && R.End == RunEnd::Returned)
      Line = Each.At.Line;
  return std::to_string(static_cast<int>(R.End)) + " in line " + std::to_string(Line);
}

/// Whether the row of a run's state says what the run did.
void holdAgainst(const Decisions &D, const Run &R, const std::string &Of, unsigned &Held) {
  const Decision *Row = rowFor(D, R);
  if (!Row || (R.End != RunEnd::Returned && R.End != RunEnd::NoReturn))
    return;
  ++Held;
  const std::string Says =
      std::to_string(static_cast<int>(Row->Is.End)) + " in line " + std::to_string(Row->Is.At.Line);
  EXPECT_EQ(Says, endOf(R)) << Of << ", row " << Row - D.Rows.data() + 1;
  const kverdict::Row &Its = Row->Is;
  if (R.End == RunEnd::Returned && Row->Returns.empty() && Its.Result.Width && !R.Result.Pointer)
    EXPECT_EQ(Its.Result, R.Result) << Of << ", row " << Row - D.Rows.data() + 1;
}

class FixtureDecisions : public testing::TestWithParam<std::string> {};

TEST_P(FixtureDecisions, SayWhatRunsDo) {
  constexpr unsigned MostPaths = 400, States = 60;
  const CompleteUnit U = parsed(Home / GetParam());
  const Rules NoRules;
  const std::vector<Model> NoModels;
  Simulator Sim(*U, NoModels);
  unsigned Held = 0;
  for (const std::string &Name : U->functions()) {
    const clang::FunctionDecl *F = U->definition(Name);
    if (!F || Explorer(*U, NoRules).rowCount(Name) > MostPaths)
      continue;
    const Decisions D = decisionsOf(*U, NoRules, Name);
    std::map<std::string, std::uint64_t> Addresses;
    for (size_t I = 0; I < D.Rows.size(); ++I) {
      const Row &Its = D.Rows[I].Is;
      if (!Its.State)
        continue;
      Addresses.insert(Its.State->Concrete.Start.Globals.begin(), Its.State->Concrete.Start.Globals.end());
      const kverdict::Run R = Sim.run(Name, Its.State->Concrete);
      if (const Decision *Row = rowFor(D, R))
        EXPECT_EQ(Row - D.Rows.data(), static_cast<long>(I)) << Name << "(): the example is of another row";
      holdAgainst(D, R, Name + "(), an example", Held);
    }
    Random Choices(1);
    RandomState Maker(*U, Choices, Addresses, false); // as the table takes it: names of different objects
    for (unsigned I = 0; I < States; ++I) {
      Witness W = Maker.make(F);
      kverdict::Run R;
      if (runWithCalls(*U, Sim, Name, Maker, W, R))
        holdAgainst(D, R, Name + "(), state " + std::to_string(I), Held);
    }
  }
  RecordProperty("states", Held);
  std::printf("%u states\n", Held);
}

INSTANTIATE_TEST_SUITE_P(All, FixtureDecisions, testing::ValuesIn(fixtures()), fixtureName);

} // namespace
} // namespace kverdict
