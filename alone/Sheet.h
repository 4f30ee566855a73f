// A text that is put together from what a mail shows of a file, each line where it stands in the file. Internal to
// alone/.
#pragma once

#include "alone/Shown.h"

#include <map>
#include <string>

namespace kverdict::alone {

class Sheet {
public:
  /// With one tab more for each brace that is open: a mail may have lost the white space.
  void write(const Piece &);
  /// One line, by its number from 1 on; in place of what stood there.
  void put(unsigned Line, std::string Text) { Lines[Line] = std::move(Text); }
  /// All lines, with empty ones where none was put.
  std::string text() const;

private:
  std::map<unsigned, std::string> Lines;
};

} // namespace kverdict::alone
