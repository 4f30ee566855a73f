// Versions of a file that differ only in bodies share a parse; all others do not; and either way each version is
// itself.
#include "parse/Versions.h"
#include "testing/Units.h"

namespace kverdict {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string Base = "#define LIMIT 4\n"
                         "struct s { int a; };\n"
                         "\n"
                         "static int low(struct s *p)\n"
                         "{\n"
                         "\treturn p->a;\n"
                         "}\n"
                         "\n"
                         "int f(struct s *p)\n"
                         "{\n"
                         "\treturn low(p) < LIMIT;\n"
                         "}\n";

std::string with(const std::string &From, const std::string &To) {
  std::string Text = Base;
  const size_t At = Text.find(From);
  EXPECT_NE(At, std::string::npos) << From;
  return Text.replace(At, From.size(), To);
}

UnitRequest wanting(const std::string &Text) {
  UnitRequest Q = request(Text);
  Q.Wanted = {"f"};
  return Q;
}

class VersionsTest : public testing::Test {
protected:
  /// The body of f() in another version, after the base was parsed.
  std::string bodyOf(const std::string &Other, const std::string &Function = "f") {
    First = All.parse(wanting(Base));
    Second = All.parse(wanting(Other));
    return printed(Second->definition(Function));
  }

  Versions All;
  std::unique_ptr<Unit> First, Second;
};

TEST_F(VersionsTest, AnotherBodyNeedsNoOtherParse) {
  EXPECT_THAT(bodyOf(with("low(p) < LIMIT", "low(p) <= LIMIT")), HasSubstr("<= 4"));
  EXPECT_EQ(All.parses(), 1u);
  EXPECT_THAT(printed(First->definition("f")), HasSubstr("< 4")) << "the first stays what it was";
}

TEST_F(VersionsTest, AnotherBodyOfACallee) {
  EXPECT_THAT(bodyOf(with("p->a", "-p->a"), "low"), HasSubstr("-p->a"));
  EXPECT_EQ(All.parses(), 1u);
}

TEST_F(VersionsTest, ABodyThatWasThereIsTheSameFunction) {
  const std::string Other = with("low(p) < LIMIT", "low(p) <= LIMIT");
  bodyOf(Other);
  EXPECT_EQ(All.parse(wanting(Other))->definition("f"), Second->definition("f"));
  EXPECT_NE(All.parse(wanting("\n" + Other))->definition("f"), Second->definition("f")) << "it stands elsewhere";
}

TEST_F(VersionsTest, PlacesAreThoseOfTheVersion) {
  bodyOf("\n\n" + with("low(p) < LIMIT", "low(p) <= LIMIT"));
  EXPECT_EQ(All.parses(), 1u);
  EXPECT_EQ(Second->functionPlace("f").Line, 11u);
}

/// The body of f() is the same, and stands three lines further down: low() has two lines more, and a comment is new.
TEST_F(VersionsTest, LinesOfTheSameBodyMoveWithTheText) {
  std::string Text = with("\treturn p->a;", "\tif (!p)\n\t\treturn 0;\n\treturn p->a;");
  Text.insert(Text.find("int f("), "/* f */\n");
  bodyOf(Text);
  EXPECT_EQ(All.parses(), 1u);
  auto lines = [](const Unit &U, const std::string &Name) {
    const auto *F = U.definition(Name);
    return std::vector<unsigned>{U.functionPlace(Name).Line, U.place(F->getBody()->getBeginLoc()).Line,
                                 U.span(F->getBody()->getSourceRange()).End.Line};
  };
  EXPECT_THAT(lines(*First, "f"), ElementsAre(9, 10, 12));
  EXPECT_THAT(lines(*Second, "f"), ElementsAre(12, 13, 15));
  EXPECT_THAT(lines(*First, "low"), ElementsAre(4, 5, 7));
  EXPECT_EQ(Second->functionPlace("low").Line, 4u);
  auto Third = All.parse(wanting("\n" + Base)); // after another body was read
  EXPECT_THAT(lines(*Third, "f"), ElementsAre(10, 11, 13));
  EXPECT_THAT(lines(*Third, "low"), ElementsAre(5, 6, 8));
}

TEST_F(VersionsTest, CommentsAndSpacingNeedNoOtherParse) {
  bodyOf(with("struct s {", "/* what it is */\nstruct s\t{"));
  EXPECT_EQ(All.parses(), 1u);
}

TEST_F(VersionsTest, AnotherMacroIsParsed) {
  EXPECT_THAT(bodyOf(with("LIMIT 4", "LIMIT 5")), HasSubstr("< 5"));
  EXPECT_EQ(All.parses(), 2u);
}

TEST_F(VersionsTest, AnotherTypeIsParsed) {
  bodyOf(with("int a;", "long a;"));
  EXPECT_EQ(All.parses(), 2u);
}

TEST_F(VersionsTest, AnotherHeadIsParsed) {
  bodyOf(with("int f(struct s *p)", "long f(struct s *p)"));
  EXPECT_EQ(All.parses(), 2u);
}

TEST_F(VersionsTest, AnotherFlagIsParsed) {
  UnitRequest Other = wanting(Base);
  Other.Command.Arguments.push_back("-DX");
  All.parse(wanting(Base));
  All.parse(Other);
  EXPECT_EQ(All.parses(), 2u);
}

TEST_F(VersionsTest, ADirectiveInABodyIsParsed) {
  EXPECT_THAT(bodyOf(with("\treturn low(p) < LIMIT;", "#define LOW 2\n\treturn low(p) < LOW;")), HasSubstr("< 2"));
  EXPECT_EQ(All.parses(), 2u);
}

TEST_F(VersionsTest, ABodyWithAnErrorIsRefusedAtItsPlace) {
  try {
    bodyOf(with("low(p) < LIMIT", "low(p) < LIMITS"));
    FAIL() << "it parsed";
  } catch (const ParseError &E) {
    EXPECT_EQ(E.at().Line, 11u);
    EXPECT_THAT(E.message(), HasSubstr("LIMITS"));
  }
  EXPECT_THAT(printed(All.parse(wanting(Base))->definition("f")), HasSubstr("< 4")) << "the others still parse";
}

TEST_F(VersionsTest, ATextIsTakenApartOnce) {
  EXPECT_EQ(&All.apart(Base, "a.c"), &All.apart(std::string(Base), "a.c"));
  EXPECT_NE(&All.apart(Base, "a.c"), &All.apart(Base, "b.c"));
}

} // namespace
} // namespace kverdict
