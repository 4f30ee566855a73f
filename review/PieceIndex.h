// The declarations of a file by their lines, for whoever asks about very many lines.
#pragma once

#include "parse/Layout.h"

#include <vector>

namespace kverdict {

class PieceIndex {
public:
  /// The layout must outlive this, and stay as it is.
  explicit PieceIndex(const Layout &);

  /// As Layout::at(), in the time that it takes to find the first one in a sorted list.
  std::vector<const Piece *> at(unsigned Line) const;

private:
  const std::vector<Piece> *Pieces;
  std::vector<unsigned> Reach; ///< for each piece the last line of it and of all before it
};

} // namespace kverdict
