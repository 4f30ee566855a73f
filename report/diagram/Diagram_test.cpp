#include "report/diagram/Diagram.h"

#include "report/Condition.h"
#include "report/diagram/Dot.h"

#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <random>

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

Row row(const std::vector<std::string> &Conditions, const std::string &Verdict, unsigned Line = 1,
        RunEnd End = RunEnd::Returned) {
  Row R;
  R.Conditions = Conditions;
  R.End = End;
  (End == RunEnd::Returned ? R.Verdict : R.Reason) = Verdict;
  R.At = {"a.c", Line, 1};
  return R;
}

Diagram drawn(const std::vector<Row> &Rows) {
  return diagramOf({"f", Rows}, [](const std::string &, unsigned) { return std::nullopt; });
}

/// The diagram in lines: "0: a or b? 1 : 2", "1: -EFAULT (line 3)".
std::string shown(const Diagram &D) {
  std::string Text = D.Problem;
  for (size_t I = 0; I < D.Nodes.size(); ++I) {
    const DiagramNode &N = D.Nodes[I];
    Text += std::to_string(I) + ": " +
            (N.isVerdict() ? verdictText(N)
                           : questionText(N) + "? " + std::to_string(N.Yes) + " : " + std::to_string(N.No)) +
            "\n";
  }
  return Text;
}

TEST(Diagram, GuardsOfOneReturnAreOneQuestion) {
  EXPECT_EQ(shown(drawn({row({"flags & IO"}, "-EFAULT", 3), row({"!(flags & IO)", "anon", "!!file"}, "-EINVAL", 5),
                         row({"!(flags & IO)", "anon", "!file"}, "0", 6), row({"!(flags & IO)", "!anon"}, "0", 6)})),
            "0: flags & IO? 1 : 2\n1: -EFAULT (line 3)\n2: anon and file? 3 : 4\n3: -EINVAL (line 5)\n4: 0 (line 6)\n");
  EXPECT_EQ(shown(drawn({row({"a"}, "0", 3), row({"!a", "!b"}, "0", 3), row({"!a", "b"}, "1", 4)})),
            "0: a or !b? 1 : 2\n1: 0 (line 3)\n2: 1 (line 4)\n");
}

/// What is known already on one way is a question on the other, and what follows is the same.
TEST(Diagram, PartsThatDoNotContradictAreOne) {
  EXPECT_EQ(shown(drawn({row({"x", "w", "w"}, "1"), row({"x", "!w", "!w"}, "2"), row({"!x", "y", "w"}, "1"),
                         row({"!x", "y", "!w"}, "2"), row({"!x", "!y"}, "3")})),
            "0: x or y? 1 : 2\n1: w? 3 : 4\n2: 3 (line 1)\n3: 1 (line 1)\n4: 2 (line 1)\n");
}

TEST(Diagram, WhatMakesNoDifferenceIsNotAsked) {
  EXPECT_EQ(shown(drawn({row({"a", "b"}, "0", 3), row({"a", "!b"}, "0", 4), row({"!a", "c"}, "0", 5),
                         row({"!a", "!c"}, "0", 6)})),
            "0: 0 (lines 3, 4, 5, 6)\n");
  EXPECT_EQ(shown(drawn({row({"a"}, "0")})), "0: 0 (line 1)\n") << "the other side is never come to";
}

TEST(Diagram, CasesOfASwitch) {
  EXPECT_EQ(shown(drawn({row({"k: case B", "x"}, "0"), row({"k: case B", "!(x)"}, "1"), row({"k: case C", "x"}, "0"),
                         row({"k: case C", "!(x)"}, "1"), row({"k: case A"}, "-22"), row({"k: default"}, "2")})),
            "0: k: case B or k: case C? 1 : 2\n1: x? 3 : 4\n2: k: case A? 5 : 6\n3: 0 (line 1)\n4: 1 (line 1)\n"
            "5: -22 (line 1)\n6: 2 (line 1)\n");
}

TEST(Diagram, AnOpenTruthValueIsAQuestion) {
  const Table T{"f", {row({"!(a == 7)"}, "false", 4), row({"!(a == 7)"}, "true", 4), row({"a == 7"}, "false", 3)}};
  const Diagram D = diagramOf(T, [](const std::string &, unsigned Line) {
    return Line == 4 ? std::optional<std::string>("\treturn a + b > 3;") : std::nullopt;
  });
  EXPECT_EQ(shown(D),
            "0: a == 7? 1 : 2\n1: false (line 3)\n2: a + b > 3? 3 : 4\n3: true (line 4)\n4: false (line 4)\n");
}

TEST(Diagram, WhatHasNoConditionOfItsOwn) {
  EXPECT_EQ(shown(drawn({row({"!a"}, "overflow", 4, RunEnd::Undefined), row({"!a", "b"}, "1", 5),
                         row({"!a", "!b"}, "0", 5), row({"a"}, "7")})),
            "0: a? 1 : 2\n1: 7 (line 1)\n2: undefined: overflow? 3 : 4\n3: undefined: overflow (line 4)\n4: b? 5 : 6\n"
            "5: 1 (line 5)\n6: 0 (line 5)\n");
  EXPECT_THAT(shown(drawn({row({"b"}, "1"), row({"!b"}, "0"), row({}, "overflow", 4, RunEnd::Undefined)})),
              HasSubstr("0: undefined: overflow?"));
}

TEST(Diagram, ALoopThatIsCutShortIsOpen) {
  const Diagram D = drawn({row({"i < n", "i < n"}, "a loop", 3, RunEnd::Unsupported), row({"i < n", "!(i < n)"}, "1"),
                           row({"!(i < n)"}, "0")});
  EXPECT_EQ(D.questions(), 2u) << shown(D);
  EXPECT_THAT(renderDot(D, false), HasSubstr("class=\"open\""));
}

TEST(Diagram, MarksLettersThatLookLikeOthers) {
  const std::string Look = "p\xd0\xb0ge", Marked = "p<U+0430>ge";
  Diagram D = drawn({row({Look + " == 3"}, Look, 3), row({"!(" + Look + " == 3)"}, "0", 4)});
  D.Function = Look;
  const std::string Text = renderDot(D, true);
  EXPECT_THAT(Text, AllOf(HasSubstr("\"" + Marked + "()\""), HasSubstr("\"" + Marked + " == 3?\""),
                          HasSubstr("\"" + Marked + "\\nline 3\""), Not(HasSubstr(Look))));
}

TEST(Diagram, RowsThatAreNoTreeAreNone) {
  const Diagram D = drawn({row({"a"}, "0"), row({"b"}, "1")});
  EXPECT_THAT(D.Problem, HasSubstr("different questions in one place: a, and b"));
  EXPECT_TRUE(drawn({}).Nodes.empty());
}

/// A program of guards over a few variables, and its rows as an explorer makes them: what is known is not open, though
/// it is in the row, since the source asks it again.
class Program {
public:
  explicit Program(unsigned Seed) : Random(Seed) { Table_ = {"f", {}}, step(0, {}, {}); }
  Table table() const { return Table_; }

private:
  void step(unsigned Line, std::map<int, bool> Known, std::vector<std::string> Conditions) {
    if (Guards.size() <= Line) {
      const bool Last = Line > 7;
      Guards.push_back({Last ? -1 : static_cast<int>(Random() % 5), Random() % 2 == 0, static_cast<int>(Random() % 3),
                        static_cast<unsigned>(Line + 1 + Random() % 3)});
    }
    const Guard G = Guards[Line];
    if (G.Variable < 0)
      return Table_.Rows.push_back(row(Conditions, "0", 100));
    for (bool Holds : {true, false}) {
      if (auto It = Known.find(G.Variable); It != Known.end() && It->second != Holds)
        continue;
      auto Then = Known;
      Then[G.Variable] = Holds;
      auto With = Conditions;
      With.push_back((Holds ? "" : "!") + std::string("v") + std::to_string(G.Variable));
      if (Holds == G.Side && G.Verdict)
        Table_.Rows.push_back(row(With, std::to_string(-G.Verdict), Line % 3));
      else
        jump(Holds == G.Side ? G.Jump : Line + 1, Then, With);
    }
  }
  void jump(unsigned Line, const std::map<int, bool> &Known, const std::vector<std::string> &Conditions) {
    while (Guards.size() < Line)
      Guards.push_back({static_cast<int>(Random() % 5), Random() % 2 == 0, static_cast<int>(Random() % 3),
                        static_cast<unsigned>(Guards.size() + 1 + Random() % 3)});
    if (Line > 12)
      return Table_.Rows.push_back(row(Conditions, "0", 100));
    step(Line, Known, Conditions);
  }

  struct Guard {
    int Variable;
    bool Side;
    int Verdict;
    unsigned Jump;
  };
  std::mt19937 Random;
  std::vector<Guard> Guards;
  Table Table_;
};

bool holds(const std::string &Condition, unsigned Bits) {
  const PlainCondition C = plainCondition(Condition);
  return ((Bits >> (C.Text[1] - '0')) & 1) == C.Holds;
}

std::string byTable(const Table &T, unsigned Bits) {
  for (const Row &R : T.Rows)
    if (std::all_of(R.Conditions.begin(), R.Conditions.end(), [&](const auto &C) { return holds(C, Bits); }))
      return R.Verdict;
  return "none";
}

std::string byDiagram(const Diagram &D, unsigned Bits) {
  int At = 0;
  while (!D.Nodes[At].isVerdict()) {
    const DiagramNode &N = D.Nodes[At];
    auto is = [&](const DiagramNode::Part &P) { return holds(P.Text, Bits) == P.Holds; };
    At = (N.All ? std::all_of(N.Parts.begin(), N.Parts.end(), is) : std::any_of(N.Parts.begin(), N.Parts.end(), is))
             ? N.Yes
             : N.No;
  }
  return D.Nodes[At].Verdict;
}

TEST(Diagram, EachStateComesToTheVerdictOfItsRow) {
  size_t Rows = 0, Questions = 0;
  for (unsigned Seed = 0; Seed < 400; ++Seed) {
    const Table T = Program(Seed).table();
    const Diagram D = drawn(T.Rows);
    ASSERT_EQ(D.Problem, "") << Seed;
    Rows += T.Rows.size();
    Questions += D.questions();
    for (unsigned Bits = 0; Bits < 32; ++Bits)
      ASSERT_EQ(byDiagram(D, Bits), byTable(T, Bits)) << Seed << " " << Bits << "\n" << shown(D);
  }
  EXPECT_GT(Rows, 2 * Questions);
}

TEST(Dot, TextIsNoSyntax) {
  const std::string Graph = renderDot(drawn({row({"a == '\"' && b == \"\\\\\" && c & d"}, "0"),
                                             row({"!(a == '\"' && b == \"\\\\\" && c & d)"}, "1\x1b")}),
                                      false);
  EXPECT_THAT(Graph, HasSubstr("a == '\\\"' &amp;&amp; b == \\\"\\\\\\\\\\\""));
  EXPECT_THAT(Graph, HasSubstr("1\\\\x1b"));
}

TEST(Dot, WhatTheTableRestsOnIsThere) {
  Row Null = row({"!a"}, "null dereference of p", 3, RunEnd::Undefined), Rough = row({"a"}, "0");
  Null.Premise = true;
  Rough.Approximations = {"a.c:7: an asm"};
  const Diagram D = drawn({Null, Rough});
  EXPECT_THAT(renderDot(D, true), HasSubstr("label=\"assumed: p is not NULL\\lnot exact: a.c:7: an asm\\l\""));
  EXPECT_THAT(renderDot(D, false), Not(HasSubstr("not exact")));
  EXPECT_THAT(diagramPage(D, "a.c:2", "<svg/>"), HasSubstr("<dt>not exact</dt><dd>a.c:7: an asm</dd>"));
}

TEST(Dot, AVerdictStandsBesideItsQuestion) {
  const std::string Graph = renderDot(drawn({row({"a"}, "-EINVAL", 3), row({"!a"}, "0", 4)}), false);
  EXPECT_THAT(Graph, AllOf(HasSubstr("label=\"a?\""), HasSubstr("label=\"-EINVAL\\nline 3\", class=\"refuses\""),
                           HasSubstr("label=\"0\\nline 4\", class=\"accepts\""), HasSubstr("{rank=same; q0; v1}")));
}

TEST(Dot, ThePageHasThePictureAndTheWords) {
  const Diagram D =
      drawn({row({"a < 1"}, "-EINVAL", 3), row({"!(a < 1)", "b"}, "0", 4), row({"!(a < 1)", "!b"}, "1", 4)});
  const std::string Text = diagramPage(D, "a.c:2", "<?xml?><!-- x --><svg width=\"1\"><g/></svg>");
  EXPECT_THAT(
      Text,
      AllOf(HasSubstr("<svg width=\"1\" role=\"img\" aria-label=\"what f() decides\">"),
            HasSubstr("prefers-color-scheme"), HasSubstr("3 rows, drawn as 2 questions"), Not(HasSubstr("<?xml")),
            HasSubstr(
                "<code>a &lt; 1</code>? Yes: <strong>-EINVAL (line 3)</strong>. No: <a href=\"#q2\">question 2</a>")));
}

} // namespace
} // namespace kverdict
