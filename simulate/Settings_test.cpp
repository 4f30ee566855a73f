// States made by hand.
#include "core/Error.h"
#include "testing/Program.h"

using testing::HasSubstr;

namespace kverdict {
namespace {

const char *const Text =
    "struct file { int mode; };\n"
    "struct ops { int (*mkwrite)(int); int (*fault)(int); };\n"
    "struct vma { unsigned long vm_flags; struct ops *vm_ops; struct file *vm_file; _Bool dax; char c; };\n"
    "int limit; int g(int);\n"
    "static int file_mode(struct file *f) { return f->mode; }\n"
    "int f(struct vma *vma, int x) {\n"
    "  if (!vma->vm_ops) return -1;\n"
    "  return (vma->vm_ops->mkwrite ? 1000 : 0) + vma->vm_flags * 100 + x + limit + vma->dax;\n"
    "}\n"
    "int h(struct vma *vma) { return file_mode(vma->vm_file); }\n";

/// Settings as a user writes them, and the extras that they need.
struct Given {
  std::vector<Extra> Extras;
  std::vector<Simulator::Setting> Settings;

  Given(std::initializer_list<const char *> Lines, const std::string &Function = "f") {
    for (const std::string Line : Lines) {
      std::string Left = Line.substr(0, Line.find('=')), Right = Line.substr(Line.find('=') + 1);
      std::string Number = std::to_string(Settings.size());
      bool Parameter = Left == "vma" || Left == "x";
      SourcePlace At{"--set", 1, 1};
      Extras.push_back({Extra::Kind::Value, "value" + Number, Function, false, {Right, At}, {}});
      if (!Parameter)
        Extras.push_back({Extra::Kind::Place, "place" + Number, Function, false, {Left, At}, {}});
      Settings.push_back({Parameter ? Left : "", Parameter ? "" : "place" + Number, "value" + Number, Line});
    }
  }
};

kverdict::Run runWith(const Given &G, const std::string &Function = "f") {
  Program P(Text, {}, G.Extras);
  return P.run(Function, P.build(Function, G.Settings), Missing::IsZero);
}

TEST(Settings, SetPlacesAndGiveThePointersOnTheWayObjects) {
  Given G{"vma->vm_flags=1 | 2", "vma->vm_ops->mkwrite=(void *)1", "x=-7", "limit=20", "vma->dax=5"};
  EXPECT_THAT(runWith(G), Returns(1000 + 300 - 7 + 20 + 1));
}

TEST(Settings, WhatIsNotSetIsNullButPointerParametersPointSomewhere) {
  EXPECT_THAT(runWith({}), Returns(-1));
  EXPECT_THAT(runWith({"vma=0"}), EndsIn(RunEnd::Undefined, "null dereference of vma"));
  Program P(Text);
  EXPECT_THAT(P.run("f", {}, Missing::IsZero), Returns(-1));
  EXPECT_THAT(P.run("f"), EndsIn(RunEnd::Undefined, "null dereference of vma"));
}

TEST(Settings, AreEvaluatedInTheStateOfTheOnesBefore) {
  EXPECT_THAT(runWith({"vma->vm_ops->mkwrite=g", "vma->vm_flags=2", "x=vma->vm_flags + 1", "limit=x * 2"}),
              Returns(1000 + 200 + 3 + 6));
  EXPECT_THAT(runWith({"vma->vm_ops->fault=0", "x=1", "x=2"}), Returns(2)) << "the later one counts";
  EXPECT_THAT(runWith({"vma->vm_file->mode=file_mode(vma->vm_file) + 6"}, "f"), Returns(-1));
}

TEST(Settings, CalleesFollowThePointersToo) {
  Given G({"vma->vm_file->mode=file_mode(vma->vm_file) + 6"}, "h");
  EXPECT_THAT(runWith(G, "h"), Returns(6));
}

TEST(Settings, MakeAStateThatCanBeShown) {
  Given G{"vma->vm_ops->mkwrite=(void *)1", "x=1", "x= 3", "limit=4"};
  Program P(Text, {}, G.Extras);
  State S = P.build("f", G.Settings).Start;
  ASSERT_EQ(S.Arguments.size(), 2u);
  EXPECT_EQ(S.Arguments[0].at(0).Value, 0x180000000000u);
  EXPECT_EQ(S.Arguments[0].at(0).Place, "vma");
  ASSERT_EQ(S.Arguments[1].size(), 1u) << "the later setting takes the place of the earlier one";
  EXPECT_EQ(S.Arguments[1].at(0).Shown, "3");
  ASSERT_EQ(S.Objects.size(), 3u);
  EXPECT_EQ(S.Objects[0].Place, "*vma");
  EXPECT_EQ(S.Objects[1].Place, "*vma->vm_ops");
  EXPECT_EQ(S.Objects[1].Address, 0x180000010000u);
  EXPECT_EQ(S.Objects[1].Size, 16u);
  EXPECT_EQ(S.Globals.at("limit"), S.Objects[2].Address);
  ASSERT_EQ(S.Memory.size(), 3u);
  EXPECT_EQ(S.Memory[0].Place, "vma->vm_ops");
  EXPECT_EQ(S.Memory[0].Shown, "") << "it has no name in C";
  EXPECT_EQ(S.Memory[1].Place, "vma->vm_ops->mkwrite");
  EXPECT_EQ(S.Memory[1].Shown, "(void *)1");
  EXPECT_EQ(S.Memory[2].Width, 32u);
}

TEST(Settings, APointerThatIsANumberHasAnObjectThere) {
  EXPECT_THAT(runWith({"vma=(void *)0x100000010000", "vma->vm_flags=3", "vma->vm_ops=(void *)0x1000",
                       "vma->vm_ops->mkwrite=(void *)1"}),
              Returns(1000 + 300));
  EXPECT_THAT(runWith({"x=5", "((struct vma *)(0x5001 - 1))->vm_flags=2", "vma=(void *)0x5000"}), Returns(-1));
  EXPECT_THAT(runWith({"vma=(void *)16", "vma->vm_flags=3"}, "f"), EndsIn(RunEnd::Undefined, ""));
}

/// What a call is set to give points to an object of its type, also if nothing in it is set; and so does a pointer that
/// no other setting follows. An error pointer, and what lies near null, point nowhere.
TEST(Settings, APointerThatIsSetHasAnObjectThere) {
  const char *const Text = "struct node { int n; struct node *next; }; struct node *find(int); void *any(int);\n"
                           "int f(struct node *vma, int x) { return find(x)->n + vma->next->n; }\n"
                           "int g(int x) { return ((struct node *)any(x))->n; }\n"
                           "struct outer { int seals; struct node in; };\n"
                           "int h(int x) { return ((struct outer *)((char *)find(x) - 8))->seals; }\n";
  auto run = [&](const std::string &Function, std::initializer_list<std::pair<const char *, const char *>> Lines) {
    std::vector<Extra> Extras;
    std::vector<Simulator::Setting> Settings;
    for (const auto &[Place, Value] : Lines) {
      const std::string Number = std::to_string(Settings.size());
      const bool Call = std::string(Place).find('-') == std::string::npos;
      Extras.push_back({Extra::Kind::Value, "value" + Number, Function, false, {Value, {"--set", 1, 1}}, {}});
      if (!Call)
        Extras.push_back({Extra::Kind::Place, "place" + Number, Function, false, {Place, {"--set", 1, 1}}, {}});
      Settings.push_back(
          {"", Call ? "" : "place" + Number, "value" + Number, std::string(Place) + "=" + Value, Call ? Place : ""});
    }
    Program P(Text, {}, Extras);
    return P.run(Function, P.build(Function, Settings), Missing::IsZero);
  };
  EXPECT_THAT(run("f", {{"find", "(void *)0x100000000000"}, {"vma->next", "(void *)0x100000010000"}}), Returns(0));
  EXPECT_THAT(run("g", {{"any", "(void *)0x100000000000"}}), Returns(0));
  EXPECT_THAT(run("h", {{"find", "(void *)0x100000000000"}}), Returns(0)) << "it is a member of another one";
  EXPECT_THAT(run("g", {{"any", "(void *)-22"}}), EndsIn(RunEnd::Undefined, ""));
  EXPECT_THAT(run("g", {{"any", "(void *)16"}}), EndsIn(RunEnd::Undefined, ""));
}

TEST(Settings, WhatACalleeThatOnlyReadsReturnsLeadsSomewhere) {
  const char *const Task = "struct task { int state; struct task *parent; }; struct task *current_task(void);\n"
                           "int f(void) { return current_task()->parent->state + current_task()->state; }\n";
  Given G{"current_task()->parent->state=7", "current_task()->state=1"};
  Program P(Task, {{"current_task", Model::Kind::Pure, {}, ""}}, G.Extras);
  EXPECT_THAT(P.run("f", P.build("f", G.Settings), Missing::IsZero), Returns(8));
}

const char *const Small = "typedef struct { int counter; } atomic_t; struct p { unsigned a : 3, b : 4; atomic_t n; };\n"
                          "int opaque(int); int other(int);\n"
                          "int f(struct p *vma) { return vma->a * 1000 + vma->b * 100 + vma->n.counter; }\n"
                          "int g(int x) { return opaque(x) * 100 + opaque(1) * 10 + opaque(2) + other(x); }\n"
                          "int s(atomic_t x) { return x.counter; }\n";

TEST(Settings, SetBitFieldsAndStructuresOfOneValue) {
  Given G{"vma->n=7"};
  G.Extras.push_back({Extra::Kind::Value, "bits", "f", false, {"vma->b", {"--set", 1, 1}}, {}});
  G.Extras.push_back({Extra::Kind::Value, "nine", "f", false, {"16 + 9", {"--set", 1, 1}}, {}});
  G.Settings.push_back({"", "bits", "nine", "vma->b=16 + 9"});
  Program P(Small, {}, G.Extras);
  EXPECT_THAT(P.run("f", P.build("f", G.Settings), Missing::IsZero), Returns(907));
  Given Whole({"x=-4"}, "s");
  Program Q(Small, {}, Whole.Extras);
  EXPECT_THAT(Q.run("s", Q.build("s", Whole.Settings), Missing::IsZero), Returns(-4));
}

TEST(Settings, SayWhatCalleesReturn) {
  Given G({"x=1", "x=2"}, "g");
  for (Simulator::Setting &S : G.Settings)
    S = {"", "", S.ValueExtra, S.Text, "opaque"};
  Program P(Small, {}, G.Extras);
  EXPECT_THAT(P.run("g", P.build("g", G.Settings), Missing::IsZero), Returns(122)) << "the last one stays";
  G.Settings = {{"", "", "value0", "s(x)=1", "s"}};
  EXPECT_THROW(P.build("g", G.Settings), Error) << "s() has a body, which is run";
}

std::string failure(const Given &G) {
  Program P(Text, {}, G.Extras);
  try {
    P.build("f", G.Settings);
  } catch (const Error &E) {
    EXPECT_EQ(E.code(), ExitCode::Usage);
    return E.what();
  }
  return "nothing was thrown";
}

TEST(Settings, SayWhatIsWrong) {
  EXPECT_THAT(failure({"vma->vm_flags=1 / (vma->vm_flags)"}),
              HasSubstr("cannot set vma->vm_flags=1 / (vma->vm_flags)"));
  EXPECT_THAT(failure({"vma->vm_flags=1 / (vma->vm_flags)"}), HasSubstr("division by zero"));
  EXPECT_THAT(failure({"*vma=0"}), HasSubstr("only integers and pointers"));
  EXPECT_THAT(failure({"vma->no_such=0"}), HasSubstr("cannot set vma->no_such=0: "));
  Program P(Text);
  EXPECT_THROW(P.build("absent", {}), Error);
}

} // namespace
} // namespace kverdict
