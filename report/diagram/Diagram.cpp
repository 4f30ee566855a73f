#include "report/diagram/Diagram.h"

#include "report/Condition.h"
#include "report/diagram/Tree.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <deque>
#include <functional>

namespace kverdict {
namespace {

using Part = DiagramNode::Part;

bool isError(llvm::StringRef Verdict) {
  return (Verdict.starts_with("-E") && Verdict.size() > 2) || Verdict == "false" || Verdict == "NULL" ||
         Verdict.starts_with("ERR_PTR(") || (Verdict.starts_with("VM_FAULT_") && Verdict.contains("SIG")) ||
         Verdict == "VM_FAULT_OOM";
}

/// A verdict is a yes or a no where the others show what the function's verdicts mean.
void weigh(std::vector<DiagramNode> &Nodes) {
  const bool Errors = std::any_of(Nodes.begin(), Nodes.end(), [](const DiagramNode &N) { return isError(N.Verdict); });
  for (DiagramNode &N : Nodes)
    if (N.isVerdict() && N.Is != DiagramNode::Kind::Open) {
      const bool Odd = N.Verdict.starts_with("undefined") || N.Verdict.starts_with("does not return");
      N.Is = isError(N.Verdict) ? DiagramNode::Kind::Refuses
             : Errors && !Odd   ? DiagramNode::Kind::Accepts
                                : DiagramNode::Kind::Other;
    }
}

DiagramNode nodeOf(const TreeNode &N) {
  DiagramNode Of;
  if (!N.isVerdict())
    Of.Parts = {{N.Text, true}};
  Of.Yes = N.Yes, Of.No = N.No;
  Of.Verdict = N.Verdict;
  Of.Lines = N.Lines;
  if (N.Open)
    Of.Is = DiagramNode::Kind::Open;
  return Of;
}

/// One question for two, where the second is asked behind the first alone and one side of both leads to the same:
/// `a && b`, `a || b` as the source has it.
class Joining {
public:
  explicit Joining(std::vector<DiagramNode> &Nodes) : Nodes(Nodes), Parents(Nodes.size()) {
    for (const DiagramNode &N : Nodes)
      for (int Side : {N.Yes, N.No})
        if (Side >= 0)
          ++Parents[Side];
  }

  void run() {
    for (size_t I = Nodes.size(); I-- > 0;)
      while (join(Nodes[I])) {
      }
  }

private:
  bool isFree(int At) const { return At > 0 && !Nodes[At].isVerdict() && Parents[At] == 1; }

  static void flip(DiagramNode &N) {
    std::swap(N.Yes, N.No);
    N.All = !N.All;
    for (Part &Each : N.Parts)
      Each.Holds = !Each.Holds;
  }

  bool join(DiagramNode &A) {
    if (A.isVerdict())
      return false;
    return isFree(A.No) ? any(A, Nodes[A.No]) || (isFree(A.Yes) && all(A, Nodes[A.Yes]))
                        : isFree(A.Yes) && all(A, Nodes[A.Yes]);
  }

  bool fits(const DiagramNode &N, bool All) const { return N.Parts.size() == 1 || N.All == All; }

  /// A leads to what B leads to, else to B.
  bool any(DiagramNode &A, DiagramNode B) {
    if (B.Yes != A.Yes && B.No == A.Yes)
      flip(B);
    if (B.Yes != A.Yes || !fits(A, false) || !fits(B, false))
      return false;
    return take(A, B, false);
  }

  bool all(DiagramNode &A, DiagramNode B) {
    if (B.No != A.No && B.Yes == A.No)
      flip(B);
    if (B.No != A.No || !fits(A, true) || !fits(B, true))
      return false;
    return take(A, B, true);
  }

  bool take(DiagramNode &A, const DiagramNode &B, bool All) {
    const int Same = All ? A.No : A.Yes;
    --Parents[Same];
    A.Yes = All ? B.Yes : A.Yes;
    A.No = All ? A.No : B.No;
    A.All = All;
    A.Parts.insert(A.Parts.end(), B.Parts.begin(), B.Parts.end());
    return true;
  }

  std::vector<DiagramNode> &Nodes;
  std::vector<unsigned> Parents;
};

/// Those that are come to, in the order in which they are: yes before no, and a verdict behind its question.
std::vector<DiagramNode> inOrder(const std::vector<DiagramNode> &All, int Root) {
  std::vector<int> Number(All.size(), -1), Order;
  std::deque<int> Next = {Root};
  while (!Next.empty()) {
    const int At = Next.front();
    Next.pop_front();
    if (At < 0 || Number[At] >= 0)
      continue;
    Number[At] = static_cast<int>(Order.size());
    Order.push_back(At);
    Next.push_back(All[At].Yes);
    Next.push_back(All[At].No);
  }
  std::vector<DiagramNode> Out;
  for (int At : Order) {
    Out.push_back(All[At]);
    for (int DiagramNode::*Side : {&DiagramNode::Yes, &DiagramNode::No})
      if (int &To = Out.back().*Side; To >= 0)
        To = Number[To];
  }
  return Out;
}

/// "null dereference of vma" as something that is taken not to happen: "vma is not NULL".
std::string premise(const Row &R) {
  llvm::StringRef Reason = R.Reason;
  return Reason.consume_front("null dereference of ") ? Reason.str() + " is not NULL" : "no " + R.Reason;
}

} // namespace

size_t Diagram::questions() const {
  return std::count_if(Nodes.begin(), Nodes.end(), [](const DiagramNode &N) { return !N.isVerdict(); });
}

Diagram diagramOf(const Table &T, const SourceLine &Source) {
  Diagram Out;
  Out.Function = T.Function;
  for (const Row &R : T.Rows)
    if (R.Premise)
      Out.Assumed.insert(premise(R));
    else {
      ++Out.Rows;
      Out.Inexact.insert(R.Approximations.begin(), R.Approximations.end());
    }
  QuestionTree Tree(T, Source);
  Out.Problem = Tree.problem();
  if (Out.Problem.empty())
    Tree.reduce();
  if (Out.Problem.empty() && !Tree.agrees(T))
    Out.Problem = "a row of its table does not come to its verdict there; this is a bug of kverdict";
  if (!Out.Problem.empty() || Tree.root() < 0)
    return Out;
  std::vector<DiagramNode> Nodes;
  for (const TreeNode &N : Tree.nodes())
    Nodes.push_back(nodeOf(N));
  Joining(Nodes).run();
  Out.Nodes = inOrder(Nodes, Tree.root());
  weigh(Out.Nodes);
  return Out;
}

std::string questionText(const DiagramNode &N, const std::string &And, const std::string &Or) {
  std::string Text;
  for (const Part &Each : N.Parts) {
    Text += Text.empty() ? "" : N.All ? And : Or;
    Text += Each.Holds ? Each.Text : plainText("!(" + Each.Text + ")");
  }
  return Text;
}

std::vector<std::string> caveats(const Diagram &D) {
  constexpr size_t Most = 5;
  std::vector<std::string> Lines;
  auto say = [&](const char *Before, const std::set<std::string> &All) {
    size_t Count = 0;
    for (const std::string &Each : All)
      if (++Count <= Most)
        Lines.push_back(Before + Each);
    if (Count > Most)
      Lines.push_back(std::string(Before) + std::to_string(Count - Most) + " more");
  };
  say("assumed: ", D.Assumed);
  say("not exact: ", D.Inexact);
  return Lines;
}

std::string verdictText(const DiagramNode &N) {
  std::string Lines;
  for (unsigned Each : N.Lines)
    Lines += (Lines.empty() ? "" : ", ") + std::to_string(Each);
  return N.Verdict + (N.Lines.empty() ? "" : (N.Lines.size() == 1 ? " (line " : " (lines ") + Lines + ")");
}

} // namespace kverdict
