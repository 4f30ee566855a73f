// Whether a name is another one, with a slip of the fingers.
#pragma once

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

namespace kverdict {

/// Names that differ so are siblings in the kernel, and both are meant: pmd_x() and pud_x(), x1 and x2, insert_page()
/// and insert_pages(), x() and _x().
inline bool isSibling(llvm::StringRef A, llvm::StringRef B) {
  static constexpr llvm::StringLiteral Levels[] = {"pte", "pmd", "pud", "p4d", "pgd"};
  const auto Without = [](llvm::StringRef Name) {
    std::string Out;
    for (size_t I = 0; I < Name.size(); ++I) {
      const std::string Three = Name.substr(I, 3).lower();
      if (llvm::any_of(Levels, [&](llvm::StringRef L) { return L == Three; }))
        I += 2;
      else if (!llvm::isDigit(Name[I]))
        Out += Name[I];
    }
    return llvm::StringRef(Out).trim('_').rtrim("sS").str();
  };
  return Without(A) == Without(B);
}

/// Whether one letter is missing, too much, another, or in its neighbour's place.
inline bool isOneLetterOff(llvm::StringRef A, llvm::StringRef B) {
  if (A.size() > B.size())
    std::swap(A, B);
  if (B.size() - A.size() > 1 || A == B)
    return false;
  size_t Same = 0;
  while (Same < A.size() && A[Same] == B[Same])
    ++Same;
  A = A.drop_front(Same);
  B = B.drop_front(Same);
  if (A.size() < B.size())
    return A == B.drop_front();
  return A.drop_front() == B.drop_front() ||
         (A.size() > 1 && A[0] == B[1] && A[1] == B[0] && A.drop_front(2) == B.drop_front(2));
}

/// Whether somebody who wrote Wanted may have meant Known.
inline bool isSlipOf(llvm::StringRef Wanted, llvm::StringRef Known) {
  return Wanted.size() >= 5 && isOneLetterOff(Wanted, Known) && !isSibling(Wanted, Known);
}

} // namespace kverdict
