// For the parser's tests: a unit from texts in memory.
#pragma once

#include "core/Error.h"
#include "parse/Unit.h"

#include <clang/AST/Decl.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kverdict {

inline UnitRequest request(const std::string &Text, std::vector<Extra> Extras = {}) {
  UnitRequest Request;
  Request.Command = {"/t/mm/test.c", "/t", {"-std=gnu11", "-I/t/include"}};
  Request.Text = Text;
  Request.Extras = std::move(Extras);
  return Request;
}

inline Extra extra(Extra::Kind What, const std::string &Name, const std::string &Function, const std::string &Text,
                   SourcePlace At = {"rules.yaml", 3, 14}) {
  Extra E;
  E.What = What;
  E.Name = Name;
  E.Function = Function;
  E.Text = {Text, std::move(At)};
  return E;
}

inline Extra condition(const std::string &Name, const std::string &Function, const std::string &Text) {
  return extra(Extra::Kind::Condition, Name, Function, Text);
}

/// The message of the error that parsing ends in, or empty.
inline std::string refusal(const UnitRequest &Request) {
  try {
    parseUnit(Request);
  } catch (const Error &E) {
    EXPECT_EQ(E.code(), ExitCode::Incomplete);
    return E.what();
  }
  return "";
}

/// The text of a function's body, as Clang understood it: with the macros expanded.
inline std::string printed(const clang::FunctionDecl *F) {
  if (!F)
    return "none";
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  F->getBody()->printPretty(Out, nullptr, F->getASTContext().getPrintingPolicy());
  return Text;
}

} // namespace kverdict
