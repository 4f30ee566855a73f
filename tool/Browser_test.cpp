// The pages, as a browser shows them: Chromium without a window.
#include "testing/Repository.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

// Looks at a page in a frame of a given width, and says what it saw as JSON. The page itself runs no script.
constexpr const char *Harness = R"(<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<iframe id="f" src="page.html" style="width:WIDTHpx;height:900px;border:0"></iframe><pre id="said"></pre><script>
const channels = c => (c.match(/[\d.]+/g) || []).map(Number);
function over(top, under) {
  const [r, g, b, a = 1] = channels(top), u = channels(under);
  return 'rgb(' + [r, g, b].map((x, i) => x * a + u[i] * (1 - a)).join(',') + ')';
}
function behind(e, w) {
  if (!e) return w.matchMedia('(prefers-color-scheme:dark)').matches ? 'rgb(0,0,0)' : 'rgb(255,255,255)';
  const style = w.getComputedStyle(e);
  if (style.fill && e instanceof w.SVGElement) {
    const shape = e.parentElement && e.parentElement.querySelector(':scope > polygon, :scope > path');
    if (e.tagName == 'text' && shape && !e.closest('.edge')) return w.getComputedStyle(shape).fill;
  }
  const own = style.backgroundColor;
  return channels(own)[3] === 0 ? behind(e.parentElement, w) : over(own, behind(e.parentElement, w));
}
const light = c => { const [r, g, b] = channels(c).map(x => (x /= 255) <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b; };
function contrast(e, w) {
  const style = w.getComputedStyle(e);
  const [a, b] = [e.tagName == 'text' ? style.fill : style.color, behind(e, w)].map(light).sort((x, y) => y - x);
  return (a + .05) / (b + .05);
}
function look(d, w) {
  const out = {title: d.title, width: w.innerWidth, scroll: d.documentElement.scrollWidth};
  out.scripts = d.scripts.length;
  out.fetched = w.performance.getEntriesByType('resource').length;
  out.dark = light(w.getComputedStyle(d.body).backgroundColor) < .2;
  const folded = d.querySelectorAll('details');
  out.folded = folded.length;
  out.open = [...folded].filter(e => e.open).length;
  folded.forEach(e => e.querySelector('summary').click()); // the rest is looked at with all unfolded
  out.opened = [...folded].filter(e => e.open).length;
  out.scrollOpened = d.documentElement.scrollWidth;
  const all = [...d.querySelectorAll('body *')];
  const texts = all.filter(e => [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()) && e.getClientRects().length
                                && !['STYLE', 'style', 'title'].includes(e.tagName));
  out.texts = texts.length;
  out.faint = texts.filter(e => contrast(e, w) < 4.5).map(e => e.className + ': ' + e.textContent.slice(0, 40) + ' ' + contrast(e, w));
  out.broken = [...d.querySelectorAll('a[href^="#"]')].filter(a => !d.getElementById(a.hash.slice(1))).length;
  out.outside = [...d.querySelectorAll('a[href]')].filter(a => !a.getAttribute('href').startsWith('#')).length;
  out.wide = all.filter(e => e.getClientRects().length && e.getBoundingClientRect().right > w.innerWidth + 1 &&
                             !e.closest('.scroll')).map(e => e.tagName + '.' + e.className);
  const keys = [...d.querySelectorAll('a[href], summary, [tabindex]')].filter(e => e.getClientRects().length);
  out.keys = keys.length;
  out.unreached = keys.filter(e => { e.focus(); return d.activeElement != e || w.getComputedStyle(e).outlineStyle == 'none'; })
                      .map(e => e.outerHTML.slice(0, 60));
  out.unreachable = [...d.querySelectorAll('.scroll')].filter(e => e.tabIndex < 0 || !e.getAttribute('aria-label')).length;
  out.heads = [...d.querySelectorAll('h1, h2')].map(e => e.textContent);
  out.commentBelow = [...d.querySelectorAll('article .comment')].map(e => {
    const before = e.previousElementSibling, line = before && before.querySelector('.l:last-child');
    return line && line.classList.contains('at') ? line.textContent : 'NONE';
  });
  out.cells = [...d.querySelectorAll('td.was, td.now')].map(e => e.firstChild.textContent);
  out.lit = [...d.querySelectorAll('.l.lit')].length;
  const svg = d.querySelector('svg');
  out.drawn = svg ? [...svg.querySelectorAll('g.node')].map(e => e.textContent.trim().replace(/\s+/g, ' ')) : [];
  return out;
}
f.onload = () => { said.textContent = 'SAID' + btoa(unescape(encodeURIComponent(JSON.stringify(look(f.contentDocument, f.contentWindow))))) + 'END'; };
</script>)";

std::string decoded(const std::string &Base64) {
  const std::string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string Out;
  unsigned Bits = 0, Count = 0;
  for (char Next : Base64)
    if (const size_t Value = Digits.find(Next); Value != std::string::npos) {
      Bits = Bits << 6 | Value;
      if ((Count += 6) >= 8)
        Out += static_cast<char>(Bits >> (Count -= 8));
    }
  return Out;
}

class Browser : public testing::Test, protected Repository {
protected:
  /// What a page looks like in a window of some width.
  json look(const std::string &Page, unsigned Width, bool Dark = false) const {
    std::string Text = Harness;
    Text.replace(Text.find("WIDTH"), 5, std::to_string(Width));
    S.write("look/page.html", Page);
    S.write("look/harness.html", Text);
    const Ran R =
        runProgram("/usr/bin/env",
                   {"HOME=" + S.path(), "timeout", "120", "chromium", "--headless", "--no-sandbox", "--disable-gpu",
                    "--disable-dev-shm-usage", "--allow-file-access-from-files", "--window-size=1400,1000",
                    "--user-data-dir=" + S.path("profile"), "--virtual-time-budget=5000",
                    std::string("--blink-settings=preferredColorScheme=") + (Dark ? "0" : "1"), "--dump-dom",
                    "file://" + S.path("look/harness.html")});
    const size_t Begin =
        R.Out.find("SAID", R.Out.find("</script>") == std::string::npos ? 0 : R.Out.find("<pre id=\"said\">"));
    EXPECT_NE(Begin, std::string::npos) << "chromium (scripts/setup installs it) said: " << R.Err
                                        << R.Out.substr(0, 400);
    if (Begin == std::string::npos)
      return json::object();
    return json::parse(decoded(R.Out.substr(Begin + 4, R.Out.find("END", Begin) - Begin - 4)));
  }

  /// What holds of each page, however it is looked at.
  void isFit(const json &Saw, unsigned Width, bool Dark) const {
    ASSERT_FALSE(Saw.empty());
    EXPECT_EQ(Saw["width"], Width);
    EXPECT_LE(Saw["scroll"], Width) << Saw["wide"];
    EXPECT_LE(Saw["scrollOpened"], Width);
    EXPECT_EQ(Saw["wide"], json::array());
    EXPECT_EQ(Saw["dark"], Dark);
    EXPECT_EQ(Saw["faint"], json::array()) << "too little contrast";
    EXPECT_GT(Saw["texts"], 10);
    EXPECT_EQ(Saw["scripts"], 0);
    EXPECT_EQ(Saw["fetched"], 0);
    EXPECT_EQ(Saw["broken"], 0);
    EXPECT_EQ(Saw["outside"], 0);
    EXPECT_GT(Saw["keys"], 0);
    EXPECT_EQ(Saw["unreached"], json::array()) << "by keyboard, with an outline";
    EXPECT_EQ(Saw["unreachable"], 0);
    EXPECT_EQ(Saw["open"], 0);
    EXPECT_EQ(Saw["opened"], Saw["folded"]);
  }

  void isFitEverywhere(const std::string &Page) const {
    for (unsigned Width : {360u, 700u, 1300u})
      for (bool Dark : {false, true}) {
        SCOPED_TRACE(std::to_string(Width) + (Dark ? " dark" : " light"));
        isFit(look(Page, Width, Dark), Width, Dark);
      }
  }

  std::string page(const std::string &What) const {
    run("kverdict review " + What + " --tree . --out html=" + S.path("p.html"));
    return textOf(S.path("p.html"));
  }
};

TEST_F(Browser, APageOfASeries) {
  commit("mm/memory.c", fixture("merged.c"), "base");
  commit("mm/memory.c", "/* A word. */\n" + fixture("merged.c"), "mm: add a word\n\nNo functional change.");
  commit("mm/memory.c", "/* A word. */\n" + fixture("v1.c"),
         "mm: <script>document.title = 1</script> the first version");
  commit("mm/<img src=x>.c", "#ifdef NEVER\nint other(int a)\n{\n\treturn a ? -22 : 0;\n}\n#endif\n",
         "mm: something else");
  const std::string Page = page("main~3..main");
  const json Saw = look(Page, 1300);
  EXPECT_EQ(Saw["title"], "mm: add a word (and 2 more) - kverdict");
  EXPECT_EQ(Saw["heads"][1], "What is wrong");
  EXPECT_THAT(Saw["heads"].dump(), HasSubstr("patch 2/3: mm: <script>document.title = 1</script> the first version"));
  EXPECT_THAT(Saw["commentBelow"].dump(), AllOf(HasSubstr("+\\t\\treturn false;"), Not(HasSubstr("NONE"))));
  EXPECT_THAT(Saw["cells"].dump(), HasSubstr("\"true\",\"false\""));
  EXPECT_GT(Saw["lit"], 3);
  EXPECT_THAT(Page, AllOf(HasSubstr("&lt;img src=x&gt;.c"), HasSubstr("not compiled in this build")));
  isFitEverywhere(Page);
}

TEST_F(Browser, APageWithNothingWrong) {
  commit("mm/memory.c", fixture("merged.c"), "base");
  commit("mm/memory.c", "/* A word. */\n" + fixture("merged.c"), "mm: add a word");
  const json Saw = look(page("HEAD"), 360);
  EXPECT_EQ(Saw["heads"][1], "Nothing wrong was found");
  EXPECT_LE(Saw["scroll"], 360);
}

TEST_F(Browser, ADiagram) {
  commit("mm/memory.c", fixture("v1.c"), "base");
  const std::string Simulate = "kverdict simulate mm/memory.c --function vm_mixed_zeropage_allowed ";
  const std::string Page = sh(Simulate + "-f html");
  const json Saw = look(Page, 1300);
  EXPECT_THAT(Saw["drawn"].dump(),
              AllOf(HasSubstr("vm_mixed_zeropage_allowed()"), HasSubstr("is_cow_mapping(vma->vm_flags)"),
                    HasSubstr("true line"), HasSubstr("false line")));
  isFitEverywhere(Page);
  EXPECT_EQ(sh(Simulate + "-f html"), Page);
  // A picture for itself is one too.
  const std::string Svg = sh(Simulate + "-f svg");
  EXPECT_THAT(Svg, testing::StartsWith("<?xml"));
  EXPECT_GT(look("<!DOCTYPE html><title>x</title><body>" + Svg.substr(Svg.find("<svg")), 700)["drawn"].size(), 4u);
}

TEST_F(Browser, WithoutGraphvizItSaysSo) {
  commit("mm/memory.c", fixture("v1.c"), "base");
  const std::string Simulate = "$(realpath ../bin/kverdict) simulate mm/memory.c --function vm_mixed_zeropage_allowed ";
  const Ran R = run("K=$(realpath ../bin/kverdict); PATH=/nowhere $K simulate mm/memory.c --function "
                    "vm_mixed_zeropage_allowed -f svg");
  EXPECT_EQ(R.Code, 3);
  EXPECT_THAT(R.Err, AllOf(HasSubstr("dot, which is not installed"), HasSubstr("-f dot")));
  EXPECT_EQ(R.Out, "");
  EXPECT_THAT(sh(Simulate + "-f dot"), testing::StartsWith("digraph decision {"));
  EXPECT_EQ(run(Simulate + "-f svg --set vma=0").Code, 2);
}

} // namespace
} // namespace kverdict
