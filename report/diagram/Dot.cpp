#include "report/diagram/Dot.h"

#include "core/LookAlikes.h"
#include "core/Visible.h"
#include "report/html/Escape.h"
#include "report/html/Page.h"

#include "llvm/ADT/StringRef.h"

namespace kverdict {
namespace {

constexpr size_t Widest = 44;

/// Text in a quoted string of dot; \l ends a line.
std::string quoted(llvm::StringRef Text) {
  std::string Out;
  for (char Next : withLookAlikesMarked(visible(Text)))
    Out += Next == '"' || Next == '\\' ? std::string("\\") + Next : Next == '&' ? "&amp;" : std::string(1, Next);
  return Out;
}

/// A long condition in several lines.
std::string inLines(llvm::StringRef Text) {
  std::string Out;
  for (;;) {
    const size_t At = Text.size() > Widest ? Text.rfind(' ', Widest) : llvm::StringRef::npos;
    Out += (Out.empty() ? "" : "\\n    ") + quoted(Text.take_front(At));
    if (At == llvm::StringRef::npos || At == 0)
      return Out;
    Text = Text.drop_front(At + 1);
  }
}

std::string labelOf(const DiagramNode &N) {
  if (!N.isVerdict()) {
    std::string Text;
    for (const DiagramNode::Part &Each : N.Parts) {
      DiagramNode One;
      One.Parts = {Each};
      Text += (Text.empty() ? "" : N.All ? "\\nand " : "\\nor ") + inLines(questionText(One));
    }
    return Text + "?";
  }
  std::string Lines;
  for (unsigned Each : N.Lines)
    Lines += (Lines.empty() ? (N.Lines.size() == 1 ? "\\nline " : "\\nlines ") : ", ") + std::to_string(Each);
  return inLines(N.Verdict) + Lines;
}

const char *classOf(const DiagramNode &N) {
  if (!N.isVerdict())
    return "ask";
  switch (N.Is) {
  case DiagramNode::Kind::Accepts:
    return "accepts";
  case DiagramNode::Kind::Refuses:
    return "refuses";
  case DiagramNode::Kind::Open:
    return "open";
  case DiagramNode::Kind::Other:
    break;
  }
  return "other";
}

/// Each verdict is drawn anew beside each of its questions: no edge crosses the picture for it.
class Writer {
public:
  Writer(const Diagram &D, bool Caption) : D(D), Caption(Caption) {}

  std::string text() {
    Out = "digraph decision {\n  graph [rankdir=TB, nodesep=0.35, ranksep=0.3, bgcolor=transparent];\n"
          "  node [shape=box, fontname=\"DejaVu Sans Mono\", fontsize=10, margin=\"0.12,0.06\", height=0.3];\n"
          "  edge [fontname=\"DejaVu Sans\", fontsize=9, arrowsize=0.6];\n"
          "  start [label=\"" +
          quoted(D.Function) + "()\", shape=plain, class=\"start\"];\n";
    for (size_t I = 0; I < D.Nodes.size(); ++I)
      if (!D.Nodes[I].isVerdict())
        Out += node("q" + std::to_string(I), D.Nodes[I]);
    if (!D.Nodes.empty())
      Out += "  start -> " + target(0) + ";\n";
    for (size_t I = 0; I < D.Nodes.size(); ++I)
      if (!D.Nodes[I].isVerdict())
        sides(I);
    return Out + caption() + "}\n";
  }

private:
  static std::string node(const std::string &Name, const DiagramNode &N) {
    return "  " + Name + " [label=\"" + labelOf(N) + "\", class=\"" + classOf(N) + "\"" +
           (N.isVerdict() ? ", style=rounded" : "") + "];\n";
  }

  std::string target(int At) {
    if (!D.Nodes[At].isVerdict())
      return "q" + std::to_string(At);
    const std::string Name = "v" + std::to_string(++Verdicts);
    Out += node(Name, D.Nodes[At]);
    return Name;
  }

  void sides(size_t I) {
    const DiagramNode &N = D.Nodes[I];
    const std::string From = "q" + std::to_string(I);
    const bool YesEnds = D.Nodes[N.Yes].isVerdict(), NoEnds = D.Nodes[N.No].isVerdict();
    const std::string Yes = target(N.Yes), No = target(N.No);
    Out += "  " + From + " -> " + Yes + " [label=\" yes\", class=\"yes\"];\n";
    Out += "  " + From + " -> " + No + " [label=\" no\", style=dashed, class=\"no\"];\n";
    if (YesEnds || NoEnds)
      Out += "  {rank=same; " + From + "; " + (YesEnds ? Yes : No) + "}\n";
  }

  std::string caption() const {
    std::string Text;
    for (const std::string &Each : caveats(D))
      Text += inLines(Each) + "\\l";
    return Caption && !Text.empty()
               ? "  label=\"" + Text + "\"; labelloc=b; labeljust=l; fontsize=9; fontname=\"DejaVu Sans\";\n"
               : "";
  }

  const Diagram &D;
  const bool Caption;
  std::string Out;
  unsigned Verdicts = 0;
};

constexpr const char *SvgStyle = R"(<style>
svg{color-scheme:light dark;--fg:#1f2328;--box:#f6f8fa;--soft:#59636e;--good:#116329;--goodbg:#dafbe1;--bad:#b31d28;--badbg:#ffebe9;
--warn:#7d4e00;--warnbg:#fff8c5;background:transparent}
@media(prefers-color-scheme:dark){svg{--fg:#e6edf3;--box:#161b22;--soft:#9ea7b3;--good:#5bd075;--goodbg:#10281a;
--bad:#ff8f88;--badbg:#3c1618;--warn:#e3b341;--warnbg:#2e2405}}
text{fill:var(--fg);font-family:"DejaVu Sans Mono",Menlo,Consolas,monospace}
.edge text{fill:var(--soft);font-family:"DejaVu Sans",system-ui,sans-serif}
.edge path{stroke:var(--soft)}.edge polygon{stroke:var(--soft);fill:var(--soft)}
.node polygon,.node path{fill:var(--box);stroke:var(--soft)}
.start text{font-weight:bold}
.accepts path,.accepts polygon{fill:var(--goodbg);stroke:var(--good)}.accepts text{fill:var(--good)}
.refuses path,.refuses polygon{fill:var(--badbg);stroke:var(--bad)}.refuses text{fill:var(--bad)}
.open path,.open polygon{fill:var(--warnbg);stroke:var(--warn)}.open text{fill:var(--warn)}
</style>
)";

/// The element alone, with its style.
std::string styled(const Diagram &D, llvm::StringRef OfDot) {
  const size_t Begin = OfDot.find("<svg");
  if (Begin == llvm::StringRef::npos)
    return "";
  const size_t End = OfDot.find('>', Begin);
  return OfDot.substr(Begin, End - Begin).str() + " role=\"img\" aria-label=\"" +
         escaped("what " + D.Function + "() decides") + "\">\n" + SvgStyle + OfDot.drop_front(End + 1).str();
}

std::string wordsOf(const Diagram &D) {
  std::vector<unsigned> Number(D.Nodes.size());
  unsigned Count = 0;
  for (size_t I = 0; I < D.Nodes.size(); ++I)
    Number[I] = D.Nodes[I].isVerdict() ? 0 : ++Count;
  auto side = [&](int At) {
    return Number[At]
               ? "<a href=\"#q" + std::to_string(Number[At]) + "\">question " + std::to_string(Number[At]) + "</a>"
               : "<strong>" + escaped(verdictText(D.Nodes[At])) + "</strong>";
  };
  std::string Out;
  for (size_t I = 0; I < D.Nodes.size(); ++I)
    if (Number[I])
      Out += "<li id=\"q" + std::to_string(Number[I]) + "\">" + codeOf(questionText(D.Nodes[I])) +
             "? Yes: " + side(D.Nodes[I].Yes) + ". No: " + side(D.Nodes[I].No) + ".</li>\n";
  return Out.empty() && !D.Nodes.empty() ? "<p>" + escaped(verdictText(D.Nodes[0])) + " in every state.</p>\n"
                                         : "<ol>" + Out + "</ol>\n";
}

} // namespace

std::string renderDot(const Diagram &D, bool Caption) { return Writer(D, Caption).text(); }

std::string svgFile(const Diagram &D, const std::string &OfDot) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n" + styled(D, OfDot);
}

std::string diagramPage(const Diagram &D, const std::string &Place, const std::string &OfDot) {
  std::string Body = "<header><p class=\"soft\">kverdict simulate</p>\n<h1>What " + codeOf(D.Function + "()") +
                     " decides</h1>\n<dl class=\"facts\"><dt>Where</dt><dd>" + escaped(Place) +
                     "</dd>\n<dt>Table</dt><dd>" + counted(D.Rows, "row") + ", drawn as " +
                     counted(D.questions(), "question") + "</dd>\n";
  for (const std::string &Each : caveats(D)) {
    const auto [Name, Value] = llvm::StringRef(Each).split(": ");
    Body += "<dt>" + escaped(Name) + "</dt><dd>" + escaped(Value) + "</dd>\n";
  }
  Body += "</dl></header>\n<main>\n<figure class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"diagram\">\n" +
          styled(D, OfDot) + "</figure>\n<details><summary>The same in words</summary>\n" + wordsOf(D) +
          "</details>\n</main>\n";
  return htmlDocument(D.Function + "()", Body);
}

} // namespace kverdict
