#include "report/diagram/Tree.h"

#include "report/Condition.h"

#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <optional>
#include <tuple>

namespace kverdict {
namespace {

/// Tables beyond are no diagram that anybody reads.
constexpr size_t MostNodes = 60'000, MostEffort = 20'000'000;

/// Of the case of a switch, what is switched on: "k: " of "k: case B". Empty if it is none.
llvm::StringRef switchOf(llvm::StringRef Text) {
  for (const char *Word : {": case ", ": default"})
    if (const size_t At = Text.find(Word); At != llvm::StringRef::npos)
      return Text.take_front(At + 2);
  return "";
}

/// Whether a condition that holds says that another one does not: another case of the same switch.
bool excludes(const std::string &Asked, const std::string &Said) {
  const llvm::StringRef Switch = switchOf(Asked);
  return !Switch.empty() && Asked != Said && Switch == switchOf(Said);
}

} // namespace

int QuestionTree::made(TreeNode Of) {
  Nodes.push_back(std::move(Of));
  return static_cast<int>(Nodes.size()) - 1;
}

TreeNode QuestionTree::verdictOf(const Row &R) const {
  TreeNode Of;
  if (R.At.valid())
    Of.Lines.insert(R.At.Line);
  Of.Ended = R.End == RunEnd::Returned;
  Of.Open = R.End != RunEnd::Returned && R.End != RunEnd::NoReturn && R.End != RunEnd::Undefined;
  Of.Verdict = R.Covered                    ? "and so on"
               : R.End == RunEnd::Returned  ? (R.Verdict.empty() ? "returns" : R.Verdict)
               : R.End == RunEnd::NoReturn  ? "does not return: " + R.Reason
               : R.End == RunEnd::Undefined ? "undefined: " + R.Reason
                                            : "undecided: " + R.Reason;
  return Of;
}

/// The expression that a row returns, of which only the value is known.
std::string QuestionTree::returned(const Row &R) const {
  const auto Line = R.At.valid() ? Source(R.At.File, R.At.Line) : std::nullopt;
  llvm::StringRef Text = Line ? llvm::StringRef(*Line).trim() : "";
  if (Text.consume_front("return ") && Text.consume_back(";"))
    return Text.str();
  return "what line " + std::to_string(R.At.Line) + " returns";
}

/// What happens somewhere on the way to another verdict, without a condition of its own.
int QuestionTree::implied(int Open, int Otherwise) {
  TreeNode Question;
  Question.Text = Nodes[Open].Verdict;
  Question.Implied = true;
  Question.Yes = Open, Question.No = Otherwise;
  return made(Question);
}

/// Two rows of one path: what is returned is a truth value that is open.
int QuestionTree::either(int One, int Other, const Row &R) {
  if (Nodes[One].Verdict == Nodes[Other].Verdict) {
    Nodes[One].Lines.insert(Nodes[Other].Lines.begin(), Nodes[Other].Lines.end());
    return One;
  }
  const bool Yes = Nodes[Other].Verdict != "false" && Nodes[Other].Verdict != "0";
  TreeNode Question;
  Question.Text = returned(R);
  Question.Returned = true;
  Question.Yes = Yes ? Other : One;
  Question.No = Yes ? One : Other;
  return made(Question);
}

/// Two rows with the same conditions, or one that ends where others go on.
int QuestionTree::together(int There, int New, const Row &R) {
  const bool Ends = R.End == RunEnd::Returned;
  if (!Ends)
    return implied(New, There);
  if (Nodes[There].isVerdict() && !Nodes[There].Ended)
    return implied(There, New);
  if (Nodes[There].isVerdict())
    return either(There, New, R);
  Problem = "a row ends where others go on";
  return There;
}

void QuestionTree::add(const Row &R) {
  // Where it is at, by the parent and the side, since nodes move when one is made.
  int Parent = -1;
  bool Side = false;
  auto at = [&]() -> int & { return Parent < 0 ? Root : Side ? Nodes[Parent].Yes : Nodes[Parent].No; };
  auto put = [&](int Node) { at() = Node; };
  auto go = [&](bool Yes) {
    Parent = at();
    Side = Yes;
  };
  for (size_t I = 0; I < R.Conditions.size();) {
    const PlainCondition C = plainCondition(R.Conditions[I]);
    if (at() < 0) {
      TreeNode Question;
      Question.Text = C.Text;
      put(made(Question));
    }
    if (Nodes[at()].isVerdict())
      put(implied(at(), -1));
    const TreeNode &Here = Nodes[at()];
    if (Here.Text == C.Text && !Here.Implied) {
      go(C.Holds);
      ++I;
    } else if (Here.Implied || (C.Holds && excludes(Here.Text, C.Text))) {
      go(false);
    } else {
      Problem = "its rows ask different questions in one place: " + Here.Text + ", and " + C.Text;
      return;
    }
  }
  while (at() >= 0 && Nodes[at()].Implied)
    go(false);
  const int New = made(verdictOf(R));
  put(at() < 0 ? New : together(at(), New, R));
}

QuestionTree::QuestionTree(const Table &T, const SourceLine &Source) : Source(Source) {
  for (const Row &R : T.Rows) {
    if (R.Premise)
      continue;
    add(R);
    if (Nodes.size() > MostNodes)
      Problem = "it has too many rows";
    if (!Problem.empty())
      return;
  }
}

/// The nodes below the root, those near to it first.
std::vector<int> QuestionTree::reached() const {
  std::vector<int> Order;
  std::vector<bool> Seen(Nodes.size());
  std::deque<int> Next = {Root};
  while (!Next.empty()) {
    const int At = Next.front();
    Next.pop_front();
    if (At < 0 || Seen[At])
      continue;
    Seen[At] = true;
    Order.push_back(At);
    Next.push_back(Nodes[At].Yes);
    Next.push_back(Nodes[At].No);
  }
  return Order;
}

/// From the leaves up: equal nodes become one; with LeaveOut, a question of which one side is never come to, or that
/// leads to the same on both, is left out. True if something changed.
bool QuestionTree::share(bool LeaveOut) {
  using Key = std::tuple<std::string, std::string, std::set<unsigned>, int, int>;
  std::map<Key, int> Known;
  std::vector<int> Becomes(Nodes.size(), -2);
  bool Changed = false;
  auto sameVerdict = [&](int A, int B) {
    return A >= 0 && B >= 0 && Nodes[A].isVerdict() && Nodes[B].isVerdict() && Nodes[A].Verdict == Nodes[B].Verdict;
  };
  const std::function<int(int)> become = [&](int At) -> int {
    if (At < 0 || Becomes[At] != -2)
      return At < 0 ? -1 : Becomes[At];
    TreeNode &N = Nodes[At];
    N.Yes = become(N.Yes), N.No = become(N.No);
    int &Is = Becomes[At];
    const bool Question = !N.isVerdict();
    if (LeaveOut && Question && (N.Yes < 0 || N.No < 0 || N.Yes == N.No)) {
      Changed = true;
      return Is = N.Yes < 0 ? N.No : N.Yes;
    }
    if (LeaveOut && Question && sameVerdict(N.Yes, N.No)) {
      TreeNode Both = Nodes[N.Yes];
      Both.Lines.insert(Nodes[N.No].Lines.begin(), Nodes[N.No].Lines.end());
      N = Both;
      Changed = true;
    }
    const auto [It, New] = Known.try_emplace(Key(N.Text, N.Verdict, N.Lines, N.Yes, N.No), At);
    Changed |= !New;
    return Is = It->second;
  };
  Root = become(Root);
  drop();
  return Changed;
}

/// What is not come to any more; the others are numbered anew.
void QuestionTree::drop() {
  const std::vector<int> Order = reached();
  std::vector<int> Number(Nodes.size(), -1);
  for (size_t I = 0; I < Order.size(); ++I)
    Number[Order[I]] = static_cast<int>(I);
  std::vector<TreeNode> Kept;
  for (int At : Order) {
    TreeNode N = Nodes[At];
    N.Yes = N.Yes < 0 ? -1 : Number[N.Yes];
    N.No = N.No < 0 ? -1 : Number[N.No];
    Kept.push_back(std::move(N));
  }
  Nodes = std::move(Kept);
  Root = Nodes.empty() ? -1 : 0;
}

/// Takes two nodes, and what lies below them, for one, if they never contradict each other. Else nothing changes.
bool QuestionTree::mergeTwo(int A, int B) {
  const std::vector<TreeNode> Before = Nodes;
  std::vector<int> Into(Nodes.size());
  for (size_t I = 0; I < Into.size(); ++I)
    Into[I] = static_cast<int>(I);
  const std::function<int(int)> is = [&](int At) { return At < 0 || Into[At] == At ? At : Into[At] = is(Into[At]); };
  const std::function<bool(int, int)> unite = [&](int X, int Y) -> bool {
    X = is(X), Y = is(Y);
    if (X == Y)
      return true;
    const TreeNode Of = Nodes[Y];
    if (Nodes[X].Text != Of.Text || Nodes[X].Verdict != Of.Verdict || Nodes[X].Lines != Of.Lines)
      return false;
    Into[Y] = X;
    for (int TreeNode::*Side : {&TreeNode::Yes, &TreeNode::No}) {
      if (Nodes[X].*Side < 0)
        Nodes[X].*Side = Of.*Side;
      else if (Of.*Side >= 0 && !unite(Nodes[X].*Side, Of.*Side))
        return false;
    }
    return true;
  };
  if (unite(A, B)) {
    for (TreeNode &N : Nodes)
      N.Yes = is(N.Yes), N.No = is(N.No);
    if (is(Root) == Root && !hasCycle())
      return true;
  }
  Nodes = Before;
  return false;
}

/// Cheaper: whether they do not contradict each other at first sight.
bool QuestionTree::mayMerge(const TreeNode &A, const TreeNode &B) const {
  if (A.isVerdict() || A.Text != B.Text)
    return false;
  for (int TreeNode::*Side : {&TreeNode::Yes, &TreeNode::No})
    if (A.*Side >= 0 && B.*Side >= 0 &&
        (Nodes[A.*Side].Text != Nodes[B.*Side].Text || Nodes[A.*Side].Verdict != Nodes[B.*Side].Verdict))
      return false;
  return true;
}

bool QuestionTree::hasCycle() const {
  std::vector<char> Mark(Nodes.size());
  const std::function<bool(int)> from = [&](int At) {
    if (At < 0 || Mark[At] == 2)
      return false;
    if (Mark[At] == 1)
      return true;
    Mark[At] = 1;
    const bool Found = from(Nodes[At].Yes) || from(Nodes[At].No);
    Mark[At] = 2;
    return Found;
  };
  return from(Root);
}

/// From the root down, so that large parts become one before small ones do.
bool QuestionTree::merge() {
  std::vector<int> Order = reached();
  bool Changed = false;
  size_t Effort = 0;
  for (size_t I = 1; I < Order.size(); ++I)
    for (size_t J = 0; J < I && Effort < MostEffort; ++J) {
      if (!mayMerge(Nodes[Order[J]], Nodes[Order[I]]))
        continue;
      Effort += Nodes.size();
      if (!mergeTwo(Order[J], Order[I]))
        continue;
      Changed = true;
      Order = reached();
      I = 0;
      break;
    }
  drop();
  return Changed;
}

void QuestionTree::reduce() {
  if (Root < 0)
    return;
  share(false); // what no state comes to must still be known when parts are taken for one
  for (bool Changed = true; Changed;) {
    Changed = merge();
    Changed |= share(true);
  }
}

/// Whether a row comes to its verdict from a node on. A condition may be in the row several times, in the rounds of a
/// loop, and be asked for once, since it makes no difference otherwise: which time is meant is tried.
class Walk {
public:
  Walk(const std::vector<TreeNode> &Nodes, const Row &R, const TreeNode &Own) : Nodes(Nodes), Own(Own) {
    for (const std::string &Each : R.Conditions)
      Conditions.push_back(plainCondition(Each));
  }

  bool from(int At, size_t Next) {
    if (At < 0)
      return false;
    const TreeNode &N = Nodes[At];
    if (N.isVerdict())
      return N.Verdict == Own.Verdict;
    const auto [It, New] = Known.try_emplace({At, Next}, false);
    return New ? Known[{At, Next}] = question(N, Next) : It->second;
  }

private:
  bool question(const TreeNode &N, size_t Next) {
    if (N.Implied || N.Returned)
      return from(N.Yes, Next) || from(N.No, Next);
    for (size_t I = Next; I < Conditions.size(); ++I) {
      const PlainCondition &C = Conditions[I];
      if (C.Text == N.Text && from(C.Holds ? N.Yes : N.No, I + 1))
        return true;
      if (C.Text != N.Text && C.Holds && excludes(N.Text, C.Text) && from(N.No, I))
        return true;
    }
    return false;
  }

  const std::vector<TreeNode> &Nodes;
  const TreeNode &Own;
  std::vector<PlainCondition> Conditions;
  std::map<std::pair<int, size_t>, bool> Known;
};

bool QuestionTree::agrees(const Table &T) const {
  return std::all_of(T.Rows.begin(), T.Rows.end(), [&](const Row &R) {
    const TreeNode Own = verdictOf(R);
    return R.Premise || Walk(Nodes, R, Own).from(Root, 0);
  });
}

} // namespace kverdict
