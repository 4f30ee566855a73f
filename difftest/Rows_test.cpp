// What the rows of a comparison say, held against Clang: in all states that meet the conditions of a row, as C reads
// them, the two versions return what the row says.
#include "difftest/Random.h"
#include "testing/Comparisons.h"
#include "testing/NativeBuild.h"

#include <sstream>

namespace kverdict {
namespace {

const char *const Names = "#define A 1ul\n#define B 4ul\n#define C 8ul\n#define D 2ul\n#define BOTH (A | B)\n"
                          "#define true 1\n#define false 0\n#define EPERM 1\n#define EINVAL 22\n"
                          "#define unlikely(x) __builtin_expect(!!(x), 0)\n"
                          "struct area { unsigned long flags; int n; unsigned len; unsigned char level; };\n";

/// Guards that test masks, and numbers against limits.
class Guards {
public:
  explicit Guards(std::uint64_t Seed) : R(Seed) {
    for (unsigned I = 0, Count = 1 + R.below(4); I < Count; ++I)
      All.push_back(guard());
    Last = R.pick(std::vector<std::string>{"0", "v->n > 2 ? -EINVAL : 0", "!(v->flags & " + mask() + ")"});
  }

  std::string text(const std::string &Function) const {
    std::string Text = "int " + Function + "(struct area *v)\n{\n";
    for (const Guard &Each : All)
      Text += "\tif (" + Each.joined() + ")\n\t\treturn " + Each.Verdict + ";\n";
    return Text + "\treturn " + Last + ";\n}\n";
  }

  /// As an edit of one guard would: a flag less, another limit, the contrary, another verdict, or no guard.
  void edit() {
    Guard &Of = All[R.below(All.size())];
    Atom &Asks = Of.Parts[R.below(Of.Parts.size())];
    switch (R.below(5)) {
    case 0:
      Asks.Flags.size() > 1 ? Asks.Flags.pop_back() : Asks.Flags.push_back("D");
      break;
    case 1:
      Asks.Limit += R.chance(50) || !Asks.Limit ? 1 : -1;
      break;
    case 2:
      Asks.Denied = !Asks.Denied;
      break;
    case 3:
      Of.Verdict = Of.Verdict == "-EPERM" ? "0" : "-EPERM";
      break;
    default:
      All.erase(All.begin() + (&Of - All.data()));
    }
  }

private:
  struct Atom {
    std::string Value, Operator; ///< no operator: flags are asked for
    std::vector<std::string> Flags;
    int Limit = 0;
    bool Denied = false;

    std::string text() const {
      const std::string Plain =
          Operator.empty() ? Value + " & " + orOf(Flags) : Value + " " + Operator + " " + std::to_string(Limit);
      return Denied ? "!(" + Plain + ")" : Plain;
    }
  };
  struct Guard {
    std::vector<Atom> Parts;
    std::string Verdict, Between, Hint;
    std::string joined() const {
      std::string Text;
      for (const Atom &Each : Parts)
        Text += Parts.size() == 1 ? Each.text() : (Text.empty() ? "(" : Between + "(") + Each.text() + ")";
      return Hint.empty() ? Text : Hint + "(" + Text + ")";
    }
  };

  static std::string orOf(const std::vector<std::string> &Flags) {
    std::string Text;
    for (const std::string &Each : Flags)
      Text += (Text.empty() ? "" : " | ") + Each;
    return Flags.size() == 1 ? Text : "(" + Text + ")";
  }

  std::vector<std::string> flags() {
    std::vector<std::string> Some;
    for (unsigned I = 0, Count = 1 + R.below(3); I < Count; ++I)
      Some.push_back(R.pick(std::vector<std::string>{"A", "B", "C", "D", "BOTH"}));
    return Some;
  }
  std::string mask() { return orOf(flags()); }

  Atom atom() {
    Atom Out;
    Out.Denied = R.chance(25);
    if (R.chance(55)) {
      Out.Value = R.chance(20) ? "(v->flags >> 1)" : "v->flags";
      Out.Flags = flags();
      return Out;
    }
    Out.Value = R.pick(std::vector<std::string>{"v->n", "v->len", "v->level"});
    Out.Operator = R.pick(std::vector<std::string>{"<", ">", "<=", ">=", "==", "!="});
    Out.Limit = Out.Value == "v->n" ? int(R.below(6)) - 2 : R.below(5);
    return Out;
  }

  Guard guard() {
    Guard Out;
    Out.Verdict = R.pick(Verdicts);
    Out.Parts.push_back(atom());
    if (R.chance(40))
      Out.Parts.push_back(atom());
    Out.Between = R.chance(50) ? " && " : " || ";
    Out.Hint = R.chance(15) ? "unlikely" : "";
    return Out;
  }

  Random R;
  const std::vector<std::string> Verdicts = {"-EINVAL", "-EPERM", "0"};
  std::vector<Guard> All;
  std::string Last;
};

/// A function that counts the states of a row, and those in which a version returns something else.
std::string counting(const Difference &D, const std::string &Old, const std::string &New, unsigned Number) {
  std::string All = "1";
  for (const std::string &Each : D.Conditions)
    All += " && (" + Each + ")";
  return "static void row" + std::to_string(Number) + "(struct area *v, long *Met, long *Otherwise)\n{\n\tif (!(" +
         All + "))\n\t\treturn;\n\t++*Met;\n\t*Otherwise += " + Old + "(v) != (" + D.Old + ") || " + New + "(v) != (" +
         D.New + ");\n}\n";
}

/// The rows of a comparison, as functions; Count is how many there are by now.
std::string rowsOf(std::uint64_t Seed, unsigned &Count, std::map<unsigned, std::string> &Of) {
  Guards Version(Seed);
  const std::string Old = Version.text("f");
  const std::string Number = std::to_string(Seed);
  std::string Text = Version.text("old" + Number);
  Version.edit();
  Text += Version.text("new" + Number);
  const Comparison C = compared(Names + Old, Names + Version.text("f"));
  for (const Difference &D : C.Differences) {
    Of[Count] = Old + Version.text("f") + shown(C);
    Text += counting(D, "old" + Number, "new" + Number, Count++);
  }
  return Text;
}

std::string mainOver(unsigned Count) {
  std::string Text = "int printf(const char *, ...);\nint main(void)\n{\n\tstruct area s;\n";
  for (unsigned I = 0; I < Count; ++I) {
    const std::string Row = std::to_string(I);
    Text += "\t{\n\t\tlong met = 0, otherwise = 0;\n"
            "\t\tfor (s.flags = 0; s.flags < 64; s.flags++) for (s.n = -5; s.n < 8; s.n++)\n"
            "\t\tfor (s.len = 0; s.len < 8; s.len++) for (s.level = 0; s.level < 8; s.level++)\n"
            "\t\t\trow" +
            Row + "(&s, &met, &otherwise);\n\t\tprintf(\"" + Row + " %ld %ld\\n\", met, otherwise);\n\t}\n";
  }
  return Text + "\treturn 0;\n}\n";
}

TEST(Rows, AreAsClangReadsThem) {
  constexpr unsigned Pairs = 80;
  std::string Text = Names;
  unsigned Count = 0;
  std::map<unsigned, std::string> Of;
  for (unsigned Seed = 0; Seed < Pairs; ++Seed)
    Text += rowsOf(Seed, Count, Of);
  ASSERT_GT(Count, Pairs / 2);
  const NativeBuild Program({Text + mainOver(Count)}, {"-w", "-O1"});
  ASSERT_TRUE(Program.built()) << Program.log();
  const std::vector<std::string> Lines = Program.run();
  ASSERT_EQ(Lines.size(), Count);
  for (const std::string &Line : Lines) {
    unsigned Row = 0;
    long Met = 0, Otherwise = 0;
    std::istringstream(Line) >> Row >> Met >> Otherwise;
    EXPECT_GT(Met, 0) << Of[Row];
    EXPECT_EQ(Otherwise, 0) << Of[Row];
  }
}

} // namespace
} // namespace kverdict
