// A decision diagram as Graphviz reads it, and what it makes of it in a page.
#pragma once

#include "report/diagram/Diagram.h"

#include <string>

namespace kverdict {

/// The graph in the language of dot. A verdict stands beside its question, and the next question below.
/// Caption: with what a reader must know of the table below it.
std::string renderDot(const Diagram &, bool Caption);

/// What `dot -Tsvg` made of it, with colours for light and dark, as a file of its own.
std::string svgFile(const Diagram &, const std::string &OfDot);

/// A page with the diagram, and the same in words.
std::string diagramPage(const Diagram &, const std::string &Place, const std::string &OfDot);

} // namespace kverdict
