#include "review/PieceIndex.h"

#include <algorithm>

namespace kverdict {

PieceIndex::PieceIndex(const Layout &Of) : Pieces(&Of.Pieces) {
  for (const Piece &Each : *Pieces)
    Reach.push_back(std::max(Each.Last, Reach.empty() ? 0 : Reach.back()));
}

std::vector<const Piece *> PieceIndex::at(unsigned Line) const {
  const auto Behind = std::upper_bound(Pieces->begin(), Pieces->end(), Line,
                                       [](unsigned L, const Piece &Each) { return L < Each.First; });
  std::vector<const Piece *> Out;
  for (size_t I = Behind - Pieces->begin(); I > 0 && Reach[I - 1] >= Line; --I)
    if ((*Pieces)[I - 1].Last >= Line)
      Out.push_back(&(*Pieces)[I - 1]);
  std::reverse(Out.begin(), Out.end());
  return Out;
}

} // namespace kverdict
