#include "rules/Loader.h"

#include "cache/Reads.h"
#include "core/Error.h"
#include "core/OpenFile.h"
#include "core/Visible.h"
#include "rules/CScan.h"

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Path.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <sstream>

using llvm::StringRef;

namespace kverdict {

namespace {

constexpr std::size_t MaxSize = 8u << 20;
constexpr std::size_t MostFiles = 100;
constexpr std::size_t MostEntries = 1'000;        ///< of a list in an entry
constexpr std::size_t MostEntriesOfFile = 20'000; ///< of one of its lists
constexpr std::size_t MostContracts = 200;        ///< of one function

std::string shown(const SourcePlace &At) { return At.File + ":" + std::to_string(At.Line); }

/// Where something stands already, said in a file of this name.
std::string seenFrom(const std::string &Name, const SourcePlace &At) {
  return At.File == Name ? "above" : "at " + shown(At);
}

/// The text of the file and the messages about it.
class RulesFile {
public:
  RulesFile(const std::string &Text, const std::string &Name) : Name(Name) {
    StringRef(Text).split(Lines, '\n');
    for (StringRef &Line : Lines)
      Line.consume_back("\r");
  }

  const std::string &name() const { return Name; }

  SourcePlace place(const YAML::Mark &M) const {
    return {Name, static_cast<unsigned>(M.line + 1), static_cast<unsigned>(M.column + 1)};
  }

  [[noreturn]] void fail(const SourcePlace &At, const std::string &What) const {
    throw Error(ExitCode::Usage,
                At.File + ":" + std::to_string(At.Line) + ":" + std::to_string(At.Column) + ": " + What);
  }
  [[noreturn]] void fail(const YAML::Node &Node, const std::string &What) const { fail(place(Node.Mark()), What); }

  /// The C of a scalar, and where it stands.
  RuleText code(const YAML::Node &Node, const std::string &Key) const {
    SourcePlace At = place(Node.Mark());
    std::string Text = Node.Scalar();
    while (!Text.empty() && Text.back() == '\n')
      Text.pop_back();
    StringRef Line = lineAt(At);
    StringRef Rest = Line.drop_front(std::min<size_t>(At.Column - 1, Line.size()));
    if (Rest.starts_with(">"))
      fail(At, "'" + Key + "' is folded by '>', which moves the C text: use '|'");
    if (Rest.starts_with("|"))
      return block(Text, At);
    if (Rest.starts_with("\"") || Rest.starts_with("'")) {
      ++At.Column;
      Rest = Rest.drop_front();
    }
    if (!Rest.starts_with(Text))
      fail(At, "the C text of '" + Key +
                   "' does not stand here as it is (an escape, or more than one line): write it "
                   "as a block, '" +
                   Key + ": |' and the C in the lines below");
    return {Text, At};
  }

private:
  StringRef lineAt(const SourcePlace &At) const { return At.Line <= Lines.size() ? Lines[At.Line - 1] : StringRef(); }

  /// The text of a block scalar begins in a line below its `|`. It is taken from the file, with the indentation that
  /// YAML takes from its lines, so that columns are those of the file; only the first line begins at its first letter.
  RuleText block(StringRef Text, SourcePlace At) const {
    do
      ++At.Line;
    while (At.Line < Lines.size() && lineAt(At).trim().empty());
    At.Column = 1 + lineAt(At).size() - lineAt(At).ltrim().size();
    std::string Out = lineAt(At).ltrim().str();
    SourcePlace Next = At;
    for (size_t Left = Text.ltrim('\n').count('\n'); Left; --Left) {
      ++Next.Line;
      Out += "\n" + lineAt(Next).str();
    }
    return {Out, At};
  }

  std::string Name;
  llvm::SmallVector<StringRef> Lines;
};

/// One mapping of the file, with the keys that it may have.
class Table {
public:
  Table(const RulesFile &File, const YAML::Node &Node, const std::string &What, llvm::ArrayRef<StringRef> Keys)
      : File(File), Node(Node), What(What) {
    if (!Node.IsMap())
      File.fail(Node, What + " is not a mapping of keys to values");
    std::set<std::string> Seen;
    for (const auto &Pair : Node) {
      std::string Key = Pair.first.IsScalar() ? Pair.first.Scalar() : "?";
      if (!llvm::is_contained(Keys, Key))
        File.fail(Pair.first, "unknown key '" + Key + "' in " + What + suggestion(Key, Keys));
      if (!Seen.insert(Key).second)
        File.fail(Pair.first, "key '" + Key + "' stands twice in " + What + ": remove one");
    }
  }

  bool has(const std::string &Key) const { return static_cast<bool>(Node[Key]); }

  YAML::Node need(const std::string &Key) const {
    if (!has(Key))
      File.fail(Node, What + " has no '" + Key + "': add it");
    return Node[Key];
  }

  std::string text(const std::string &Key) const {
    YAML::Node Value = need(Key);
    return text(Value, "'" + Key + "'");
  }

  std::string optionalText(const std::string &Key) const { return has(Key) ? text(Key) : ""; }

  std::string identifier(const std::string &Key) const { return identifier(need(Key), "'" + Key + "'"); }

  RuleText expression(const std::string &Key) const { return expression(need(Key), Key); }

  RuleText body(const std::string &Key) const {
    YAML::Node Value = need(Key);
    text(Value, "'" + Key + "'");
    return scanned(File.code(Value, Key), Key, scanBody);
  }

  std::vector<std::string> texts(const std::string &Key) const {
    return each<std::string>(Key, [&](const YAML::Node &Item) { return text(Item, "an entry of '" + Key + "'"); });
  }

  std::vector<std::string> identifiers(const std::string &Key) const {
    return each<std::string>(Key,
                             [&](const YAML::Node &Item) { return identifier(Item, "an entry of '" + Key + "'"); });
  }

  std::vector<RuleText> expressions(const std::string &Key) const {
    return each<RuleText>(Key, [&](const YAML::Node &Item) { return expression(Item, Key); });
  }

  /// What Read makes of each entry of a list; nothing if the key is missing.
  template <typename T, typename Function>
  std::vector<T> each(const std::string &Key, Function Read, size_t Most = MostEntries) const {
    std::vector<T> Out;
    if (!has(Key))
      return Out;
    if (!Node[Key].IsSequence())
      File.fail(Node[Key], "'" + Key + "' in " + What + " is not a list");
    if (Node[Key].size() > Most)
      File.fail(Node[Key], "'" + Key + "' in " + What + " has more than " + std::to_string(Most) + " entries");
    for (const YAML::Node &Item : Node[Key])
      Out.push_back(Read(Item));
    return Out;
  }

  /// The value that one of the words stands for.
  template <typename T> T oneOf(const std::string &Key, llvm::ArrayRef<std::pair<StringRef, T>> Words) const {
    std::string Word = text(Key), All;
    for (auto [Known, Value] : Words) {
      if (Known == Word)
        return Value;
      All += (All.empty() ? "" : ", ") + Known.str();
    }
    File.fail(Node[Key], "'" + Key + "' is '" + Word + "' in " + What + ": it is one of " + All);
  }

  [[noreturn]] void fail(const std::string &Key, const std::string &Message) const { File.fail(Node[Key], Message); }

private:
  static std::string suggestion(StringRef Key, llvm::ArrayRef<StringRef> Keys) {
    StringRef Best = *std::min_element(Keys.begin(), Keys.end(), [&](StringRef A, StringRef B) {
      return Key.edit_distance(A) < Key.edit_distance(B);
    });
    if (Key.edit_distance(Best) <= 2)
      return "; did you mean '" + Best.str() + "'?";
    return "; known keys are " + llvm::join(Keys, ", ");
  }

  std::string text(const YAML::Node &Value, const std::string &Name) const {
    if (Value.IsNull() || (Value.IsScalar() && StringRef(Value.Scalar()).trim().empty()))
      File.fail(Value, Name + " in " + What + " is empty");
    if (!Value.IsScalar())
      File.fail(Value, Name + " in " + What + " is not a text");
    return StringRef(Value.Scalar()).trim().str();
  }

  std::string identifier(const YAML::Node &Value, const std::string &Name) const {
    std::string Text = text(Value, Name);
    if (!isIdentifier(Text))
      File.fail(Value, Name + " in " + What + " is not a C identifier: '" + Text + "'");
    return Text;
  }

  RuleText expression(const YAML::Node &Value, const std::string &Key) const {
    text(Value, "'" + Key + "'");
    return scanned(File.code(Value, Key), Key, scanExpression);
  }

  RuleText scanned(RuleText Text, const std::string &Key, std::optional<CProblem> (*Scan)(std::string_view)) const {
    std::optional<CProblem> Problem = Scan(Text.Text);
    if (!Problem)
      return Text;
    StringRef Before = StringRef(Text.Text).take_front(Problem->Offset);
    SourcePlace At = Text.At;
    At.Line += Before.count('\n');
    At.Column = Before.contains('\n') ? Before.size() - Before.rfind('\n') : At.Column + Before.size();
    File.fail(At, "the C text of '" + Key + "' in " + What + " " + Problem->What);
  }

  const RulesFile &File;
  YAML::Node Node;
  std::string What;
};

std::string titleOf(const YAML::Node &Node, const std::string &Kind, const std::string &Key) {
  if (Node.IsMap() && Node[Key] && Node[Key].IsScalar())
    return Kind + " '" + Node[Key].Scalar() + "'";
  return "a " + Kind;
}

Contract readContract(const RulesFile &File, const YAML::Node &Node) {
  Table T(File, Node, titleOf(Node, "contract", "id"),
          {"id", "function", "file", "files", "requires", "ensures", "prefer", "needs", "severity", "message", "why",
           "premise", "remarks", "references"});
  Contract C;
  C.At = File.place(Node.Mark());
  C.Id = T.text("id");
  C.Function = T.identifier("function");
  C.Files = T.texts("files");
  if (T.has("file"))
    C.Files.push_back(T.text("file"));
  if (T.has("requires"))
    C.Requires = T.expression("requires");
  C.Ensures = T.expression("ensures");
  C.Prefer = T.expressions("prefer");
  C.Needs = T.identifiers("needs");
  C.Level = T.oneOf<Severity>("severity",
                              {{"note", Severity::Note}, {"warning", Severity::Warning}, {"error", Severity::Error}});
  C.Message = T.text("message");
  C.Why = T.text("why");
  C.Premise = T.optionalText("premise");
  C.Remarks = T.each<Contract::Remark>("remarks", [&](const YAML::Node &Each) {
    Table R(File, Each, "a remark of contract '" + C.Id + "'", {"when", "say"});
    return Contract::Remark{R.expression("when"), R.text("say")};
  });
  C.References = T.texts("references");
  return C;
}

/// One for each function that is named.
std::vector<Model> readModels(const RulesFile &File, const YAML::Node &Node,
                              std::map<std::string, SourcePlace> &Known) {
  Table T(File, Node, titleOf(Node, "model", "function"),
          {"function", "functions", "kind", "body", "why", "of_null", "if_zero", "zeroed"});
  std::vector<std::string> Names = T.identifiers("functions");
  if (Names.empty() || T.has("function"))
    Names.push_back(T.identifier("function"));
  Model M;
  M.What = T.oneOf<Model::Kind>("kind", {{"pure", Model::Kind::Pure},
                                         {"event", Model::Kind::Event},
                                         {"sync", Model::Kind::Sync},
                                         {"noreturn", Model::Kind::NoReturn},
                                         {"havoc", Model::Kind::Havoc},
                                         {"body", Model::Kind::Body}});
  if (M.What == Model::Kind::Body)
    M.Body = T.body("body");
  else if (T.has("body"))
    T.fail("body", "the model of '" + Names[0] + "' has a body, but its kind is another: make it 'kind: body'");
  M.Why = T.text("why");
  M.ZeroIsNothing = T.has("if_zero") && T.oneOf<bool>("if_zero", {{"nothing", true}});
  if (M.ZeroIsNothing && M.What != Model::Kind::Sync)
    T.fail("if_zero", "only a model of 'kind: sync' can do nothing if it returns zero: remove it, or change the kind");
  M.NullIsNothing = T.has("of_null") && T.oneOf<bool>("of_null", {{"nothing", true}});
  for (const std::string &Position : T.texts("zeroed")) {
    if (Position.size() != 1 || Position[0] < '1' || Position[0] > '9')
      T.fail("zeroed", "'zeroed' has the numbers of the arguments that say how many bytes, from 1 on");
    M.Zeroed.push_back(Position[0] - '1');
  }
  std::vector<Model> All;
  for (const std::string &Name : Names) {
    if (const auto [It, New] = Known.try_emplace(Name, File.place(Node.Mark())); !New)
      T.fail(T.has("function") ? "function" : "functions",
             "there is already a model of '" + Name + "' " + seenFrom(File.name(), It->second) + ": remove one");
    M.Function = Name;
    All.push_back(M);
  }
  return All;
}

NameRule readName(const RulesFile &File, const YAML::Node &Node) {
  Table T(File, Node, titleOf(Node, "name", "member"), {"member", "prefix", "first"});
  return {T.identifier("member"), T.identifier("prefix"), T.identifiers("first")};
}

Ignore readIgnore(const RulesFile &File, const YAML::Node &Node) {
  Table T(File, Node, "an entry of 'ignore'", {"rule", "function", "file", "reason"});
  return {File.place(Node.Mark()), T.text("rule"), T.identifier("function"), T.optionalText("file"), T.text("reason")};
}

Order readOrder(const RulesFile &File, const YAML::Node &Node) {
  Table T(File, Node, "an entry of 'orders'", {"functions", "place", "less", "why"});
  T.need("functions");
  T.need("less");
  return {File.place(Node.Mark()), T.identifiers("functions"), T.text("place"), T.identifiers("less"), T.text("why")};
}

Siblings readSiblings(const RulesFile &File, const YAML::Node &Node) {
  Table T(File, Node, "an entry of 'siblings'", {"functions"});
  T.need("functions");
  return {File.place(Node.Mark()), T.identifiers("functions")};
}

/// Passes over what the parser reads.
class Passing : public YAML::EventHandler {
  using Mark = YAML::Mark;
  using Anchor = YAML::anchor_t;
  using Style = YAML::EmitterStyle::value;

public:
  void OnDocumentStart(const Mark &) override {}
  void OnDocumentEnd() override {}
  void OnNull(const Mark &, Anchor) override {}
  void OnAlias(const Mark &, Anchor) override {}
  void OnScalar(const Mark &At, const std::string &, Anchor, const std::string &Value) override {
    if (Hidden.empty() && hides(Value))
      Hidden = Value, HiddenAt = At;
  }
  void OnSequenceStart(const Mark &, const std::string &, Anchor, Style) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const Mark &, const std::string &, Anchor, Style) override {}
  void OnMapEnd() override {}

  std::string Hidden; ///< the first text with a character that steers a terminal, or that nobody sees
  Mark HiddenAt;

private:
  static bool hides(const std::string &Value) {
    std::string Lines = Value;
    std::replace(Lines.begin(), Lines.end(), '\n', ' ');
    return visible(Lines) != Lines;
  }
};

/// The parser finds documents without end behind a comma that it does not get past.
constexpr unsigned MostDocuments = 100;

unsigned countDocuments(const std::string &Text, Passing &Over) {
  std::istringstream In(Text);
  YAML::Parser Parser(In);
  unsigned Count = 0;
  while (Count <= MostDocuments && Parser.HandleNextDocument(Over))
    ++Count;
  return Count;
}

/// The document of a file.
YAML::Node documentOf(const RulesFile &File, const RulesText &From) {
  if (From.Ours)
    return YAML::Load(From.Text);
  const SourcePlace Start = {From.Name, 1, 1};
  Passing Over;
  const unsigned Count = countDocuments(From.Text, Over);
  if (!Over.Hidden.empty())
    File.fail(File.place(Over.HiddenAt), "'" + visible(llvm::StringRef(Over.Hidden).take_front(80)) +
                                             "' has a character that nobody sees, or that steers a terminal: write it "
                                             "without");
  if (Count > MostDocuments)
    File.fail(Start, "is not valid YAML: it has documents without end, as behind a comma that is in no list");
  else if (Count == 0) // nothing is asked for
    return YAML::Load("version: 1");
  else if (Count != 1)
    File.fail(Start, "holds " + std::to_string(Count) + " YAML documents instead of one");
  return YAML::Load(From.Text);
}

/// Reads files of rules, and what they include, into one.
class Reading {
public:
  void add(const RulesText &From) {
    Seen.try_emplace(From.Name);
    R.Files.push_back(From.Name);
    const RulesFile File(From.Text, From.Name);
    try {
      read(File, documentOf(File, From), From);
    } catch (const YAML::Exception &E) {
      File.fail(File.place(E.mark), "is not valid YAML: " + E.msg);
    }
  }

  Rules finish() { return std::move(R); }

private:
  void read(const RulesFile &File, const YAML::Node &Root, const RulesText &From) {
    const Table T(File, Root, "the rules file",
                  {"version", "include", "contracts", "models", "names", "layout", "ignore", "orders", "siblings"});
    if (T.text("version") != "1")
      T.fail("version", "this kverdict reads 'version: 1'");
    append(R.Contracts,
           T.each<Contract>(
               "contracts", [&](const YAML::Node &Node) { return contract(File, Node); }, MostEntriesOfFile));
    for (std::vector<Model> &Each : T.each<std::vector<Model>>(
             "models", [&](const YAML::Node &Node) { return readModels(File, Node, Modelled); }, MostEntriesOfFile))
      append(R.Models, std::move(Each));
    append(R.Names, T.each<NameRule>(
                        "names", [&](const YAML::Node &Node) { return readName(File, Node); }, MostEntriesOfFile));
    append(R.Layout, T.identifiers("layout"));
    append(R.Ignores, T.each<Ignore>(
                          "ignore", [&](const YAML::Node &Node) { return readIgnore(File, Node); }, MostEntriesOfFile));
    append(R.Orders, T.each<Order>(
                         "orders", [&](const YAML::Node &Node) { return readOrder(File, Node); }, MostEntriesOfFile));
    append(R.Alike,
           T.each<Siblings>(
               "siblings", [&](const YAML::Node &Node) { return readSiblings(File, Node); }, MostEntriesOfFile));
    const std::vector<std::string> Names = T.texts("include");
    for (size_t I = 0; I < Names.size(); ++I)
      include(File, Root["include"][I], Names[I], From);
  }

  template <typename T> static void append(std::vector<T> &To, std::vector<T> More) {
    To.insert(To.end(), std::make_move_iterator(More.begin()), std::make_move_iterator(More.end()));
  }

  Contract contract(const RulesFile &File, const YAML::Node &Node) {
    Contract C = readContract(File, Node);
    if (const auto [It, New] = Ids.try_emplace(C.Id, C.At); !New)
      File.fail(Node["id"], "the id '" + C.Id + "' is already taken by a contract " +
                                seenFrom(File.name(), It->second) + ": choose another");
    if (++Asked[C.Function] > MostContracts)
      File.fail(Node, "more than " + std::to_string(MostContracts) + " contracts on " + C.Function + "()");
    return C;
  }

  void include(const RulesFile &File, const YAML::Node &Node, const std::string &Name, const RulesText &From) {
    llvm::SmallString<128> Path(llvm::sys::path::parent_path(From.Name));
    llvm::sys::path::append(Path, Name);
    llvm::sys::path::remove_dots(Path);
    if (StringRef(Name).starts_with("/") || StringRef("/" + Name + "/").contains("/../"))
      File.fail(Node, "'" + Name + "' is not included: name a file beside this one, or below");
    if (const auto It = Seen.find(Path.str().str()); It != Seen.end())
      File.fail(Node, "'" + Name + "' is included " +
                          (It->second.valid() ? seenFrom(From.Name, It->second) + " already"
                                              : "by what it includes, which has no end") +
                          ": remove one");
    if (Seen.size() == MostFiles)
      File.fail(Node, "more than " + std::to_string(MostFiles) + " files of rules");
    RulesText Next{Path.str().str(), "", From.Read, From.Ours};
    std::string Why = "nothing is included here";
    if (!From.Read || !From.Read(Next.Name, Next.Text, Why))
      File.fail(Node, "'" + Name + "' cannot be read: " + Why);
    Seen.emplace(Next.Name, File.place(Node.Mark()));
    add(Next);
  }

  Rules R;
  std::map<std::string, SourcePlace> Ids, Modelled;
  std::map<std::string, size_t> Asked;     ///< contracts by their function
  std::map<std::string, SourcePlace> Seen; ///< files, and where they were included
};

} // namespace

Rules readRules(const std::vector<RulesText> &Texts) {
  Reading All;
  for (const RulesText &Each : Texts)
    All.add(Each);
  return All.finish();
}

Rules parseRules(const std::string &Text, const std::string &Name) { return readRules({{Name, Text, nullptr, false}}); }

bool readRulesFile(const std::string &Path, std::string &Text, std::string &Why) {
  const int File = openForReading(Path, Why);
  const bool Read = File >= 0 && readAll(File, MaxSize, Text, Why);
  Read ? seen::text(Path, Text) : seen::unreadable(Path);
  return Read;
}

RulesText rulesFile(const std::string &Path) {
  RulesText Out{Path, "", readRulesFile, false};
  std::string Why;
  if (!readRulesFile(Path, Out.Text, Why))
    throw Error(ExitCode::Usage, Path + ": cannot be read: " + Why + "; name a rules file with --rules");
  return Out;
}

Rules loadRules(const std::string &Path) { return readRules({rulesFile(Path)}); }

} // namespace kverdict
