// Several versions of one file: before a patch, after it, with a fix tried. Those that differ in the bodies of
// functions alone, as most do, share one parse.
#pragma once

#include "parse/Unit.h"

namespace kverdict {

class Versions {
public:
  /// As parseUnit(), but cheap if an earlier request for the same file differed only in bodies.
  std::unique_ptr<Unit> parse(const UnitRequest &);

  /// Functions whose bodies later versions will ask for: what the first parse skips costs another one.
  void expect(const std::vector<std::string> &Functions) { Expected.insert(Functions.begin(), Functions.end()); }

  /// takeApart(), done once for each text. File names the text in the places; the same text always has the same.
  const TakenApart &apart(const std::string &Text, const std::string &File);
  const TakenApart &apart(const SourceVersion &V) { return apart(V.Text, V.Command.File); }

  /// How many whole parses there were.
  unsigned parses() const { return Parses; }

private:
  struct Parsed {
    UnitRequest Request;
    const TakenApart *Text;
    std::unique_ptr<Unit> U;
  };
  std::vector<Parsed> All;
  std::map<std::pair<std::string, std::string>, TakenApart> Apart; ///< by file and text
  std::set<std::string> Expected;
  unsigned Parses = 0;
};

} // namespace kverdict
