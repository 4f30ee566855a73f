#include "review/LineDiff.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace kverdict {
namespace {

constexpr int MostEdits = 1000;

using Lines = std::vector<llvm::StringRef>;

Lines linesOf(llvm::StringRef Text) {
  Lines Out;
  while (!Text.empty()) {
    auto [Line, Rest] = Text.split('\n');
    Out.push_back(Line);
    Text = Rest;
  }
  return Out;
}

/// The edits that lead from A to B: for each line of A and of B, whether it is one.
class Myers {
public:
  Myers(const Lines &A, const Lines &B) : A(A), B(B), N(A.size()), M(B.size()) {}

  /// False if there are too many.
  bool run(std::vector<bool> &Removed, std::vector<bool> &Added) {
    const int Most = std::min(N + M, MostEdits);
    std::vector<int> V(2 * Most + 3, 0);
    const int Zero = Most + 1;
    for (int D = 0; D <= Most; ++D) {
      Trace.emplace_back(V.begin() + Zero - D - 1, V.begin() + Zero + D + 2);
      for (int K = -D; K <= D; K += 2) {
        const bool Down = K == -D || (K != D && V[Zero + K - 1] < V[Zero + K + 1]);
        int X = Down ? V[Zero + K + 1] : V[Zero + K - 1] + 1;
        while (X < N && X - K < M && A[X] == B[X - K])
          ++X;
        V[Zero + K] = X;
        if (X >= N && X - K >= M) {
          back(D, Removed, Added);
          return true;
        }
      }
    }
    return false;
  }

private:
  void back(int D, std::vector<bool> &Removed, std::vector<bool> &Added) const {
    int X = N, Y = M;
    for (; D > 0; --D) {
      const std::vector<int> &V = Trace[D];
      const int Zero = D + 1, K = X - Y;
      const bool Down = K == -D || (K != D && V[Zero + K - 1] < V[Zero + K + 1]);
      const int From = Down ? K + 1 : K - 1;
      X = V[Zero + From];
      Y = X - From;
      if (Down)
        Added[Y] = true;
      else
        Removed[X] = true;
    }
  }

  const Lines &A, &B;
  const int N, M;
  std::vector<std::vector<int>> Trace; ///< for each number of edits, how far each diagonal came before
};

std::vector<DiffHunk> hunks(const std::vector<bool> &Removed, const std::vector<bool> &Added, unsigned Before) {
  std::vector<DiffHunk> Out;
  size_t X = 0, Y = 0;
  while (X < Removed.size() || Y < Added.size()) {
    DiffHunk H{static_cast<unsigned>(X) + Before + 1, 0, static_cast<unsigned>(Y) + Before + 1, 0};
    for (; X < Removed.size() && Removed[X]; ++X)
      ++H.OldCount;
    for (; Y < Added.size() && Added[Y]; ++Y)
      ++H.NewCount;
    if (H.OldCount || H.NewCount)
      Out.push_back(H);
    ++X;
    ++Y;
  }
  return Out;
}

} // namespace

std::vector<DiffHunk> diffLines(const std::string &Old, const std::string &New) {
  Lines A = linesOf(Old), B = linesOf(New);
  size_t Before = 0, Behind = 0;
  while (Before < A.size() && Before < B.size() && A[Before] == B[Before])
    ++Before;
  while (Behind + Before < A.size() && Behind + Before < B.size() &&
         A[A.size() - 1 - Behind] == B[B.size() - 1 - Behind])
    ++Behind;
  A = Lines(A.begin() + Before, A.end() - Behind);
  B = Lines(B.begin() + Before, B.end() - Behind);
  std::vector<bool> Removed(A.size(), false), Added(B.size(), false);
  if (!Myers(A, B).run(Removed, Added)) {
    Removed.assign(A.size(), true);
    Added.assign(B.size(), true);
  }
  return hunks(Removed, Added, Before);
}

} // namespace kverdict
